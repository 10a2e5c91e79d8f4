"""How a message is signed, so that its receiver knows whose it is, that nobody has changed it, and that it is not an old one.

Source: Standard Webhooks 1.0 (standardwebhooks.com): HMAC-SHA256 over "id.timestamp.body", in base64, with "v1," before it.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

MARK = "whsec_"


def secret_text(key: bytes) -> str:
    """Return the key as people copy it."""
    return MARK + base64.b64encode(key).decode()


def signatures(body: bytes, *, message_id: str, timestamp: int, keys: Sequence[bytes]) -> str:
    """Return the header's value, one signature for each key with a space between; ``timestamp`` in seconds since 1970."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return " ".join("v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys)

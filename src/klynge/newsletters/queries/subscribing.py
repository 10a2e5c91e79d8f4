"""The link that confirms a subscription: what was typed, signed; nothing is kept here until it is followed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core import signing

from klynge.access.models import Cluster

SALT = "klynge.newsletters.subscribe"
DAYS = 7 * 24 * 60 * 60  # seconds for which the link is good
VERSION = 1  # of the words on the form; change it with them


def asked_token(cluster: Cluster, typed: dict[str, Any]) -> str:
    """Return what stands in the link that subscribes."""
    return signing.dumps([cluster.pk, typed], salt=SALT, compress=True)


def asked_by(token: str, *, cluster: Cluster) -> dict[str, Any] | None:
    """Return what was typed; None for a link that was altered, is too old, or is of another cluster."""
    try:
        cluster_id, typed = signing.loads(token, salt=SALT, max_age=DAYS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return typed if cluster_id == cluster.pk else None


def source_of(typed: dict[str, Any], at: datetime) -> str:
    """Say where the consent came from, as evidence: the form, the version of its words, the moment of the second yes."""
    return f"site form v{VERSION} ({typed['language']}), confirmed by mail {at:%Y-%m-%d %H:%M} UTC"

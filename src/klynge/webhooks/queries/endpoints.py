"""An endpoint's facts, checked before they are kept, and its secrets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import no_longer_than
from klynge.webhooks.models import Endpoint
from klynge.webhooks.rules.topics import TOPICS

OVERLAP = timedelta(days=1)  # in which the secret before still signs


def cleaned(*, label: str, url: str, areas: Sequence[str], is_private_allowed: bool) -> dict[str, object]:
    """Return the facts. Raises: Invalid naming the field; an address is https with a host, without a password."""
    label, url = no_longer_than(60, " ".join(label.split()), field="label"), no_longer_than(500, url, field="url")
    if not label:
        raise Invalid(_("Say what it is for."), field="label")
    try:
        parts = urlsplit(url)
        is_good = bool(parts.hostname) and not parts.username and (parts.port is None or parts.port > 0)
    except ValueError:
        is_good = False
    if not is_good or parts.scheme not in (("https", "http") if is_private_allowed else ("https",)):
        raise Invalid(_("Write a whole address that begins with https://."), field="url")
    chosen = [area for area in TOPICS if area in areas]
    if not chosen or len(chosen) != len(set(areas)):
        raise Invalid(_("Choose at least one thing of the list that it is told about."), field="areas")
    return {"label": label, "url": url, "areas": chosen}


def key_of(endpoint: Endpoint, *, generation: int | None = None) -> bytes:
    """Return the secret, 32 bytes, the present one unless another generation is asked for."""
    of = generation or endpoint.generation
    return salted_hmac("klynge.webhooks", f"{endpoint.cluster_id}.{endpoint.pk}.{of}", algorithm="sha256").digest()


def keys_at(endpoint: Endpoint, at: datetime) -> list[bytes]:
    """Return what signs at the moment: the present secret, and for a day after a change the one before."""
    keys = [key_of(endpoint)]
    if endpoint.rotated_at is not None and at < endpoint.rotated_at + OVERLAP:
        keys.append(key_of(endpoint, generation=endpoint.generation - 1))
    return keys


def locked(endpoint: Endpoint) -> Endpoint:
    """Return the row, locked until the transaction ends. Raises: Conflict when it was removed."""
    found: Endpoint = Endpoint.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=endpoint.pk)
    if found.removed_at is not None:
        raise Conflict(_("“%s” was removed.") % found)
    return found

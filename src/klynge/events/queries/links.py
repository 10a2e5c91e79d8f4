"""A guest's own link: signed, so that nobody can make one up."""

from __future__ import annotations

from typing import Any

from django.core import signing

from klynge.access.models import Cluster
from klynge.events.models import Event, Registration, Speaker

ASKED, OWN, SPEAKER = "klynge.events.asked", "klynge.events.registration", "klynge.events.speaker"
DAYS = 3 * 24 * 60 * 60  # seconds for which an unconfirmed request is good


def asked_token(event: Event, typed: dict[str, Any]) -> str:
    """Return what stands in the link that confirms a guest's wish; nothing is kept here until it is followed."""
    return signing.dumps([event.cluster_id, event.pk, typed], salt=ASKED, compress=True)


def asked_by(token: str, *, cluster: Cluster) -> tuple[int, dict[str, Any]] | None:
    """Return the event's key and what was typed; None for a link that was altered, is too old, or is of another cluster."""
    try:
        cluster_id, event_id, typed = signing.loads(token, salt=ASKED, max_age=DAYS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (event_id, typed) if cluster_id == cluster.pk else None


def own_token(registration: Registration) -> str:
    """Return what stands in somebody's own link to a registration."""
    return signing.Signer(salt=OWN).sign_object([registration.cluster_id, registration.pk])


def registration_by(token: str, *, cluster: Cluster) -> Registration | None:
    """Return the registration that the link is of, or None when it was altered or is of another cluster."""
    pk = _signed(token, OWN, cluster)
    found: Registration | None = Registration.objects.select_related("event", "organisation").filter(cluster=cluster, pk=pk).first()
    return found


def speaker_token(speaker: Speaker) -> str:
    """Return what stands in the link with which a speaker says yes or no."""
    return signing.Signer(salt=SPEAKER).sign_object([speaker.cluster_id, speaker.pk])


def speaker_by(token: str, *, cluster: Cluster) -> Speaker | None:
    """Return the speaker that the link is of, or None when it was altered, is of another cluster, or the speaker was removed."""
    pk = _signed(token, SPEAKER, cluster)
    found: Speaker | None = Speaker.objects.select_related("event", "cluster").filter(cluster=cluster, pk=pk).first()
    return found


def _signed(token: str, salt: str, cluster: Cluster) -> int:
    try:
        cluster_id, pk = signing.Signer(salt=salt).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return 0
    return pk if cluster_id == cluster.pk else 0

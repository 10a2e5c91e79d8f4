"""Somebody's own calendar address: signed, so that nobody can make one up."""

from django.core import signing

from klynge.access.models import Cluster
from klynge.directory.models import Person

SALT = "klynge.calendar"


def calendar_token(person: Person, cluster: Cluster) -> str:
    """Return what stands in the address."""
    return signing.Signer(salt=SALT).sign_object([cluster.pk, person.pk])


def owner_of(token: str) -> tuple[int, int] | None:
    """Return (cluster, person) whose calendar it is; None for an address that was made up."""
    try:
        cluster_id, person_id = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return cluster_id, person_id

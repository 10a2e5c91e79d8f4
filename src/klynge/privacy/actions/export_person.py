"""Hand out everything that is held about a person."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Person
from klynge.privacy import policies
from klynge.privacy.queries.archive import archive
from klynge.privacy.queries.dossiers import dossier


@transaction.atomic
def export_person(person: Person, *, cluster: Cluster, actor: Actor, at: datetime) -> bytes:
    """Return a ZIP with one readable page and the same as JSON, in the open language; that it was taken out is on record.

    Raises: Refused. Source: GDPR article 15 (access) and article 20 (in a machine-readable format).
    """
    require(policies.may_export(actor, person, cluster))
    packed = archive(dossier(person, cluster=cluster), person=person, cluster=cluster, at=at)
    record(actor, "privacy.person.exported", person, at=at, cluster_id=cluster.pk)
    return packed

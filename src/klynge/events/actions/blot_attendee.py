"""Let go of who somebody was; that a seat was taken stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat, Lower

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Person
from klynge.directory.models.person import FORGOTTEN
from klynge.events import policies
from klynge.events.models import Answer, Feedback, Registration, Speaker, Substitution


@transaction.atomic
def blot_attendee(person: Person, *, cluster: Cluster, addresses: list[str], actor: Actor, at: datetime) -> int:
    """Erase name, address and answers of a forgotten person from the lists of attendees. Returns how many rows. Raises: Refused."""
    require(policies.may_blot(actor, cluster))
    low = [address.lower() for address in addresses]
    rows = Registration.objects.filter(cluster=cluster).annotate(low=Lower("email")).filter(Q(person=person) | Q(low__in=low))
    ids = list(rows.values_list("pk", flat=True))
    Answer.objects.filter(registration__in=ids).delete()
    Feedback.objects.filter(registration__in=ids).update(text="")  # the figure stays, without a name
    own = Concat(Value("forgotten-"), Cast("pk", CharField()), Value("@invalid.invalid"))  # an address may stand once at an event
    Registration.objects.filter(pk__in=ids).update(
        name=FORGOTTEN, email=own, person=None, organisation_name="", billing_facts={}, made_by=FORGOTTEN
    )
    Substitution.objects.filter(cluster=cluster, from_person=person).update(from_name=FORGOTTEN, from_person=None)
    Substitution.objects.filter(cluster=cluster, to_person=person).update(to_name=FORGOTTEN, to_person=None)
    spoke, _each = Speaker.objects.filter(
        cluster=cluster, pk__in=Speaker.objects.annotate(low=Lower("email")).filter(low__in=low).values("pk")
    ).delete()
    if ids or spoke:
        record(actor, "events.attendee.blotted", cluster, at=at, rows=len(ids) + spoke)
    return len(ids) + spoke

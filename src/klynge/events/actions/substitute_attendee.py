"""A colleague comes instead."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid
from klynge.directory.models import Affiliation, Person
from klynge.events import policies
from klynge.events.models import Event, Registration, Substitution


@transaction.atomic
def substitute_attendee(registration: Registration, *, to: Person, email: str, actor: Actor, at: datetime) -> Registration:
    """Give seat or place in the queue to a colleague at the same organisation; price and turn stay.

    Raises: Refused; Invalid for somebody from elsewhere or without an address; Conflict for who comes already, or when it is over.
    """
    require(policies.may_change(actor, registration))
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.event_id)
    registration = Registration.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=registration.pk)
    if registration.cancelled_at is not None or event.ends_at <= at:
        raise Conflict(_("This was cancelled, or the event is over."))
    works = Affiliation.objects.filter(person=to, organisation_id=registration.organisation_id, during__contains=event.starts_on)
    if registration.organisation_id is None or not works.exists():
        raise Invalid(_("Only a colleague at the same organisation can come instead."), field="person")
    if not email:
        raise Invalid(_("%s has no e-mail address here. Add one first.") % to.name, field="person")
    if Registration.objects.filter(event=event).living().annotate(low=Lower("email")).filter(low=email.lower()).exists():
        raise Conflict(_("%s is signed up already.") % to.name)
    made = Substitution.objects.create(
        cluster=registration.cluster, registration=registration, from_person_id=registration.person_id, from_name=registration.name,
        to_person=to, to_name=to.name, at=at, by_name=actor.name[:120],
    )  # fmt: skip
    registration.person, registration.name, registration.email, registration.language = to, to.name, email, to.language
    registration.save(update_fields=["person", "name", "email", "language"])
    record(actor, "events.attendee.substituted", registration, at=at, former=made.from_name)
    jobs.announce("events.substituted", cluster_id=registration.cluster_id, registration_id=registration.pk)
    return registration

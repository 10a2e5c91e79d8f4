"""A company applies."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.races import first_wins
from klynge.core.texts import no_longer_than
from klynge.directory.models import Organisation, Person
from klynge.membership.models import Membership
from klynge.programmes import policies
from klynge.programmes.models import Application, Call


@transaction.atomic
def send_application(
    call: Call,
    *,
    organisation: Organisation,
    contact: Person | None,
    text: str,
    researcher: str = "",
    other_aid_cents: int = 0,
    actor: Actor,
    at: datetime,
) -> Application:
    """Keep what the company wants and what de minimis aid it declares to have got from others, in cents of euro.

    Raises: Refused; Invalid with the field; Conflict when the call is closed, the company is no member, or has applied.
    """
    require(policies.may_take_part(actor, call.cluster, organisation_id=organisation.pk))
    if not call.is_open_on(day_of(at)):
        raise Conflict(_("One can't apply now: the call is closed."))
    if not Membership.objects.filter(cluster=call.cluster, organisation=organisation).active_on(day_of(at)).exists():
        raise Conflict(_("Programmes are for members; %s is none today.") % organisation.name)
    text, researcher = no_longer_than(8_000, text, field="text"), no_longer_than(200, researcher, field="researcher")
    if not text:
        raise Invalid(_("Write what you want to do, and why."), field="text")
    if other_aid_cents < 0:
        raise Invalid(_("An amount is never below zero."), field="other_aid")
    with first_wins("applied_once", _("%s has applied already.") % organisation.name):
        application: Application = Application.objects.create(
            cluster=call.cluster, call=call, organisation=organisation, contact=contact, text=text, researcher=researcher, other_aid_cents=other_aid_cents,
            sent_at=at, sent_by=actor.name[:120],
        )  # fmt: skip
    record(actor, "programmes.application.sent", application, at=at, other_aid_cents=other_aid_cents)
    return application

"""Tell of opportunities that run out soon."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.texts import in_language, say
from klynge.directory.models import ContactRole, ContactRoleKind, Person
from klynge.directory.queries.people import remembered
from klynge.matchmaking import policies
from klynge.matchmaking.models import Opportunity
from klynge.matchmaking.queries.matches import address_of
from klynge.outbox.actions import MailDraft, prepare_mails

AHEAD = timedelta(days=14)


@transaction.atomic
def remind_deadlines(cluster: Cluster, *, on: date, actor: Actor, at: datetime) -> int:
    """Prepare one mail for each that runs out within two weeks, once for each last day; return how many. Raises: Refused."""
    require(policies.may_compute(actor, cluster))
    untold = Q(reminded_on__isnull=True) | ~Q(reminded_on=F("deadline_on"))
    soon = Opportunity.objects.filter(untold, cluster=cluster, deadline_on__lte=on + AHEAD).open_on(on)
    found = list(soon.select_related("organisation", "contact", "cluster").order_by("pk"))
    if not found:
        return 0
    prepare_mails(
        cluster, rule="matchmaking.deadline", source_key=f"matchmaking.deadlines:{on.isoformat()}", title=_("Opportunities that run out"),
        mails=[_draft(each, on) for each in found], actor=Actor.system(actor.name, cluster_id=cluster.pk), at=at,
    )  # fmt: skip
    Opportunity.objects.filter(pk__in=[each.pk for each in found]).update(reminded_on=F("deadline_on"))
    record(actor, "matchmaking.deadlines.told", cluster, at=at, cluster_id=cluster.pk, count=len(found))
    return len(found)


def _draft(opportunity: Opportunity, on: date) -> MailDraft:
    person = opportunity.contact or _primary(opportunity, on)
    language = person.language if person else opportunity.cluster.locale
    with override(language):
        deadline = say(opportunity.deadline_on)
    return MailDraft(
        subject_key=f"matchmaking.opportunity:{opportunity.pk}", reference_on=opportunity.deadline_on, to_address=address_of(person),
        to_name=person.name if person else "", language=language, template="matchmaking/mail/deadline",
        context={"title": in_language(opportunity.title, language), "deadline": deadline},
    )  # fmt: skip


def _primary(opportunity: Opportunity, on: date) -> Person | None:
    roles = ContactRole.objects.filter(remembered(), organisation_id=opportunity.organisation_id, during__contains=on)
    role = roles.filter(kind=ContactRoleKind.PRIMARY).select_related("person").first()
    return role.person if role else None

"""Ask what came of introductions, after three months and after six."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import noon_of
from klynge.matchmaking import policies
from klynge.matchmaking.models import Match, Outcome, OutcomeKind, OutcomeQuestion
from klynge.matchmaking.queries.matches import address_of, contact_of
from klynge.outbox.actions import MailDraft, prepare_mails

MONTHS = (3, 6)
GRACE = relativedelta(months=1)  # a question that is later than this is not asked any more


@transaction.atomic
def ask_outcomes(cluster: Cluster, *, on: date, actor: Actor, at: datetime) -> list[OutcomeQuestion]:
    """Ask each side once for each time, unless it has told how it ended; the mails wait in the outbox. Safe to run twice. Raises: Refused."""
    require(policies.may_compute(actor, cluster))
    due = [each for months in MONTHS for each in _due(cluster, months, on, at)]
    made = OutcomeQuestion.objects.bulk_create(due)
    if made:
        prepare_mails(
            cluster, rule="matchmaking.outcome", source_key=f"matchmaking.outcomes:{on.isoformat()}",
            title=_("What came of introductions"), mails=[_draft(each, on) for each in made],
            actor=Actor.system(actor.name, cluster_id=cluster.pk), at=at,
        )  # fmt: skip
        record(actor, "matchmaking.outcomes.asked", cluster, at=at, cluster_id=cluster.pk, count=len(made))
    return made


def _due(cluster: Cluster, months: int, on: date, at: datetime) -> Iterator[OutcomeQuestion]:
    latest = noon_of(on - relativedelta(months=months)) + timedelta(hours=12)
    earliest = noon_of(on - relativedelta(months=months) - GRACE)
    found = Match.objects.filter(cluster=cluster, closed_at__isnull=True, introduced_at__lt=latest, introduced_at__gte=earliest)
    for match in found.select_related("cluster", "first", "second").prefetch_related("interests__opportunity").order_by("pk"):
        for organisation in (match.first, match.second):
            yield from _asked(match, organisation, months, at)


def _asked(match: Match, organisation: object, months: int, at: datetime) -> Iterator[OutcomeQuestion]:
    is_told = Outcome.objects.filter(match=match, organisation=organisation).exclude(kind=OutcomeKind.TALKING).exists()
    if not is_told and not OutcomeQuestion.objects.filter(match=match, organisation=organisation, months=months).exists():
        yield OutcomeQuestion(match=match, organisation=organisation, months=months, asked_at=at)


def _draft(question: OutcomeQuestion, on: date) -> MailDraft:
    match = question.match
    person = contact_of(match, question.organisation_id, on=on)
    return MailDraft(
        subject_key=f"matchmaking.outcome:{match.pk}:{question.organisation_id}:{question.months}", reference_on=on,
        to_address=address_of(person), to_name=person.name if person else "",
        language=person.language if person else match.cluster.locale, template="matchmaking/mail/outcome",
        context={"other": match.other_than(question.organisation_id).name, "months": question.months},
    )  # fmt: skip

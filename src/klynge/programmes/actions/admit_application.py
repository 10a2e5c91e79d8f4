"""Give a seat in a programme, once the aid that it is fits under the ceiling."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.rules.formats import amount_with_currency
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.programmes import policies
from klynge.programmes.models import Aid, Application, ApplicationState, Call, Participation
from klynge.programmes.queries.undertakings import aid_of, undertaking_of
from klynge.programmes.rules.de_minimis import ceiling_on, cents_of, room_left

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('programmes.aid:' || id, 0)) FROM unnest(%s::bigint[]) AS id ORDER BY id"


@transaction.atomic
def admit_application(application: Application, *, actor: Actor, at: datetime) -> Participation:
    """Confirm the seat, and keep the aid that it is and what the company declared from others.

    Of two seats for one undertaking at the same moment the second is weighed after the first: each of its companies is locked.
    Raises: Refused; Conflict when it is decided, all seats are taken, or the undertaking would get more than the ceiling; then nothing is kept.
    """
    require(policies.may_decide(actor, application.cluster))
    call = Call.objects.select_for_update(of=("self",)).select_related("programme").get(pk=application.call_id)
    found = Application.objects.select_for_update(of=("self",)).select_related("organisation", "cluster", "call")
    application = found.get(pk=application.pk)
    if application.state != ApplicationState.SENT:
        raise Conflict(_("This is decided already."))
    if (
        call.seats_most is not None
        and Participation.objects.filter(application__call=call, ended_on__isnull=True).count() >= call.seats_most
    ):
        raise Conflict(_("All seats of this call are taken."))
    programme, today = call.programme, day_of(at)
    cents = cents_of(programme.aid_minor, ore_per_euro=programme.ore_per_euro)
    _check_ceiling(application, cents, at)
    made: Participation = Participation.objects.create(
        cluster=application.cluster, programme=programme, application=application, organisation=application.organisation, confirmed_at=at,
        confirmed_by=actor.name[:120],
    )  # fmt: skip
    rows = (
        [Aid(cluster=application.cluster, organisation=application.organisation, granted_on=today, cents=cents, participation=made)]
        if cents
        else []
    )
    if application.other_aid_cents:
        rows.append(Aid(cluster=application.cluster, organisation=application.organisation, granted_on=day_of(application.sent_at), cents=application.other_aid_cents, declared_in=application))  # fmt: skip
    Aid.objects.bulk_create(rows)
    application.state, application.decided_at, application.decided_by = ApplicationState.ADMITTED, at, actor.name[:120]
    application.save(update_fields=["state", "decided_at", "decided_by"])
    record(actor, "programmes.application.admitted", application, at=at, cents=cents, declared_cents=application.other_aid_cents)
    jobs.announce("programmes.seats_changed", cluster_id=application.cluster_id)
    return made


def _check_ceiling(application: Application, cents: int, at: datetime) -> None:
    today = day_of(at)
    group = _locked_group(application, today)
    declares = application.organisation_id if application.other_aid_cents else None
    left = room_left([*aid_of(group, but_declared_by=declares), (day_of(application.sent_at), application.other_aid_cents)], on=today)
    if cents > left:
        words = {"seat": _euro(cents), "left": _euro(max(left, 0)), "most": _euro(ceiling_on(today).cents), "companies": len(group)}
        raise Conflict(_("The seat is aid of %(seat)s, and only %(left)s are left of %(most)s in three years for the undertaking (%(companies)d companies).") % words)  # fmt: skip


def _locked_group(application: Application, today: date) -> list[int]:
    """Lock all companies of the undertaking; one that joined it while we waited for a lock is locked too."""
    locked: list[int] = []
    while (group := undertaking_of(application.organisation, on=today)) != locked:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [group])
        locked = group
    return locked


def _euro(cents: int) -> str:
    return amount_with_currency(cents, "EUR", "da")

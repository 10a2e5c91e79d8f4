"""Plan what every member owes for a term: a difference against what is billed already; nothing is charged yet."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.models import ProductKind
from klynge.billing.queries import require_may_bill_on
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import say
from klynge.membership import policies
from klynge.membership.models import DuesRun, FeeSchedule, Membership, ScheduleStatus, Term
from klynge.membership.queries.assessing import NextYear, assess, needs
from klynge.membership.queries.dues_facts import CASES, FACTS, FOLLOWED, FOLLOWERS
from klynge.membership.queries.schedules import load_schedule, schedule_in_force
from klynge.membership.rules.schedule import Schedule

# Whoever gets an e-invoice and can't be reached by one is not charged before that is mended: after the release it would be too late.
LINES = """
INSERT INTO membership_duesline (run_id, membership_id, organisation_id, state, assessment_id, next_assessment_id, declaration_id,
                                 net_minor, last_net_minor, exceptions)
SELECT %(run)s, f.membership_id, f.organisation_id,
       CASE WHEN f.is_billed THEN 'billed' WHEN p.problem <> '' THEN 'blocked' WHEN p.net_minor = 0 THEN 'waive'
            WHEN f.has_no_gln OR f.has_bad_gln OR f.has_bad_cvr THEN 'blocked' ELSE 'charge' END,
       p.assessment_id, p.next_assessment_id, f.declaration_id, coalesce(p.net_minor, 0), f.last_net_minor,
       array_remove(ARRAY[nullif(p.problem, ''), CASE WHEN f.is_unconfirmed AND %(asks_size)s THEN 'unconfirmed_size' END,
                    CASE WHEN f.has_no_contact THEN 'no_billing_contact' WHEN f.has_no_email THEN 'no_email' END,
                    CASE WHEN f.has_no_gln THEN 'no_gln' WHEN f.has_bad_gln THEN 'bad_gln' END,
                    CASE WHEN f.has_bad_cvr THEN 'bad_cvr' END, CASE WHEN f.has_no_reference THEN 'no_reference' END], NULL)
FROM dues_fact f LEFT JOIN dues_price p ON p.case_key = md5(f.facts::text) AND NOT f.is_billed
ORDER BY f.organisation_id
"""
PRICES = "CREATE TEMP TABLE dues_price (case_key text, assessment_id bigint, next_assessment_id bigint, net_minor bigint, problem text) ON COMMIT DROP"


@transaction.atomic
def plan_dues(term: Term, *, as_of: date, issue_on: date, actor: Actor, at: datetime, schedule: FeeSchedule | None = None, only: Membership | None = None) -> DuesRun:  # fmt: skip
    """Plan the term's dues with the facts of the day ``as_of``; invoices will carry ``issue_on``.

    Members whose period is charged already are listed as billed. Each distinct case of facts is priced once. ``only`` plans for a single
    membership, beside whatever plan is waiting.
    Raises: Refused, Invalid (closed term, no adopted schedule, dates), Conflict (another plan is waiting).
    """
    cluster = term.cluster
    require(policies.may_plan_dues(actor, cluster))
    term = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    schedule = schedule or _schedule(cluster, term)
    _check(term, schedule, issue_on, today=day_of(at))
    if only is None:
        _refuse_second(term)
    run = DuesRun.objects.create(
        cluster=cluster, term=term, schedule=schedule, as_of=as_of, issue_on=issue_on, due_on=issue_on + timedelta(days=cluster.payment_days),
        planned_at=at, planned_by=actor.name, planned_by_user_id=actor.user_id, next_term=_after(term),
    )  # fmt: skip
    counts = _fill(run, only)
    record(actor, "membership.dues_run.planned", run, at=at, as_of=as_of.isoformat(), issue_on=issue_on.isoformat(), **counts)
    return run


def _schedule(cluster: Cluster, term: Term) -> FeeSchedule:
    schedule = schedule_in_force(cluster, on=term.during.lower)
    if schedule is None:
        raise Invalid(_("No adopted fee schedule is in force on %s. Adopt one, effective on that day or before.") % say(term.during.lower))
    return schedule


def _check(term: Term, schedule: FeeSchedule, issue_on: date, *, today: date) -> None:
    if hasattr(term, "closing"):
        raise Invalid(_("The term %s is closed; its dues can no longer be planned.") % term.label, field="term")
    if issue_on < today:
        raise Invalid(
            _("Invoices can't be dated %(day)s: that day is past. Choose %(today)s or later.")
            % {"day": say(issue_on), "today": say(today)},
            field="issue_on",
        )
    if schedule.cluster_id != term.cluster_id or schedule.status not in (ScheduleStatus.ADOPTED, ScheduleStatus.SUPERSEDED):
        raise Invalid(_("%s is no adopted fee schedule of this cluster, so it can't price a dues run.") % schedule)
    if schedule.product_id is None:
        raise Invalid(_("The fee schedule %s has no fee product, so its VAT is unknown. Choose one on the schedule.") % schedule)
    if schedule.currency != term.cluster.currency:
        raise Invalid(
            _("The fee schedule is in %(theirs)s, the cluster's books are in %(ours)s.")
            % {"theirs": schedule.currency, "ours": term.cluster.currency}
        )
    require_may_bill_on(term.cluster, issue_on, product_kinds={ProductKind.DUES})


def _refuse_second(term: Term) -> None:
    waiting = DuesRun.objects.filter(term=term, finished_at__isnull=True, discarded_at__isnull=True).first()
    if waiting:
        raise Conflict(_("A plan for %s is already waiting. Release it, or discard it first.") % term.label)


def _after(term: Term) -> Term | None:
    following = Term.objects.filter(cluster_id=term.cluster_id, during__contains=term.during.upper)
    found: Term | None = following.filter(closing__isnull=True).select_for_update(of=("self",)).first()
    return found


def _fill(run: DuesRun, only: Membership | None) -> dict[str, int]:
    """Write the plan's lines: gather facts, price each case once, join back. A constant number of statements whatever the number of members."""
    schedule = load_schedule(run.schedule)
    next_year = _next_year(run)
    asked = needs(schedule, *([next_year.schedule] if next_year else []))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS dues_fact, dues_price")
        cursor.execute(FACTS, asked | _of_term(run) | {"only": only.pk if only else None})
        cursor.execute(PRICES)
        cursor.execute(FOLLOWERS, asked)
        cursor.execute("SELECT coalesce(max(follows), 0) FROM dues_fact")
        for place in range(cursor.fetchone()[0] + 1):
            _price(cursor, run, schedule, next_year, place)
        cursor.execute("ANALYZE dues_price")
        cursor.execute(LINES, {"run": run.pk, "asks_size": bool(asked["metrics"])})
        cursor.execute("SELECT state, count(*) FROM membership_duesline WHERE run_id = %s GROUP BY state", [run.pk])
        return dict(cursor.fetchall())


def _price(cursor: CursorWrapper, run: DuesRun, schedule: Schedule, next_year: NextYear | None, place: int) -> None:
    """Price who comes in this place among an organisation's memberships of the term: nearly all come first, and alone."""
    if place:
        cursor.execute(FOLLOWED, {"place": place})
    cursor.execute(CASES, {"place": place})
    prices = assess(run, schedule, cursor.fetchall(), next_year=next_year)
    with cursor.copy("COPY dues_price FROM STDIN") as copy:
        for price in prices:
            copy.write_row((price.case_key, price.assessment_id, price.next_assessment_id, price.net_minor, price.problem))


def _next_year(run: DuesRun) -> NextYear | None:
    """Return the year that late joiners pay at once, at that year's own prices; none where it is not the same money."""
    if run.next_term is None or not run.schedule.bills_next_year_from:
        return None
    schedule = schedule_in_force(run.cluster, on=run.next_term.during.lower) or run.schedule
    return NextYear(run.next_term, load_schedule(schedule)) if schedule.currency == run.schedule.currency else None


def _of_term(run: DuesRun) -> dict[str, object]:
    starts_on = run.term.during.lower
    last = Term.objects.filter(cluster_id=run.cluster_id, during__endswith=starts_on).first()
    return {
        "cluster": run.cluster_id,
        "term": run.term_id,
        "last_term": last.pk if last else None,
        "starts_on": starts_on,
        "start_year": starts_on.year,
        "start_month": starts_on.month,
        "during": DateRange(starts_on, run.term.during.upper, "[)"),
        "as_of": run.as_of,
        "issue_on": run.issue_on,
        "next_term": run.next_term_id,
        "next_during": DateRange(run.next_term.during.lower, run.next_term.during.upper, "[)") if run.next_term else None,
    }

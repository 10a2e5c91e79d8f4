"""What a dues run comes to, and how far it has got."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum

from klynge.core.money import Money
from klynge.core.sorting import Danish
from klynge.membership.models import DuesLine, DuesRun, LineState

BLOCKING = ("no_size", "straddles", "no_band", "not_applicable")


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run in figures; amounts are net of VAT."""

    charge: int
    waive: int
    billed: int
    blocked: int
    net: Money
    last_net: Money  # the same members' previous term, where it was charged
    exceptions: dict[str, int]
    done: int  # lines dealt with so far

    @property
    def to_do(self) -> int:
        """How many lines are to be charged or waived in all."""
        return self.charge + self.waive


def summarise(run: DuesRun) -> RunSummary:
    """Sum up the run in two statements, whatever its size."""
    due = Q(state__in=[LineState.CHARGE, LineState.WAIVE])
    figures = DuesLine.objects.filter(run=run).aggregate(
        **{state: Count("id", filter=Q(state=state)) for state in LineState.values},
        net=Sum("net_minor", filter=due),
        last=Sum("last_net_minor", filter=due),
        done=Count("id", filter=due & Q(id__lte=run.issued_through)),
    )
    currency = run.schedule.currency
    return RunSummary(
        charge=figures["charge"],
        waive=figures["waive"],
        billed=figures["billed"],
        blocked=figures["blocked"],
        net=Money(int(figures["net"] or 0), currency),
        last_net=Money(int(figures["last"] or 0), currency),
        exceptions=_exceptions(run),
        done=figures["done"],
    )


def _exceptions(run: DuesRun) -> dict[str, int]:
    sql = "SELECT unnest(exceptions) AS code, count(*) FROM membership_duesline WHERE run_id = %s AND state <> 'billed' GROUP BY 1 ORDER BY 2 DESC"
    with connection.cursor() as cursor:
        cursor.execute(sql, [run.pk])
        return dict(cursor.fetchall())


def dues_lines(run: DuesRun, *, state: str = "", exception: str = "") -> QuerySet[DuesLine]:
    """Return the run's lines with what a page shows of them, by name; narrowed to a state or an exception."""
    lines = DuesLine.objects.filter(run=run).select_related("organisation", "membership", "assessment__band", "declaration")
    if state:
        lines = lines.filter(state=state)
    if exception:
        lines = lines.filter(exceptions__contains=[exception])
    return lines.annotate(change_minor=F("net_minor") - F("last_net_minor")).order_by(Danish("organisation__name"), "id")

"""What a dues run comes to, and how far it has got."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum

from klynge.core.money import Money
from klynge.core.sorting import Danish
from klynge.membership.models import DuesLine, DuesRun, LineState

BLOCKING = ("no_size", "straddles", "no_band", "not_applicable", "no_gln", "bad_gln", "bad_cvr")


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
    """Sum up one run."""
    return summaries([run])[run.pk]


def summaries(runs: Sequence[DuesRun]) -> dict[int, RunSummary]:
    """Sum up the runs in two statements, however many and however large they are."""
    due = Q(state__in=[LineState.CHARGE, LineState.WAIVE])
    counts = {state: Count("id", filter=Q(state=state)) for state in LineState.values}
    sums = {"net": Sum("net_minor", filter=due), "last": Sum("last_net_minor", filter=due)}
    done = Count("id", filter=due & Q(id__lte=F("run__issued_through")))
    rows = DuesLine.objects.filter(run__in=runs).order_by().values("run_id").annotate(**counts, **sums, done=done)
    figures, exceptions = {row["run_id"]: row for row in rows}, _exceptions([run.pk for run in runs])
    return {run.pk: _summary(run, figures.get(run.pk, {}), exceptions.get(run.pk, {})) for run in runs}


def _summary(run: DuesRun, row: Mapping[str, int | None], exceptions: dict[str, int]) -> RunSummary:
    currency = run.schedule.currency
    return RunSummary(
        **{state: row.get(state) or 0 for state in LineState.values},
        net=Money(int(row.get("net") or 0), currency),
        last_net=Money(int(row.get("last") or 0), currency),
        exceptions=exceptions,
        done=row.get("done") or 0,
    )


def _exceptions(runs: Sequence[int]) -> dict[int, dict[str, int]]:
    """Count the exceptions of each run, the most frequent first."""
    sql = """
        SELECT run_id, code, count(*) FROM membership_duesline CROSS JOIN unnest(exceptions) AS code
        WHERE run_id = ANY (%s) AND state <> 'billed' AND exceptions <> '{}' GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
    """
    found: dict[int, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(runs)])
        for run, code, count in cursor.fetchall():
            found.setdefault(run, {})[code] = count
    return found


def dues_lines(run: DuesRun, *, state: str = "", exception: str = "") -> QuerySet[DuesLine]:
    """Return the run's lines with what a page shows of them, by name; narrowed to a state or an exception."""
    lines = DuesLine.objects.filter(run=run).select_related("organisation", "membership", "assessment__band", "declaration")
    if state:
        lines = lines.filter(state=state)
    if exception:
        lines = lines.filter(exceptions__contains=[exception])
    return lines.annotate(change_minor=F("net_minor") - F("last_net_minor")).order_by(Danish("organisation__name"), "id")

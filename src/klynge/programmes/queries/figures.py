"""How far a programme has come: seats, hours, co-financing; and what a funder asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from klynge.directory.models import Metric
from klynge.directory.queries.organisations import latest_sizes
from klynge.programmes.models import Aid, Hours, Participation, Programme


def with_counts(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Give each programme ``companies`` that take part, and ``signed_minutes``."""
    seats = (
        Participation._base_manager.filter(programme=OuterRef("pk"))
        .order_by()
        .values("programme")
        .annotate(n=Count("organisation", distinct=True))
    )
    hours = (
        Hours._base_manager.filter(participation__programme=OuterRef("pk"), signed_at__isnull=False)
        .order_by()
        .values("participation__programme")
    )
    return programmes.annotate(
        companies=Coalesce(Subquery(seats.values("n"), output_field=IntegerField()), 0),
        signed_minutes=Coalesce(Subquery(hours.annotate(n=Sum("minutes")).values("n"), output_field=IntegerField()), 0),
    )


def co_financing(programme: Programme) -> int:
    """Return what the signed hours count for, in minor units; each hour at the rate at which it was signed."""
    rows = Hours.objects.filter(participation__programme=programme, signed_at__isnull=False)
    return sum(round(minutes * rate / 60) for minutes, rate in rows.values_list("minutes", "rate_minor"))


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line for the funder: signed hours of one company on one day for one activity."""

    cvr: str
    company: str
    size_class: str  # "micro", "small", "medium", "large", or "" where the headcount is not known
    activity: str
    worked_on: date
    minutes: int
    rate_minor: int
    worth_minor: int
    aid_cents: int  # granted in these days; on the company's first line only, so that sums over reports are right


def funder_report(programme: Programme, *, first: date, end: date) -> Iterator[ReportRow]:
    """Yield what was signed, from ``first`` until before ``end``, by company, day and activity; what was reversed sums to nothing and is left out."""
    rows = Hours.objects.filter(participation__programme=programme, signed_at__isnull=False, worked_on__gte=first, worked_on__lt=end)
    sums = (
        rows.order_by().values("participation__organisation", "activity", "worked_on", "rate_minor", cvr=F("participation__organisation__cvr"), company=F("participation__organisation__name"))
        .annotate(total=Sum("minutes")).exclude(total=0).order_by("company", "participation__organisation", "worked_on", "activity", "rate_minor")
    )  # fmt: skip
    found = list(sums)
    sizes = latest_sizes(list({row["participation__organisation"] for row in found}), metric=Metric.HEADCOUNT, on_day=end)
    granted = Aid.objects.filter(participation__programme=programme, granted_on__gte=first, granted_on__lt=end).select_related(
        "organisation"
    )
    aid: dict[int, int] = {}
    for row in granted:
        aid[row.organisation_id] = aid.get(row.organisation_id, 0) + row.cents
    for row in found:
        pk = row["participation__organisation"]
        yield ReportRow(
            row["cvr"], row["company"], size_class(sizes[pk].declaration.low if pk in sizes else None), row["activity"], row["worked_on"], row["total"],
            row["rate_minor"], round(row["total"] * row["rate_minor"] / 60), aid.pop(pk, 0),
        )  # fmt: skip
    for each in granted:  # a seat without signed hours in these days is aid all the same
        if (cents := aid.pop(each.organisation_id, 0)) > 0:
            yield ReportRow(each.organisation.cvr, each.organisation.name, "", "", each.granted_on, 0, 0, 0, cents)


def size_class(headcount: int | None) -> str:
    """Return the class by headcount alone. Source: Commission Recommendation 2003/361/EC; turnover and balance are not known here."""
    if headcount is None:
        return ""
    return next(name for name, below in (("micro", 10), ("small", 50), ("medium", 250), ("large", 10**9)) if headcount < below)

"""The books on screen: nothing here changes anything."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from klynge.billing.models import VatTreatment
from klynge.billing.queries import vat_report
from klynge.core.clock import day_of
from klynge.directory.models import Organisation
from klynge.ledger import policies, queries
from klynge.ledger.rules import chart as rules

from .forms import ExportForm, JournalForm
from .quarters import a_year_of, quarter_of

PAGE_SIZE = 50
CONTENT = {"csv": "text/csv; charset=utf-8", "economic": "application/json"}


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Show the transactions, the last one booked first."""
    form = JournalForm(request.GET)
    form.is_valid()
    found = queries.journal_page(request.cluster, _wanted(form.cleaned_data), limit=PAGE_SIZE + 1)
    rows, narrowing = found[:PAGE_SIZE], {name: value for name, value in form.cleaned_data.items() if name != "before"}
    context = {
        "form": form,
        "rows": _rows(request, rows),
        "older": str(rows[-1].number) if len(found) > PAGE_SIZE else "",
        "is_first": not form.cleaned_data.get("before"),
        "is_narrowed": any(narrowing.values()),
    }
    return render(request, "office/books/journal.html", context)


def _wanted(data: dict[str, Any]) -> queries.JournalFilter:
    return queries.JournalFilter(
        since=data.get("since"), until=data.get("until"), family=data.get("family", ""), search=data.get("search", ""), before_id=data.get("before"),
    )  # fmt: skip


def _rows(request: HttpRequest, entries: list[queries.JournalEntry]) -> list[tuple[queries.JournalEntry, list[dict[str, Any]]]]:
    """Pair each transaction with its legs; a receivable is told by the name of who owes it."""
    holders = {holder for entry in entries for leg in entry.legs if (holder := rules.holder_of(leg.code)) is not None}
    names = dict(Organisation.objects.visible_to(request.actor).filter(pk__in=holders).values_list("pk", "name"))
    return [(entry, [_leg(leg, names) for leg in entry.legs]) for entry in entries]


def _leg(leg: queries.Leg, names: dict[int, str]) -> dict[str, Any]:
    holder = names.get(rules.holder_of(leg.code) or 0, "")
    sides = {"debit": max(leg.minor, 0), "credit": max(-leg.minor, 0)}
    return {"name": rules.names_of(rules.family_of(leg.code)), "holder": holder, "currency": leg.currency, **sides}


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """Show the families of accounts with their numbers and balances."""
    lines = queries.chart_lines(request.cluster)
    may_number = policies.may_close(request.actor, request.cluster)
    return render(request, "office/books/chart.html", {"lines": lines, "may_number": may_number})


@require_safe
def vat(request: HttpRequest) -> HttpResponse:
    """Show the VAT of one quarter, and how the quarters of its year went."""
    today = day_of(timezone.now())
    chosen = quarter_of(request.GET.get("quarter", ""), today=today)
    reports = [(one, vat_report(request.cluster, first=one.first, end=one.end)) for one in a_year_of(chosen)]
    report = next(found for one, found in reports if one == chosen)
    bars = [(one.label, found.vat_minor) for one, found in reports]
    lines = [(line, VatTreatment(line.treatment).label, Decimal(line.rate_bp).scaleb(-4)) for line in report.lines]
    context = {"quarter": chosen, "last": report.end - timedelta(days=1), "report": report, "lines": lines, "bars": bars}
    return render(request, "office/books/vat.html", {**context, "years": _years(chosen, today)})


def _years(chosen: Any, today: date) -> list[Any]:
    """The quarters to choose from: this one's year, and the same quarter one year before and after."""
    near = [chosen.moved(-4), *a_year_of(chosen), chosen.moved(4)]
    return [one for one in near if one.first <= today]


@require_safe
def closing(request: HttpRequest) -> HttpResponse:
    """Show what is closed, whether the hash chains hold, and what may leave for another program."""
    context = {
        "closings": queries.closings(request.cluster)[:20],
        "closed_through": queries.closed_through(request.cluster),
        "chains": queries.verify_books(request.cluster),
        "may_close": policies.may_close(request.actor, request.cluster),
        "may_reopen": policies.may_reopen(request.actor, request.cluster),
        "form": ExportForm(initial=_last_year(day_of(timezone.now()))),
    }
    return render(request, "office/books/closing.html", context)


def _last_year(today: date) -> dict[str, Any]:
    return {"first": date(today.year, 1, 1), "last": today}


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand over the journal of some days, line by line."""
    form = ExportForm(request.GET or None, initial=_last_year(day_of(timezone.now())))
    if not form.is_valid():
        return render(request, "office/books/export.html", {"form": form}, status=422 if form.is_bound else 200)
    days, kind = form.cleaned_data, form.cleaned_data["form"]
    lines = queries.export_lines(
        request.cluster, first=days["first"], end=days["last"] + timedelta(days=1), form=kind, language=request.LANGUAGE_CODE[:2]
    )
    name = f"{request.cluster.slug}-{days['first']}-{days['last']}.{queries.FORMATS[kind]}"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse((f"{line}\n" for line in lines), content_type=CONTENT.get(kind, "text/plain; charset=utf-8"), headers=headers)

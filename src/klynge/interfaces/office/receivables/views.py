"""Who owes what since when, on any day, with pictures of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.billing.queries.receivables import Aged, PayerFilter, cash_expected, payers, receivables_total
from klynge.core.clock import day_of
from klynge.interfaces.office.bank.export import csv_lines
from klynge.interfaces.office.paging import PAGE_SIZE

from .forms import BUCKETS, SHORT, PayersForm


@require_safe
def payer_list(request: HttpRequest) -> HttpResponse:
    """Show the sums by age, when money can be expected, and each payer."""
    form, wanted, on = _asked(request)
    total, _count = receivables_total(request.cluster, on=on)
    cash = cash_expected(request.cluster, on=on)
    page, rows = _page(request, wanted, on)
    context = {
        "form": form, "on": on, "is_today": on == day_of(timezone.now()), "page": page, "total": total, "cash": cash,
        "is_narrowed": bool(wanted.search or wanted.bucket), "buckets": BUCKETS.items(),
        "rows": [(payer, _labelled(payer.aged)) for payer in rows], "sums": _labelled(total),
        "ageing": [(str(label), getattr(total, key)) for key, label in SHORT.items()],
        "months": [(date_format(month, "M y"), minor) for month, minor in cash.ahead.months],
    }  # fmt: skip
    return render(request, "office/receivables/list.html", context)


@require_safe
def payers_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Hand the list over as it is narrowed."""
    _form, wanted, on = _asked(request)
    rows, _count = payers(request.cluster, wanted, on=on)
    response = StreamingHttpResponse(csv_lines(_lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("receivables")}-{on}.csv"'
    return response


def _lines(rows: Any) -> Iterator[list[Any]]:
    yield [_("Payer"), _("CVR"), *map(str, BUCKETS.values()), _("Disputed"), _("Money on account"), _("Balance")]
    for payer in rows:
        yield [payer.name, payer.cvr, *_cells(payer.aged), payer.aged.disputed, payer.aged.on_account, payer.aged.balance_minor]


def _asked(request: HttpRequest) -> tuple[PayersForm, PayerFilter, date]:
    form = PayersForm(request.GET)
    form.is_valid()
    data = form.cleaned_data
    wanted = PayerFilter(bucket=data.get("bucket") or "", search=data.get("search") or "", sort=data.get("sort") or "-owed")
    on = data.get("on") or day_of(timezone.now())
    return PayersForm({**request.GET.dict(), "on": on.isoformat()}), wanted, on


def _page(request: HttpRequest, wanted: PayerFilter, on: date) -> tuple["Page[Any]", list[Any]]:
    """Read one page of payers; the paginator only counts."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 else 1
    rows, count = payers(request.cluster, wanted, on=on, limit=PAGE_SIZE, offset=(max(number, 1) - 1) * PAGE_SIZE)
    page = Paginator(range(count), PAGE_SIZE).get_page(number)
    if count and not rows:
        rows, _count = payers(request.cluster, wanted, on=on, limit=PAGE_SIZE, offset=(page.number - 1) * PAGE_SIZE)
    return page, rows


def _labelled(aged: Aged) -> list[tuple[Any, int]]:
    return list(zip(BUCKETS.values(), _cells(aged), strict=True))


def _cells(aged: Aged) -> list[int]:
    return [getattr(aged, key) for key in BUCKETS]

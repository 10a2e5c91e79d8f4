"""The hours of a programme: sign them, take them back, hand the funder its lines."""

import io
from datetime import timedelta
from functools import partial

import xlsxwriter
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core.cells import safe_cell
from klynge.interfaces.office.doing import attempt
from klynge.programmes import actions, policies
from klynge.programmes.models import Hours
from klynge.programmes.queries.figures import funder_report

from .forms import SpanForm
from .views import find, require

PAGE_SIZE = 100


def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the hours, and sign those that are ticked."""
    programme = find(request, pk)
    require(allowed=request.actor.may("programmes.see", cluster_id=request.cluster.pk))
    if request.method == "POST":
        ids = [int(each) for each in request.POST.getlist("hours") if each.isdecimal() and len(each) < 19]
        attempt(request, partial(actions.sign_hours, programme, ids=ids), _("The hours are signed."))
        return redirect("office:programmes:hours", request.cluster.slug, pk)
    rows = Hours.objects.filter(participation__programme=programme).select_related("participation__organisation", "person", "reversal")
    page = Paginator(rows.order_by("signed_at", "-worked_on", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [{"entry": row, "hours": row.minutes / 60, "is_taken_back": hasattr(row, "reversal")} for row in page]
    form = SpanForm(initial={"first": programme.starts_on, "last": programme.ends_on - timedelta(days=1)})
    context = {
        "programme": programme,
        "page": page,
        "rows": shown,
        "may_sign": policies.may_sign(request.actor, request.cluster),
        "span": form,
    }
    return render(request, "office/programmes/hours.html", context)


@require_POST
def take_back(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Take hours back."""
    rows = Hours.objects.filter(participation__programme=find(request, pk)).select_related("participation", "cluster")
    attempt(request, partial(actions.reverse_hours, get_object_or_404(rows, pk=entry)), _("The hours are taken back."))
    return redirect("office:programmes:hours", request.cluster.slug, pk)


@require_safe
def report(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out activity by company by day, as the funder asks for it; texts are never formulas."""
    programme, form = find(request, pk), SpanForm(request.GET)
    require(allowed=request.actor.may("programmes.see", cluster_id=request.cluster.pk))
    first, end = programme.starts_on, programme.ends_on
    if form.is_valid():
        first, end = form.cleaned_data["first"], form.cleaned_data["last"] + timedelta(days=1)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, bold = book.add_worksheet(_("Hours")), book.add_format({"bold": True})
    day, amount = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
    heads = [
        _("CVR number"),
        _("Company"),
        _("Size class"),
        _("Activity"),
        _("Day"),
        _("Hours"),
        _("Rate"),
        _("Co-financing"),
        _("De minimis aid, euro"),
    ]
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, 18)
    for number, row in enumerate(funder_report(programme, first=first, end=end), 1):
        sheet.write_row(number, 0, [safe_cell(text) for text in (row.cvr, row.company, row.size_class, row.activity)])
        sheet.write_datetime(number, 4, row.worked_on, day)
        for column, value in enumerate((row.minutes / 60, row.rate_minor / 100, row.worth_minor / 100, row.aid_cents / 100), 5):
            sheet.write_number(number, column, value, amount)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"programme-{programme.pk}.xlsx")

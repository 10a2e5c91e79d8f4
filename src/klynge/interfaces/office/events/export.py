"""The list of attendees as a workbook."""

import io

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.core.cells import safe_cell
from klynge.events import policies
from klynge.events.models import Event, Registration

from .views import find


@require_safe
def attendees(request: HttpRequest, pk: int) -> FileResponse:
    """Give everybody who comes or waits, with the answers; texts are never formulas."""
    event = find(request, pk)
    if not policies.may_see_attendees(request.actor, request.cluster):
        raise PermissionDenied
    return FileResponse(_workbook(request, event), as_attachment=True, filename=f"{event.slug}.xlsx")


def _workbook(request: HttpRequest, event: Event) -> io.BytesIO:
    asked = list(event.questions.all())
    rows = Registration.objects.visible_to(request.actor).filter(event=event).select_related("organisation", "attendance", "invoice")
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, bold, amount = book.add_worksheet(_("Attendees")), book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    head = [
        _("Name"),
        _("E-mail"),
        _("Company"),
        _("How many"),
        _("State"),
        _("Price without VAT"),
        _("Invoice"),
        _("Came"),
        *map(str, asked),
    ]
    sheet.write_row(0, 0, [safe_cell(text) for text in head], bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(head) - 1, 18)
    for number, row in enumerate(rows.prefetch_related("answers").order_by("cancelled_at", "seated_at", "pk"), 1):
        answers = {answer.question_id: answer.text for answer in row.answers.all()}
        company = row.organisation.name if row.organisation else row.organisation_name
        invoice, came = row.invoice.number if row.invoice else "", _("Yes") if hasattr(row, "attendance") else ""
        cells = [row.name, row.email, company, row.party, str(row.state.label), row.amount_minor / 100, invoice, came]
        cells += [answers.get(question.pk, "") for question in asked]
        for column, cell in enumerate(cells):
            sheet.write(number, column, safe_cell(cell) if isinstance(cell, str) else cell, amount if isinstance(cell, float) else None)
    book.close()
    file.seek(0)
    return file

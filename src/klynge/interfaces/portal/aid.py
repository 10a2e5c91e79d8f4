"""What de minimis aid the company and its group have got."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.programmes.queries.statement import aid_statement, statement_pdf

from .showing import show


@require_safe
def aid(request: HttpRequest) -> HttpResponse:
    """Show it line by line."""
    found = aid_statement(request.desk.organisation, cluster=request.cluster, on=day_of(timezone.now()))
    context = {
        "statement": found, "rows": [{"line": line, "euro": line.cents / 100} for line in found.lines], "ceiling": found.ceiling / 100,
        "used": found.used / 100, "left": found.left / 100, "tone": "bad" if found.left < 0 else "",
    }  # fmt: skip
    return show(request, "programme_aid", context)


@require_safe
def aid_pdf(request: HttpRequest) -> HttpResponse:
    """Hand it out on paper, for the company's next application."""
    content = statement_pdf(
        request.desk.organisation, cluster=request.cluster, on=day_of(timezone.now()), language=request.LANGUAGE_CODE[:2]
    )
    headers = {"Content-Disposition": f'inline; filename="{_("de-minimis.pdf")}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

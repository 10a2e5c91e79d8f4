"""The list of members on screen and as files."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.access import actions
from klynge.access.queries import views_of
from klynge.core.clock import day_of
from klynge.core.errors import HouseError
from klynge.interfaces.office.paging import PAGE_SIZE
from klynge.membership import policies
from klynge.membership.queries.member_details import member_details
from klynge.membership.queries.member_rows import MemberIds, has_members, member_rows
from klynge.newsletters.policies import may_write

from .export import csv_lines, workbook
from .filtering import KEPT, MemberFilterForm
from .wording import shown

PAGE = "office:members"  # under which views are saved
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """Show a page of the members, as the address filters and sorts them."""
    form = the_form(request)
    page = _page(request, form)
    query = kept_query(request)
    context = {
        "form": form,
        "page": page,
        "rows": [shown(row, request.cluster.currency) for row in page],
        "query": query,
        "views": list(views_of(request.actor, page=PAGE)),
        "kept": [(name, value) for name, value in request.GET.items() if name in KEPT],
        "has_members": bool(page.paginator.count) or form.is_narrowed or has_members(request.cluster),
        "on_day": form.on_day,
        "may_write": may_write(request.actor, request.cluster),
        "may_admit": policies.may_admit(request.actor, request.cluster),
    }
    return render(request, "office/members/list.html", context)


@require_safe
def members_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Hand over the members, or those picked, exactly as filtered and sorted; for Danish Excel."""
    form = the_form(request)
    lines = csv_lines(request.cluster, filtered_ids(request, form), on_day=form.on_day)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=_named(form, "csv"))


@require_safe
def members_xlsx(request: HttpRequest) -> FileResponse:
    """Hand over the same as a workbook."""
    form = the_form(request)
    book = workbook(request.cluster, filtered_ids(request, form), on_day=form.on_day)
    return FileResponse(book, content_type=XLSX, headers=_named(form, "xlsx"))


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save the list's filter under a name."""
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    try:
        actions.save_view(request.cluster, page=PAGE, name=name, query=query, actor=request.actor, at=timezone.now())
    except HouseError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The list is saved."))
    return _back(request, query)


@require_POST
def delete(request: HttpRequest, view: int) -> HttpResponse:
    """Delete one of one's own saved lists."""
    found = views_of(request.actor, page=PAGE).filter(pk=view).first()
    if found is None:
        raise Http404
    actions.delete_view(found, actor=request.actor, at=timezone.now())
    messages.success(request, _("The saved list is gone; the members are not."))
    return _back(request, "")


def the_form(request: HttpRequest) -> MemberFilterForm:
    """Return what the address asks for."""
    return MemberFilterForm(request.GET, cluster=request.cluster, today=day_of(timezone.now()))


def _rows(request: HttpRequest, form: MemberFilterForm) -> MemberIds:
    return MemberIds(member_rows(request.cluster, on_day=form.on_day, filters=form.wanted()))


def _page(request: HttpRequest, form: MemberFilterForm) -> "Page[Any]":
    page = Paginator(_rows(request, form), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = member_details(request.cluster, membership_ids=page.object_list, on_day=form.on_day)
    return page


def filtered_ids(request: HttpRequest, form: MemberFilterForm) -> list[int]:
    """Return the ids of everything that is filtered, or of what was picked on the page."""
    ids = _rows(request, form)[:]
    picked = {int(pk) for pk in request.GET.getlist("pick") if pk.isascii() and pk.isdigit()}
    return [pk for pk in ids if pk in picked] if picked else ids


def _named(form: MemberFilterForm, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{_("members")}-{form.on_day.isoformat()}.{ending}"'}


def kept_query(request: HttpRequest) -> str:
    """Return the part of the address that narrows the list."""
    return urlencode([(name, value) for name, value in request.GET.items() if name in KEPT and value])


def _back(request: HttpRequest, query: str) -> HttpResponse:
    address = redirect("office:members:list", request.cluster.slug)
    address["Location"] += f"?{query}" if query else ""
    return address

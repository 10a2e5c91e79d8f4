"""Who works in the office, and as what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.access import actions
from klynge.access.queries import grants_in
from klynge.core.errors import HouseError, Refused

from .doing import do, require_administrator, show_form
from .forms import InviteForm
from .matrix import member_roles, office_table, portal_table, staff_roles


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show who may do what."""
    staff, members = staff_roles(), member_roles()
    tables = [
        {"title": _("In the office"), "roles": staff, "topics": office_table(), "width": len(staff) + 1},
        {"title": _("In the portal of members"), "roles": members, "topics": portal_table(), "width": len(members) + 1},
    ]
    return render(request, "office/settings/roles.html", {"tables": tables})


def invite(request: HttpRequest) -> HttpResponse:
    """Give somebody a role."""
    require_administrator(request)
    form = InviteForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, lambda **by: actions.grant_role(request.cluster, **form.cleaned_data, **by))
    ):
        return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, _("Give somebody a role"))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    grant = next((grant for grant in grants_in(request.cluster, at=timezone.now()) if grant.pk == pk), None)
    if grant is None:
        raise Http404
    try:
        actions.withdraw_role(grant, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The role was withdrawn."))
    return redirect("office:settings:overview", request.cluster.slug)

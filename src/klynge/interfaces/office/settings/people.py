"""Who works in the office, and as what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.access import actions as access_actions
from klynge.access.actions.create_invitation import LIFETIME
from klynge.access.models import Invitation
from klynge.access.queries import grants_in, open_invitations
from klynge.core.errors import HouseError, Refused
from klynge.directory import actions
from klynge.outbox.queries import RenderedMail, invitation_preview

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
    """Ask somebody to work here; the mail is shown before it leaves."""
    require_administrator(request)
    form = InviteForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, _("Invite to the office"))
    if "preview" in request.POST:
        return render(request, "office/settings/invite.html", {"form": form, "mail": _preview(request, form)})
    site = request.build_absolute_uri("/").rstrip("/")
    if do(request, form, lambda **by: actions.invite_user(request.cluster, **form.cleaned_data, site=site, **by)):
        return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, _("Invite to the office"))


def _preview(request: HttpRequest, form: InviteForm) -> RenderedMail:
    asked = Invitation(
        **form.cleaned_data, invited_by_name=request.actor.name, cluster=request.cluster, expires_at=timezone.now() + LIFETIME
    )
    return invitation_preview(asked, site=request.build_absolute_uri("/").rstrip("/"), at=timezone.now())


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(open_invitations(request.cluster, at=timezone.now()), pk=pk)
    try:
        access_actions.withdraw_invitation(invitation, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation was taken back."))
    return redirect("office:settings:overview", request.cluster.slug)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    grant = next((grant for grant in grants_in(request.cluster, at=timezone.now()) if grant.pk == pk), None)
    if grant is None:
        raise Http404
    try:
        access_actions.withdraw_role(grant, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The role was withdrawn."))
    return redirect("office:settings:overview", request.cluster.slug)

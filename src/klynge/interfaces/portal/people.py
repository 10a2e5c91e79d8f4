"""The company's people: who works there and is what, invite, change, end."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.directory import actions
from klynge.directory.models import ContactRoleKind
from klynge.directory.queries.invitees import open_invitees
from klynge.directory.queries.people import contacts_of, people_of
from klynge.membership.actions import answer_access_request
from klynge.membership.queries.colleagues import requests_for

from .showing import do, go, may, require, show

OWN = (ContactRoleKind.PRIMARY, ContactRoleKind.BILLING)  # what the company itself says who is


class InviteForm(forms.Form):
    """A colleague, and whether invoices are theirs."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Work e-mail"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    is_billing = forms.BooleanField(label=gettext_lazy("Receives and sees the invoices"), required=False)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show who works at the company, what each is to the cluster, and who is invited."""
    today = day_of(timezone.now())
    roles: dict[int, list[object]] = {}
    for role in contacts_of(request.desk.organisation, on_day=today):
        roles.setdefault(role.person_id, []).append(role)
    works = people_of(request.desk.organisation, on_day=today)
    context = {
        "people": [
            {"work": work, "roles": roles.get(work.person_id, []), "gives": _gives(roles.get(work.person_id, []))} for work in works
        ],
        "invited": open_invitees(request.desk.organisation, cluster=request.cluster, at=timezone.now()),
        "asking": requests_for(request.actor, request.desk.organisation),
        "may_edit": may(request, "edit_people"),
    }
    return show(request, "people", context)


def _gives(held: list[object]) -> list[tuple[str, str]]:
    """Return the roles that the person could be given: (code, label)."""
    has = {role.kind for role in held}  # type: ignore[attr-defined]
    return [(kind.value, str(kind.label)) for kind in OWN if kind not in has]


def invite(request: HttpRequest) -> HttpResponse:
    """Ask a colleague to join, by mail."""
    require(request, "edit_people")
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        kinds = [ContactRoleKind.BILLING] if given.pop("is_billing") else []
        asked = {"organisation": request.desk.organisation, "site": request.build_absolute_uri("/").rstrip("/"), "kinds": kinds, **given}
        if do(request, partial(actions.invite_person, request.cluster, **asked), _("The invitation is on its way."), form=form):
            return go(request, "people")
    return show(request, "invite", {"form": form}, status=422 if form.errors else 200)


@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a colleague the primary or the billing contact from today; the former one's role ends."""
    require(request, "edit_people")
    today = day_of(timezone.now())
    work = get_object_or_404(people_of(request.desk.organisation, on_day=today), pk=pk)
    kind = request.POST.get("kind", "")
    if kind in OWN:
        given = {"organisation": request.desk.organisation, "person": work.person, "kind": kind, "from_on": today}
        said = _("%(person)s is now: %(role)s.") % {"person": work.person.name, "role": ContactRoleKind(kind).label}
        do(request, partial(actions.give_contact_role, request.cluster, **given), said)
    return go(request, "overview") if not may(request, "edit_people") else go(request, "people")


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a colleague does not work here any more, from today."""
    require(request, "edit_people")
    today = day_of(timezone.now())
    work = get_object_or_404(people_of(request.desk.organisation, on_day=today), pk=pk)
    if work.person.user_id == request.user.pk:
        messages.error(request, _("You can't end your own place here. Make somebody else the primary contact, who then can."))
        return go(request, "people")
    do(request, partial(actions.end_affiliation, work, on=today), _("%s is no longer among your people.") % work.person.name)
    return go(request, "people")


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a colleague in who has asked, or not."""
    require(request, "edit_people")
    asked = get_object_or_404(requests_for(request.actor, request.desk.organisation), pk=pk)
    is_welcome = request.POST.get("answer") == "yes"
    said = _("The invitation is on its way.") if is_welcome else _("%s is not let in.") % asked.name
    site = request.build_absolute_uri("/").rstrip("/")
    do(request, partial(answer_access_request, asked, is_welcome=is_welcome, site=site), said)
    return go(request, "people")

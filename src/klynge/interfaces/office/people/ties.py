"""Where a person works and what they are to the cluster, from when until when."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.core.clock import day_of
from klynge.directory import actions
from klynge.directory.models import Organisation
from klynge.directory.queries.people import affiliations_of, roles_of

from .doing import ask, find_to_change
from .forms import AffiliationForm, EndForm, RoleForm


def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where the person works from a day on."""
    person = find_to_change(request, pk)
    known = Organisation.objects.visible_to(request.actor)
    form = AffiliationForm(request.POST or None, known=known, initial={"from_on": day_of(timezone.now())})
    return ask(
        request, person, form, _("Add a place of work"), partial(actions.start_affiliation, person), _("The place of work is added.")
    )


def end(request: HttpRequest, pk: int, affiliation: int) -> HttpResponse:
    """Say that the person has left; contact roles there end with it."""
    person = find_to_change(request, pk)
    row = get_object_or_404(affiliations_of(person, cluster=request.cluster), pk=affiliation)
    form = EndForm(request.POST or None, initial={"on": day_of(timezone.now())})
    title = _("Left %s") % row.organisation.name
    return ask(request, person, form, title, partial(actions.end_affiliation, row), _("The end is recorded."))


def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the person a contact of a place where they work."""
    person, today = find_to_change(request, pk), day_of(timezone.now())
    works = affiliations_of(person, cluster=request.cluster).filter(during__contains=today).order_by()
    known = Organisation.objects.visible_to(request.actor).filter(pk__in=works.values("organisation")).in_danish_order()
    form = RoleForm(request.POST or None, known=known, initial={"from_on": today})
    return ask(
        request, person, form, _("Give a role"), partial(actions.give_contact_role, request.cluster, person=person), _("The role is given.")
    )


def end_role(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    """End a contact role."""
    person = find_to_change(request, pk)
    row = get_object_or_404(roles_of(person, cluster=request.cluster), pk=role)
    form = EndForm(request.POST or None, initial={"on": day_of(timezone.now())})
    title = _("End the role for %s") % row.organisation.name
    return ask(request, person, form, title, partial(actions.end_contact_role, row), _("The role has ended."))

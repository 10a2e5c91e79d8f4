"""What is known about the organisation: its facts, its size, its people."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.directory import actions, policies
from klynge.directory.models import Organisation

from .doing import allow, do, find, post, show_form
from .forms import ContactForm, OrganisationForm, ParentForm, SizeForm


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the organisation's facts."""
    membership = find(request, pk)
    allow(policies.may_edit(request.actor, membership.organisation))
    form = OrganisationForm(request.POST or None, instance=membership.organisation)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and do(request, form, partial(actions.change_organisation, membership.organisation, **form.cleaned_data), _("Saved.")):
        return redirect("office:members:detail", request.cluster.slug, pk)
    return show_form(request, membership, form, _("Edit the organisation"), is_wide=True)


def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what is known of the size; dues that are charged already stay as they are."""
    membership = find(request, pk)
    allow(policies.may_edit(request.actor, membership.organisation))
    form = SizeForm(request.POST or None, initial={"as_of": day_of(timezone.now()), "source": "member", "is_confirmed": True})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and do(request, form, partial(actions.declare_size, membership.organisation, **form.asked()), _("The size is declared.")):
        return redirect("office:members:detail", request.cluster.slug, pk)
    hint = _("The size decides the category of the terms to come; dues that are charged already stay as they are.")
    return show_form(request, membership, form, _("Declare a size"), hint=hint)


def parent(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who owns the organisation from a day on, or that nobody does."""
    membership = find(request, pk)
    allow(policies.may_edit(request.actor, membership.organisation))
    known = Organisation.objects.visible_to(request.actor).exclude(pk=membership.organisation_id)
    form = ParentForm(request.POST or None, known=known, initial={"from_on": day_of(timezone.now())})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and do(request, form, partial(actions.set_parent, membership.organisation, **form.cleaned_data), _("Saved.")):
        return redirect("office:members:detail", request.cluster.slug, pk)
    hint = _("The present owner, if there is one, ends on that day and is kept in the history.")
    return show_form(request, membership, form, _("Parent company"), hint=hint)


@require_POST
def confirm(request: HttpRequest, pk: int, size: int) -> HttpResponse:
    """Confirm a size as it stands."""
    declaration = get_object_or_404(find(request, pk).organisation.sizes, pk=size)
    return post(request, pk, partial(actions.confirm_size, declaration), _("The size is confirmed."))


def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody at the member."""
    membership = find(request, pk)
    allow(policies.may_register(request.actor, request.cluster))
    form = ContactForm(request.POST or None, initial={"from_on": day_of(timezone.now()), "kinds": ["primary"]})
    if request.method == "POST" and form.is_valid():
        action = partial(actions.add_contact, request.cluster, organisation=membership.organisation, **form.cleaned_data)
        if do(request, form, action, _("The contact is added.")):
            return redirect("office:members:detail", request.cluster.slug, pk)
    hint = _("Whoever holds the role now leaves it on that day; the board has room for many.")
    return show_form(request, membership, form, _("Add a contact"), hint=hint)

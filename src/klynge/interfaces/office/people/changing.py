"""Register and change a person: name, addresses, newsletter."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.directory import actions, policies
from klynge.directory.models import Organisation
from klynge.directory.queries.people import subscriptions_of

from .doing import ask, do, find_to_change, post
from .forms import EmailForm, NewPersonForm, PersonForm, SubscriptionForm


def new(request: HttpRequest) -> HttpResponse:
    """Register a person who works at an organisation that the cluster knows."""
    if not policies.may_register(request.actor, request.cluster):
        raise PermissionDenied
    initial = {"from_on": day_of(timezone.now()), "language": request.cluster.locale}
    form = NewPersonForm(request.POST or None, known=Organisation.objects.visible_to(request.actor), initial=initial)
    if request.method == "POST" and form.is_valid():
        action = partial(actions.register_contact, request.cluster, **form.cleaned_data)
        made = do(request, form, action, _("The person is registered."))
        if made:
            return redirect("office:people:detail", request.cluster.slug, made.pk)
    return render(request, "office/people/new.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name, phone and language."""
    person = find_to_change(request, pk)
    form = PersonForm(request.POST or None, initial={"name": person.name, "phone": person.phone, "language": person.language})
    return ask(request, person, form, _("Edit"), partial(actions.change_person, person), _("The change is saved."))


def add_email(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an address."""
    person = find_to_change(request, pk)
    return ask(
        request,
        person,
        EmailForm(request.POST or None),
        _("Add an e-mail address"),
        partial(actions.add_email, person),
        _("The address is added."),
    )


@require_POST
def remove_email(request: HttpRequest, pk: int, email: int) -> HttpResponse:
    """Remove an address."""
    person = find_to_change(request, pk)
    address = get_object_or_404(person.emails, pk=email)
    return post(request, person, partial(actions.remove_email, address), _("The address is removed."))


def subscribe(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the person on the newsletter list."""
    person = find_to_change(request, pk)
    first = person.emails.order_by("-is_primary", "pk").first()
    form = SubscriptionForm(request.POST or None, initial={"address": first.address if first else ""})
    action = partial(actions.subscribe_contact, request.cluster, name=person.name, person=person)
    return ask(request, person, form, _("Subscribe to the newsletter"), action, _("The newsletter will come."))


@require_POST
def unsubscribe(request: HttpRequest, pk: int, subscription: int) -> HttpResponse:
    """Take the person off the newsletter list."""
    person = find_to_change(request, pk)
    row = get_object_or_404(subscriptions_of(person, cluster=request.cluster), pk=subscription)
    return post(request, person, partial(actions.unsubscribe_contact, row), _("No more newsletters will come."))

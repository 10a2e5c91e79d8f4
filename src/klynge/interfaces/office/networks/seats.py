"""Invite a company, answer one that asks, end a seat."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.directory.models import Affiliation, Person
from klynge.interfaces.office.doing import attempt
from klynge.membership.models import Membership
from klynge.networks import actions
from klynge.networks.models import Seat

from .forms import SeatForm
from .views import find, require_runner


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member's person a seat, or a place in the queue."""
    network = find(request, pk)
    context = require_runner(request, network)
    form = SeatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (work := _work(request, form)) is not None:
        taken = partial(actions.take_seat, network, organisation=work.organisation, holder=work.person)
        if attempt(request, taken, _("%s is in.") % work.organisation, form=form):
            return redirect("office:networks:detail", request.cluster.slug, pk)
    return render(request, "office/networks/seat.html", {**context, "form": form}, status=422 if form.errors else 200)


def person_by(request: HttpRequest, email: str) -> Person | None:
    """Return whom the cluster knows by the address."""
    found: Person | None = Person.objects.visible_to(request.actor).filter(emails__address__iexact=email.strip()).order_by("pk").first()
    return found


def _work(request: HttpRequest, form: SeatForm) -> Affiliation | None:
    """Return where the person works today and is a member; say on the form why there is no such place."""
    person, today = person_by(request, form.cleaned_data["email"]), day_of(timezone.now())
    if person is None:
        form.add_error("email", _("Nobody in the register has this address. Add the person first."))
        return None
    members = Membership.objects.filter(cluster=request.cluster).active_on(today).values("organisation")
    works = Affiliation.objects.filter(person=person, during__contains=today, organisation__in=members).select_related(
        "person", "organisation"
    )
    found: Affiliation | None = works.order_by("-is_primary", "pk").first()
    if found is None:
        form.add_error("email", _("%s works at no member today.") % person.name)
    return found


@require_POST
def answer(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Say yes to a request, or end a seat, a wait or a request."""
    row = get_object_or_404(
        Seat.objects.visible_to(request.actor).select_related("network", "organisation", "cluster"), network=pk, pk=seat
    )
    if request.POST.get("answer") == "admit":
        attempt(request, partial(actions.admit_seat, row), _("%s is in.") % row.organisation)
    else:
        attempt(
            request, partial(actions.end_seat, row, reason=request.POST.get("reason", "")), _("%s has no seat any more.") % row.organisation
        )
    return redirect("office:networks:detail", request.cluster.slug, pk)

"""Decide on an application with the figures beside it; end a seat."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.directory.models import Organisation
from klynge.interfaces.office.doing import attempt
from klynge.programmes import actions, policies
from klynge.programmes.models import Application, ApplicationState, Participation
from klynge.programmes.queries.undertakings import aid_of, room_of, undertaking_of
from klynge.programmes.rules.de_minimis import ceiling_on, cents_of, window_start

from .views import TONES, require


def application(request: HttpRequest, pk: int, application: int) -> HttpResponse:
    """Show what the company wants and how much aid the undertaking has got; admit or decline it."""
    require(allowed=request.actor.may("programmes.see", cluster_id=request.cluster.pk))
    rows = Application.objects.visible_to(request.actor).select_related("call__programme", "organisation", "contact", "cluster")
    row = get_object_or_404(rows, call__programme=pk, pk=application)
    if request.method == "POST":
        if request.POST.get("answer") == "admit":
            attempt(request, partial(actions.admit_application, row), _("%s takes part.") % row.organisation)
        else:
            attempt(
                request, partial(actions.decline_application, row, reason=request.POST.get("reason", "")), _("The application is declined.")
            )
        return redirect("office:programmes:application", request.cluster.slug, pk, application)
    today, programme = day_of(timezone.now()), row.call.programme
    group = undertaking_of(row.organisation, on=today)
    ceiling = ceiling_on(today)
    context = {
        "row": row, "programme": programme, "tone": TONES[ApplicationState(row.state)], "is_open": row.state == ApplicationState.SENT,
        "group": Organisation.objects.filter(pk__in=group).order_by("name")[:20], "got": sum(cents for day, cents in aid_of(group) if window_start(today, ceiling.years) <= day <= today),
        "seat": cents_of(programme.aid_minor, ore_per_euro=programme.ore_per_euro), "ceiling": ceiling.cents,
        "left": room_of(row.organisation, on=today, other_cents=row.other_aid_cents if row.state == ApplicationState.SENT else 0),
        "may_decide": policies.may_decide(request.actor, request.cluster),
    }  # fmt: skip
    return render(request, "office/programmes/application.html", context)


@require_POST
def end(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """End a seat today."""
    row = get_object_or_404(
        Participation.objects.visible_to(request.actor).select_related("organisation", "cluster"), programme=pk, pk=seat
    )
    attempt(
        request, partial(actions.end_participation, row, on=day_of(timezone.now())), _("%s does not take part any more.") % row.organisation
    )
    return redirect("office:programmes:detail", request.cluster.slug, pk)

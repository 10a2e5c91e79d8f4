"""Open an event, cancel it, throw a plan away."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.events import actions
from klynge.interfaces.office.doing import attempt

from .forms import CancelForm
from .views import find
from .writing import require_manager


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it for sign-up."""
    attempt(request, partial(actions.publish_event, find(request, pk)), _("It is open for sign-up."))
    return redirect("office:events:detail", request.cluster.slug, pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a plan away."""
    if attempt(request, partial(actions.discard_event, find(request, pk)), _("The plan is gone.")):
        return redirect("office:events:list", request.cluster.slug)
    return redirect("office:events:detail", request.cluster.slug, pk)


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how many are told, and cancel it for a reason."""
    event = find(request, pk)
    require_manager(request)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = _("The event is cancelled, and everybody is told.")
        if attempt(request, partial(actions.cancel_event, event, reason=form.cleaned_data["reason"]), said, form=form):
            return redirect("office:events:detail", request.cluster.slug, pk)
    told = event.registrations.filter(cancelled_at__isnull=True).count()
    invoiced = event.registrations.filter(cancelled_at__isnull=True, invoice__isnull=False).count()
    context = {"event": event, "form": form, "told": told, "invoiced": invoiced}
    return render(request, "office/events/cancel.html", context, status=422 if form.errors else 200)

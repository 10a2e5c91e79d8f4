"""Programs outside that are told what happens: connect them, look at what they were told, send again."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from klynge.audit.queries.events import AREAS
from klynge.interfaces.office.doing import attempt
from klynge.webhooks import actions, policies
from klynge.webhooks.models import Delivery, DeliveryState, Endpoint
from klynge.webhooks.rules.topics import TOPICS

PAGE_SIZE = 50
TONES = {DeliveryState.WAITING: "accent", DeliveryState.DELIVERED: "good", DeliveryState.FAILED: "bad"}


class EndpointForm(forms.Form):
    """Where the program is and what it is told."""

    label = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=60, help_text=gettext_lazy("For example: our accounts, the website.")
    )
    url = forms.CharField(
        label=gettext_lazy("Address"), max_length=500, help_text=gettext_lazy("Begins with https://. Each message is sent there with POST.")
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("It is told about"), widget=forms.CheckboxSelectMultiple, choices=[(area, AREAS[area]) for area in TOPICS]
    )

    def facts(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {**self.cleaned_data, "is_private_allowed": settings.WEBHOOKS_PRIVATE}


def webhooks(request: HttpRequest) -> HttpResponse:
    """Show the programs, and connect one; its secret is shown on its page this once."""
    _require_seer(request)
    form = EndpointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, partial(actions.add_endpoint, request.cluster, **form.facts()), form=form)
        if made:
            return _show(request, made[0], EndpointForm(initial=_initial(made[0])), secret=made[1])
    waiting = Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING))
    rows = (
        Endpoint.objects.visible_to(request.actor)
        .filter(removed_at__isnull=True)
        .annotate(waiting=waiting, last_at=Max("deliveries__attempts__at"))
    )
    context = {"form": form, "rows": rows.order_by("pk"), "may_manage": policies.may_manage(request.actor, request.cluster)}
    return render(request, "office/settings/webhooks.html", context, status=422 if form.errors else 200)


def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one program with its log, and change it."""
    endpoint = _find(request, pk)
    form = EndpointForm(request.POST if request.method == "POST" else None, initial=_initial(endpoint))
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and attempt(request, partial(actions.change_endpoint, endpoint, **form.facts()), _("The program is saved."), form=form):
        return redirect("office:settings:webhook", request.cluster.slug, pk)
    return _show(request, endpoint, form)


@require_POST
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it another secret, which is shown this once."""
    endpoint = _find(request, pk)
    secret = attempt(request, partial(actions.rotate_secret, endpoint))
    endpoint.refresh_from_db()
    return _show(request, endpoint, EndpointForm(initial=_initial(endpoint)), secret=secret or "")


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Try it, let it rest or go on, or disconnect it."""
    endpoint, what = _find(request, pk), request.POST.get("what", "")
    doing = {
        "try": (actions.try_endpoint, {}, _("A trial message is on its way; look again in a moment.")),
        "pause": (actions.pause_endpoint, {"is_paused": True}, _("The program rests; what happens meanwhile is kept for it.")),
        "resume": (actions.pause_endpoint, {"is_paused": False}, _("The program goes on.")),
        "remove": (actions.remove_endpoint, {}, _("The program is disconnected.")),
    }
    if what not in doing:
        messages.error(request, _("Choose what is to be done."))
        return redirect("office:settings:webhook", request.cluster.slug, pk)
    action, facts, said = doing[what]
    if attempt(request, partial(action, endpoint, **facts), said) and what == "remove":
        return redirect("office:settings:webhooks", request.cluster.slug)
    return redirect("office:settings:webhook", request.cluster.slug, pk)


@require_POST
def resend(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Send a message once more."""
    rows = Delivery.objects.visible_to(request.actor).select_related("endpoint__cluster", "cluster")
    row = get_object_or_404(rows, endpoint=_find(request, pk), pk=delivery)
    attempt(request, partial(actions.resend_delivery, row), _("The message is on its way once more."))
    return redirect("office:settings:webhook", request.cluster.slug, pk)


@require_safe
def delivery(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Show one message as it was sent, and every answer."""
    endpoint = _find(request, pk)
    row = get_object_or_404(Delivery.objects.visible_to(request.actor).filter(endpoint=endpoint), pk=delivery)
    context = {
        "endpoint": endpoint,
        "row": row,
        "label": DeliveryState(row.state).label,
        "tone": TONES[DeliveryState(row.state)],
        "tries": row.attempts.all(),
    }
    return render(request, "office/settings/webhook_delivery.html", context)


def _require_seer(request: HttpRequest) -> None:
    if not request.actor.may("webhooks.see", cluster_id=request.cluster.pk):
        raise PermissionDenied


def _find(request: HttpRequest, pk: int) -> Endpoint:
    _require_seer(request)
    found: Endpoint = get_object_or_404(
        Endpoint.objects.visible_to(request.actor).filter(removed_at__isnull=True).select_related("cluster"), pk=pk
    )
    return found


def _initial(endpoint: Endpoint) -> dict[str, Any]:
    return {name: getattr(endpoint, name) for name in ("label", "url", "areas")}


def _show(request: HttpRequest, endpoint: Endpoint, form: EndpointForm, *, secret: str = "") -> HttpResponse:
    rows = Delivery.objects.filter(endpoint=endpoint).annotate(last_status=Max("attempts__status"), last_at=Max("attempts__at"))
    page = Paginator(rows.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [{"row": row, "label": DeliveryState(row.state).label, "tone": TONES[DeliveryState(row.state)]} for row in page]
    context = {
        "endpoint": endpoint,
        "form": form,
        "secret": secret,
        "page": page,
        "rows": shown,
        "may_manage": policies.may_manage(request.actor, request.cluster),
    }
    return render(request, "office/settings/webhook.html", context, status=422 if form.errors else 200)

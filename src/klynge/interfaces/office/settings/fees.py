"""From when dues are charged, and what is charged for and how it is taxed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.billing import actions, policies
from klynge.billing.models import FeeStatus, FeeStatusChange, Product
from klynge.billing.queries import fee_status_on
from klynge.core.clock import day_of
from klynge.ui.formats import percent

from .doing import do, show_form
from .fee_forms import FeeStatusForm, ProductForm, initial_of


def fee_facts(cluster: Cluster, now: datetime) -> dict[str, Any]:
    """Return the fee status of today, its history and the products, for the overview."""
    return {
        "fee_status": FeeStatus(fee_status_on(cluster, day_of(now))),
        "fee_changes": FeeStatusChange.objects.filter(cluster=cluster).order_by("-from_on"),
        "products": [(product, _rate(product)) for product in Product.objects.filter(cluster=cluster).order_by("code")],
    }


def _rate(product: Product) -> str:
    """Return "25 %", or "12,50 %" when it is not a whole number."""
    return percent(Decimal(product.vat_rate_bp) / 10_000, 2 if product.vat_rate_bp % 100 else 0)


def status(request: HttpRequest) -> HttpResponse:
    """Set the fee status from a day on."""
    _require_prices(request)
    form = FeeStatusForm(request.POST or None, initial={"from_on": day_of(timezone.now())})
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, lambda **by: actions.set_fee_status(request.cluster, **form.cleaned_data, **by))
    ):
        return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, _("Dues by date"))


def new_product(request: HttpRequest) -> HttpResponse:
    """Add something to charge for."""
    _require_prices(request)
    form = ProductForm(request.POST or None, is_new=True)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(
            request,
            form,
            lambda **by: actions.create_product(
                request.cluster, code=form.cleaned_data["code"], kind=form.cleaned_data["kind"], **form.facts(), **by
            ),
        )
    ):
        return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, _("New fee product"))


def product(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how something is called or taxed, from now on."""
    _require_prices(request)
    found = get_object_or_404(Product.objects.filter(cluster=request.cluster), pk=pk)
    form = ProductForm(request.POST or None, is_new=False, initial=initial_of(found))
    if request.method == "POST" and form.is_valid() and do(request, form, lambda **by: actions.change_product(found, **form.facts(), **by)):
        return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, _("Fee product “%s”") % found.code)


def _require_prices(request: HttpRequest) -> None:
    if not policies.may_set_prices(request.actor, request.cluster):
        raise PermissionDenied

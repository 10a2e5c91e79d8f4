"""The settings on one page, and the pages that change them."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.access import actions, policies
from klynge.access.models import Invitation
from klynge.access.queries import grants_in, open_invitations, token_of
from klynge.access.rules.seller_facts import doubts
from klynge.billing import policies as billing_policies
from klynge.core.errors import Refused
from klynge.interfaces.wording.pictures import picture
from klynge.membership import policies as membership_policies
from klynge.membership.queries.types import types_of
from klynge.outbox import actions as outbox_actions
from klynge.outbox import policies as outbox_policies

from .doing import do, require_administrator, show_form
from .fees import fee_facts
from .forms import PARTS, LogoForm
from .presenting import presentation_facts

BANK_FACTS = ("bank_reg", "bank_account", "iban", "fik_creditor")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show everything that is set, and who works here as what."""
    cluster, now = request.cluster, timezone.now()
    context = {
        "cluster": cluster,
        "doubts": doubts({name: getattr(cluster, name) for name in BANK_FACTS}),
        "grants": grants_in(cluster, at=now),
        "invitations": [(each, _link(request, each)) for each in open_invitations(cluster, at=now).exclude(role="")],
        "logo_form": LogoForm(),
        "mail": {"host": settings.EMAIL_HOST, "port": str(settings.EMAIL_PORT), "sender": settings.DEFAULT_FROM_EMAIL},
        **{name: getattr(policies, name)(request.actor, cluster) for name in ("may_administer", "may_hold_tokens")},
        "may_set_prices": billing_policies.may_set_prices(request.actor, cluster),
        "types": types_of(cluster),
        "may_set_types": membership_policies.may_set_types(request.actor, cluster),
        **presentation_facts(request),
        "may_send": outbox_policies.may_prepare(request.actor, cluster),
        "months": {"fiscal": MONTHS[cluster.fiscal_year_month], "membership": MONTHS[cluster.membership_year_month]},
        **fee_facts(cluster, now),
    }
    return render(request, "office/settings/overview.html", context)


def _link(request: HttpRequest, invitation: Invitation) -> str:
    """Return the link for whoever could give the role anyhow; nobody else may follow it in the place of the invited."""
    if not policies.may_administer(request.actor, request.cluster):
        return ""
    return request.build_absolute_uri(reverse("accept_invitation", args=[token_of(invitation)]))


def edit(request: HttpRequest, part: str) -> HttpResponse:
    """Change one part of the cluster's facts."""
    if part not in PARTS:
        raise Http404
    require_administrator(request)
    title, form_class = PARTS[part]
    form = form_class(request.POST or None, instance=request.cluster)
    if request.method == "POST" and form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.fields}
        if do(request, form, lambda **by: actions.change_cluster(request.cluster, changes=changed, **by)):
            return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, title)


@require_safe
def logo(request: HttpRequest) -> FileResponse:
    """Show the cluster's logo."""
    return picture(request.cluster.logo)


def change_logo(request: HttpRequest) -> HttpResponse:
    """Take a new logo."""
    require_administrator(request)
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["logo"].read()
        if do(request, form, lambda **by: actions.change_logo(request.cluster, content=content, **by)):
            return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, _("Logo"))


@require_POST
def test_mail(request: HttpRequest) -> HttpResponse:
    """Send a mail to the person who asks."""
    try:
        mail = outbox_actions.try_delivery(request.cluster, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return redirect("office:outbox:mail", request.cluster.slug, mail.pk)

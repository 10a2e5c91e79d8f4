"""Programs that may ask and act here: their tokens."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from klynge.access import actions, policies
from klynge.access.queries import tokens_in
from klynge.access.rules.scopes import AREAS, SCOPES
from klynge.interfaces.office.doing import attempt

AREA_NAMES = {
    "organisations": gettext_lazy("Organisations"),
    "people": gettext_lazy("People"),
    "memberships": gettext_lazy("Memberships"),
    "invoices": gettext_lazy("Invoices"),
    "news": gettext_lazy("News"),
    "events": gettext_lazy("Events"),
    "networks": gettext_lazy("Focus networks"),
    "engagement": gettext_lazy("Engagement"),
}


def _scope_name(scope: str) -> str:
    area, _colon, what = scope.partition(":")
    return _("%s: change") % AREA_NAMES[area] if what == "write" else _("%s: read") % AREA_NAMES[area]


class TokenForm(forms.Form):
    """What the program is, what it may do, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=60, help_text=gettext_lazy("For example: our accounts, the website.")
    )
    scopes = forms.MultipleChoiceField(label=gettext_lazy("What it may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=gettext_lazy("Days until it ends"), min_value=1, max_value=366, initial=365)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope, _scope_name(scope)) for scope in SCOPES if scope.partition(":")[0] in AREAS]


def integrations(request: HttpRequest) -> HttpResponse:
    """Show the tokens, and make one; its secret is shown this once."""
    if not policies.may_hold_tokens(request.actor, request.cluster):
        raise PermissionDenied
    form, secret = TokenForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        made = attempt(request, partial(actions.create_token, request.cluster, **form.cleaned_data, user=request.user), form=form)
        if made:
            form, secret = TokenForm(), made[1]
    now = timezone.now()
    rows = [
        {"token": token, "is_living": token.revoked_at is None and token.expires_at > now, "scopes": [_scope_name(scope) for scope in token.scopes], "may_revoke": policies.may_revoke_token(request.actor, token)}
        for token in tokens_in(request.cluster, request.actor)[:200]
    ]  # fmt: skip
    context = {"form": form, "rows": rows, "secret": secret, "base": request.build_absolute_uri(f"/api/v1/{request.cluster.slug}/")}
    return render(request, "office/settings/integrations.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a program."""
    token = get_object_or_404(tokens_in(request.cluster, request.actor), pk=pk)
    attempt(request, partial(actions.revoke_token, token), _("The token is revoked; the program gets nothing more."))
    return redirect("office:settings:integrations", request.cluster.slug)

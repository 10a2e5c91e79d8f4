"""Everything about one's own account on one page."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from klynge.access import actions
from klynge.access.actor import Actor
from klynge.access.models import User
from klynge.access.queries import recent_sign_ins, valid_grants
from klynge.core.errors import HouseError

from .browsers import browser_words

WAYS = {
    "password": gettext_lazy("Password"),
    "code": gettext_lazy("Code by e-mail"),
    "passkey": gettext_lazy("Passkey"),
    "oidc": gettext_lazy("Your organisation's sign-in"),
    "invitation": gettext_lazy("Invitation"),
}


class NameForm(forms.Form):
    """What others read beside what one has done."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


def oneself(request: HttpRequest) -> Actor:
    """Return whoever is signed in, outside any cluster."""
    return Actor(name=str(request.user), cluster_id=None, user_id=request.user.pk)


@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Show the account, and change the name."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_name(request.user, name=form.cleaned_data["name"], actor=oneself(request), at=timezone.now())
        except HouseError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("account")
    return render(request, "site/account.html", {"form": form, **_facts(request)}, status=422 if form.errors else 200)


def _facts(request: HttpRequest) -> dict[str, object]:
    user: User = request.user
    keys = list(Authenticator.objects.filter(user=user).order_by("pk"))
    kept = Authenticator.Type
    return {
        "passkeys": [key for key in keys if key.type == kept.WEBAUTHN],
        "has_totp": any(key.type == kept.TOTP for key in keys),
        "codes_left": sum(len(key.wrap().get_unused_codes()) for key in keys if key.type == kept.RECOVERY_CODES),
        "sessions": [
            (each, browser_words(each.user_agent), each.session_key == request.session.session_key)
            for each in sorted(UserSession.objects.purge_and_list(user), key=lambda each: each.created_at, reverse=True)
        ],
        "sign_ins": [(each, str(WAYS.get(each.how, each.how)), browser_words(each.browser)) for each in recent_sign_ins(user)],
        "providers": list(SocialAccount.objects.filter(user=user).order_by("pk")),
        "grants": valid_grants(user, at=timezone.now()),
    }


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a browser of one's own out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    session.end()
    messages.success(request, _("That browser is signed out."))
    return redirect("account")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign every other browser of one's own out."""
    for session in UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key):
        session.end()
    messages.success(request, _("All other browsers are signed out."))
    return redirect("account")

"""Following the link of an invitation."""

from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from klynge.access.actor import Actor
from klynge.access.models import Invitation, InvitationAcceptance, User
from klynge.access.policies import refuse_unless_open
from klynge.access.queries import invitation_by
from klynge.core.errors import HouseError
from klynge.directory.actions import accept_invitation


class AcceptForm(forms.Form):
    """The name to be known by, and a password for those who want one."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=gettext_lazy("Password"), required=False, strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Leave it empty to sign in with a code by e-mail, or with a passkey, which you can add next."),
    )  # fmt: skip


@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show what one is invited to, and let the invited in."""
    try:
        invitation = invitation_by(token)
        refuse_unless_open(invitation, at=timezone.now())
    except HouseError as refusal:
        return render(request, "site/invitation_refused.html", {"refusal": str(refusal)}, status=410)
    known = User.objects.filter(email__iexact=invitation.email).first()
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if known:
        form.fields.clear()  # who has an account already keeps name and password
    if request.method == "POST" and form.is_valid():
        try:
            return _let_in(request, _accepted(request, token, form), is_new=known is None)
        except HouseError as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
    context = {"invitation": invitation, "form": form, "known": known}
    return render(request, "site/invitation.html", context, status=422 if form.errors else 200)


def _accepted(request: HttpRequest, token: str, form: AcceptForm) -> InvitationAcceptance:
    whoever = Actor(name=str(request.user), cluster_id=None, user_id=request.user.pk)  # nobody, when not signed in
    facts = {"name": form.cleaned_data.get("name", ""), "password": form.cleaned_data.get("password", "")}
    return accept_invitation(token, **facts, actor=whoever, at=timezone.now())


def _let_in(request: HttpRequest, acceptance: InvitationAcceptance, *, is_new: bool) -> HttpResponse:
    """Sign a new account in at once; whoever had one signs in as always, so that a link never goes past the second step."""
    invitation: Invitation = acceptance.invitation
    messages.success(request, _("Welcome to %s.") % invitation.cluster.name)
    if not is_new:
        return redirect("home" if request.user.is_authenticated else "account_login")
    next_page = reverse("home" if acceptance.user.has_usable_password() else "account")
    response: HttpResponse = perform_login(request, acceptance.user, email_verification="none", redirect_url=next_page)
    return response

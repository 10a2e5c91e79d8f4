"""How allauth behaves here: nobody signs up by themselves; people are invited; everybody is met in their own language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override

from klynge.access.actions import note_sign_in
from klynge.access.actor import Actor
from klynge.access.models import User
from klynge.access.queries import language_of


class AccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up page; applies the user's language on sign-in and to the mails of the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Go on as always, with the user's own language in the cookie; the sign-in is noted for the user to see."""
        _note(request, user)
        response: HttpResponse = super().post_login(request, user, **facts)
        return keep_language(response, user.language)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the language of whoever has the address, not of the browser that asked."""
        with override(language_of(email) or get_language()):
            super().send_mail(template_prefix, email, context)


class ForeignAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in by an identity provider: only for accounts that exist, found by an address that the provider has proved."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie the provider's account to ours of the same proved address, or say that there is none."""
        if sociallogin.is_existing:
            return
        proved = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        user = User.objects.filter(email__in=proved, is_active=True).first()
        if user is None:
            raise ImmediateHttpResponse(render(request, "site/oidc_unknown.html", {"has_proved": bool(proved)}, status=403))
        sociallogin.connect(request, user)


def _note(request: HttpRequest, user: User) -> None:
    records = get_authentication_records(request, user)
    has_passkey = any(each.get("passwordless") for each in records)
    first = next((each for each in records if each.get("method") != "mfa"), {})
    how = "passkey" if has_passkey else {"socialaccount": "oidc"}.get(first.get("method", ""), first.get("method", ""))
    note_sign_in(
        user,
        how=how,
        is_second_step=not has_passkey and any(each.get("method") == "mfa" for each in records),
        browser=request.headers.get("User-Agent", ""),
        actor=Actor(name=str(user), cluster_id=None, user_id=user.pk),
        at=timezone.now(),
    )


def keep_language(response: HttpResponse, language: str) -> HttpResponse:
    """Put the language into the cookie that Django's middleware reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


def ways_in(request: HttpRequest) -> dict[str, str]:
    """Tell templates what the identity provider is called, "" when none is set."""
    is_set = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return {"oidc_name": is_set[0]["name"] if is_set else ""}

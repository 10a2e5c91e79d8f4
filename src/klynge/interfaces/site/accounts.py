"""How allauth behaves here: nobody signs up by themselves; staff are invited; everybody is met in their own language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override

from klynge.access.queries import language_of


class AccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up page; applies the user's language on sign-in and to the mails of the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Go on as always, with the user's own language in the cookie."""
        response: HttpResponse = super().post_login(request, user, **facts)
        return keep_language(response, user.language)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the language of whoever has the address, not of the browser that asked."""
        with override(language_of(email) or get_language()):
            super().send_mail(template_prefix, email, context)


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

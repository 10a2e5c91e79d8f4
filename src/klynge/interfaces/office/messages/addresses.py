"""The public address behind the link with which a reader unsubscribes."""

from django.http import HttpRequest
from django.urls import reverse


def unsubscribe_at(request: HttpRequest) -> str:
    """Return the address to which a reader's token is added, with a slash at its end."""
    whole = request.build_absolute_uri(reverse("unsubscribe", args=["-"]))
    return whole.removesuffix("-")

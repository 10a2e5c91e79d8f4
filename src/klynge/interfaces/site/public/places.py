"""Where a public page lives: /<cluster>/ in the cluster's own language, /<cluster>/en/ in the other; no cookie is needed to choose."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django_scopes import scope

from klynge.access.models import Cluster, Locale
from klynge.membership.models import Presentation
from klynge.membership.queries.presenting import public_site
from klynge.visits.queries.reading import is_asking

from .counting import note


@dataclass(frozen=True, slots=True)
class Place:
    """A cluster's site in one language; as text it is the beginning of an address."""

    slug: str
    language: str = ""  # empty: the cluster's own

    def __str__(self) -> str:
        return f"{self.slug}/{self.language}" if self.language else self.slug


class PlaceConverter:
    """Reads "nordlys" and "nordlys/en" in an address."""

    regex = "[-a-zA-Z0-9_]+(?:/(?:da|en))?"

    def to_python(self, value: str) -> Place:
        slug, _, language = value.partition("/")
        return Place(slug, language)

    def to_url(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Site:
    """The site that is open: whose, in which language, and where the same page is in the other one."""

    cluster: Cluster
    presentation: Presentation
    place: Place
    language: str
    is_asking: bool  # whether visitors may be counted

    @property
    def other(self) -> Place:
        """The same site in the other language."""
        other = next(code for code in Locale.values if code != self.language)
        return Place(self.place.slug, "" if other == self.cluster.locale else other)


def on_site(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the cluster's scope and speak the language of the address; without a published site there is nothing here."""

    @wraps(view)
    def opened(request: HttpRequest, place: Place, *args: Any, **kwargs: Any) -> HttpResponse:
        found = public_site(place.slug)
        if found is None or place.language == found.cluster.locale:
            raise Http404
        language = place.language or found.cluster.locale
        with scope(cluster=found.cluster), translation.override(language):
            request.site = Site(found.cluster, found, place, language, is_asking())
            response = view(request, *args, **kwargs)
            note(request, response, timezone.now())
        response["Content-Language"] = language
        return response

    return opened

"""Every office page lives under /office/<cluster>/: find the cluster, know the actor, open its scope."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils import timezone
from django_scopes import scope

from klynge.access.queries import office_of


def section_of(match: ResolverMatch) -> str:
    """Return the section of the office that a page belongs to, such as "invoices"; the front page is a section of its own."""
    return match.namespaces[1] if len(match.namespaces) > 1 else str(match.url_name)


class OfficeMiddleware:
    """Resolves ``cluster`` in an office address; a stranger gets 404, an anonymous visitor the sign-in page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or "office" not in match.namespaces or "cluster" not in kwargs:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        office = office_of(request.user, slug=kwargs.pop("cluster"), at=timezone.now())
        if office is None:
            raise Http404
        request.cluster, request.actor, request.clusters = office.cluster, office.actor, office.clusters
        if not office.actor.may_open(section_of(match), cluster_id=office.cluster.pk):
            raise PermissionDenied
        with scope(cluster=office.cluster):
            return view(request, *args, **kwargs)

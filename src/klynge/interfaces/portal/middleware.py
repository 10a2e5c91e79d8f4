"""Every page of the portal lives under /portal/<cluster>/<company>/: find the desk, know the actor, open the cluster's scope."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django_scopes import scope

from klynge.membership.queries.desks import desks_of

from .sections import section_at


class PortalMiddleware:
    """Resolves ``cluster`` and ``company`` in an address; a stranger gets 404, an anonymous visitor the sign-in page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or "portal" not in match.namespaces or "company" not in kwargs:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        slug, company = kwargs.pop("cluster"), kwargs.pop("company")
        desks = desks_of(request.user, at=timezone.now())
        desk = next((each for each in desks if (each.cluster.slug, each.organisation.pk) == (slug, company)), None)
        if desk is None:
            raise Http404
        request.desk, request.desks, request.cluster, request.actor = desk, desks, desk.cluster, desk.actor
        if not section_at(match).is_open_to(desk):
            raise PermissionDenied
        with scope(cluster=desk.cluster):
            return view(request, *args, **kwargs)

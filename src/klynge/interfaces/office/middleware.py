"""Every office page lives under /office/<cluster>/: find the cluster, know the actor, open its scope."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django_scopes import scope

from klynge.access.queries import office_of


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
        with scope(cluster=office.cluster):
            return view(request, *args, **kwargs)

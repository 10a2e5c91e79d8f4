"""Every address of the API lies under /api/v1/<cluster>/: who asks, for whom, how often; and what every answer carries."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django_scopes import scope

from klynge.access.actions import answer_once, count_request
from klynge.access.actions.answer_once import Answer
from klynge.access.actions.count_request import Usage
from klynge.access.queries import actor_by_token, token_by
from klynge.core.errors import Invalid

from .problems import CODE_OF, MEDIA_TYPE, Trouble, one_field

NAMESPACE = "api-v1"
LONGEST_KEY = 255


class _NotKept(Exception):
    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


class ApiMiddleware:
    """Knows programs by their token, opens the cluster's scope, counts, and finishes each answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return finished(request, response) if request.path_info.startswith("/api/") else response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or NAMESPACE not in match.namespaces or "cluster" not in kwargs:
            return None
        try:
            let_in(request, kwargs.pop("cluster"))
            with scope(cluster=request.cluster):
                return _answered(request, lambda: view(request, *args, **kwargs))
        except Trouble as trouble:
            return trouble.answer()


def let_in(request: HttpRequest, slug: str) -> None:
    """Set the request's token, cluster, actor and usage. Raises: Trouble; another cluster's address is not there for the token."""
    at = timezone.now()
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    token = token_by(secret.strip(), at=at) if kind.lower() == "bearer" else None
    actor = actor_by_token(token, at=at) if token else None
    if token is None or actor is None or not actor.roles:
        detail = _("Send a token that is neither expired nor revoked: “Authorization: Bearer klynge_…”.")
        raise Trouble("unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="klynge"'})
    request.token, request.cluster, request.actor = token, token.cluster, actor
    usage = request.usage = count_request(token, limit=settings.API_REQUESTS_A_MINUTE, actor=actor, at=at)
    if usage.is_too_much:
        detail = _("At most %(limit)s requests a minute. Wait %(seconds)s seconds.") % {"limit": usage.limit, "seconds": usage.seconds}
        raise Trouble("too-many-requests", detail, headers={"Retry-After": str(usage.seconds)})
    if token.cluster.slug != slug:
        raise Trouble("not-found")


def _answered(request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer; a change that carries a key is done once."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST":
        return work()
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        fault = _("An Idempotency-Key has between 1 and %s characters.") % LONGEST_KEY
        raise Trouble("invalid", fault, errors=one_field("Idempotency-Key", fault))
    content = b"\n".join((request.method.encode(), request.get_full_path().encode(), request.body))

    def kept() -> Answer:
        response = work()
        if not 200 <= response.status_code < 300:
            raise _NotKept(response)
        return Answer(response.status_code, response.content.decode(), response.headers.get("Location", ""))

    try:
        answer = answer_once(
            request.token, key=key, fingerprint=hashlib.sha256(content).hexdigest(), work=kept, actor=request.actor, at=timezone.now()
        )
    except _NotKept as refused:
        return refused.answer
    except Invalid as reused:
        raise Trouble("key-reused", str(reused), errors=one_field("Idempotency-Key", str(reused))) from reused
    headers = {name: value for name, value in (("Location", answer.location), ("Idempotent-Replay", "true" * answer.is_repeated)) if value}
    return HttpResponse(answer.body, status=answer.status, content_type="application/json", headers=headers)


def etag_of(content: bytes) -> str:
    """Return the mark of exactly this answer."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add what every answer carries: its mark, what is left of the minute, and problems as problems."""
    if response.status_code == 200 and request.method == "GET" and not response.streaming:
        response.headers.setdefault("ETag", etag_of(response.content))
        response = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    if response.status_code >= 400 and response.headers.get("Content-Type") != MEDIA_TYPE:
        kept = {name: response.headers[name] for name in ("Allow",) if name in response.headers}
        response = Trouble(
            CODE_OF.get(response.status_code, "fault" if response.status_code >= 500 else "bad-request"), headers=kept
        ).answer()
    usage: Usage | None = getattr(request, "usage", None)
    if usage:
        response.headers["RateLimit-Limit"] = str(usage.limit)
        response.headers["RateLimit-Remaining"] = str(usage.remaining)
        response.headers["RateLimit-Reset"] = str(usage.seconds)
        response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization", "Accept-Language"])
    return response

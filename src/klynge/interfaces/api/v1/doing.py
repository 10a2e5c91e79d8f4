"""How an operation is declared: its scope, and every status that it can answer with."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer
from pydantic import BaseModel

from klynge.access.rules.scopes import section_of
from klynge.core.errors import Conflict, HouseError, Invalid, Refused
from klynge.interfaces.api.door import etag_of
from klynge.interfaces.api.problems import Problem, Trouble, one_field

READING = dict.fromkeys((400, 401, 403, 404, 422, 429, 500), Problem)
CHANGING = READING | dict.fromkeys((409, 413), Problem)


class Token(HttpBearer):
    """A token made in the office under Settings, Integrations; each operation names the scope that it needs."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> bool:
        """Say yes when the token has the scope and its user may enter the section. Raises: Trouble."""
        if self.scope not in request.token.scopes:
            raise Trouble("missing-scope", _("This needs the scope %s.") % self.scope)
        if not request.actor.may_open(section_of(self.scope), cluster_id=request.cluster.pk):
            raise Trouble("forbidden", _("Whoever made the token may not see this."))
        return True

    def authenticate(self, request: HttpRequest, token: str) -> bool:
        """Never asked: the door has read the token already."""
        raise NotImplementedError


def reads(router: Router, path: str, *, scope: str, gives: Any, **more: Any) -> Callable[[Any], Any]:
    """Declare a GET."""
    return router.get(path, auth=Token(scope), response={200: gives, 304: None, **READING}, openapi_extra={"x-scope": scope}, **more)


def reads_file(router: Router, path: str, *, scope: str, media_type: str, also: tuple[int, ...] = ()) -> Callable[[Any], Any]:
    """Declare a GET that hands over a file."""
    extra = {"x-scope": scope, "x-media-type": media_type}
    responses = {200: None, 304: None, **READING, **dict.fromkeys(also, Problem)}
    return router.get(path, auth=Token(scope), response=responses, openapi_extra=extra)


def makes(router: Router, path: str, *, scope: str, gives: Any, status: int = 201) -> Callable[[Any], Any]:
    """Declare a POST, which takes an Idempotency-Key."""
    return router.post(path, auth=Token(scope), response={status: gives, **CHANGING}, openapi_extra={"x-scope": scope})


def changes(router: Router, path: str, *, scope: str, gives: Any) -> Callable[[Any], Any]:
    """Declare a PATCH, which takes If-Match."""
    return router.patch(path, auth=Token(scope), response={200: gives, 412: Problem, **CHANGING}, openapi_extra={"x-scope": scope})


def refuse_if_changed(request: HttpRequest, now: BaseModel) -> None:
    """Refuse when If-Match names another state than ``now``, which is what GET shows. Raises: Trouble."""
    wanted = request.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*":
        return
    current = etag_of(rendered(now))
    if current not in [each.strip() for each in wanted.split(",")]:
        raise Trouble(
            "changed-meanwhile", _("This was changed since you read it. Read it again, and then decide."), headers={"ETag": current}
        )


def rendered(data: BaseModel) -> bytes:
    """Return the bytes that the API answers with for this."""
    return str(JSONRenderer().render(None, data.model_dump(), response_status=200)).encode()


def told(refusal: HouseError, names: Mapping[str, str] | None = None, *, as_conflict: bool = False) -> Trouble:
    """Turn a refusal of the house into a problem; ``names`` says what a field is called here."""
    if isinstance(refusal, Refused):
        return Trouble("forbidden", str(refusal))
    if as_conflict or isinstance(refusal, Conflict):
        return Trouble("conflict", str(refusal))
    field = refusal.field if isinstance(refusal, Invalid) else None
    return Trouble("invalid", str(refusal), errors=one_field((names or {}).get(field, field), str(refusal)) if field else [])

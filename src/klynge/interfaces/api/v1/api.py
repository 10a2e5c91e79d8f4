"""The API's operations in one place, with what goes wrong, and its own description (OpenAPI)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from klynge.interfaces.api.door import NAMESPACE
from klynge.interfaces.api.problems import CODE_OF, MEDIA_TYPE, Trouble, field_errors

from . import engagement, events, invoices, memberships, networks, news, organisations, people

KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "Sent again with the same key within a day, the change is not made again and the answer is the same.",
}  # fmt: skip
MATCH = {
    "name": "If-Match", "in": "header", "required": False, "schema": {"type": "string", "maxLength": 300, "pattern": "^[!-~]+$"},
    "description": "The ETag that you read; when somebody has changed it meanwhile, nothing is changed and the answer is 412.",
}  # fmt: skip


ARGUMENTS = ("given", "wanted")  # what operations call what is sent; no part of a field's name


class ClusterApi(NinjaAPI):
    """The API; the middleware has taken the cluster out of the address before an operation is asked."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> Any:
        """Return the description of all operations, with what ninja can't know: the token, keys, files and problems."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema.setdefault("components", {})["securitySchemes"] = {"Token": {"type": "http", "scheme": "bearer"}}
        for item in schema["paths"].values():
            for method, operation in item.items():
                _described(method, operation)
        return schema


def _described(method: str, operation: dict[str, Any]) -> None:
    operation["security"] = [{"Token": []}]
    if method == "post":
        operation.setdefault("parameters", []).append(KEY)
    if method == "patch":
        operation.setdefault("parameters", []).append(MATCH)
    for status, answer in operation["responses"].items():
        if int(status) >= 400 and "content" in answer:
            answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}
    if media_type := operation.get("x-media-type"):
        operation["responses"][200]["content"] = {media_type: {"schema": {"type": "string", "format": "binary"}}}


api = ClusterApi(
    title="Klynge", version="1", urls_namespace=NAMESPACE, docs_url=None, openapi_url=None,
    description="Members, dues, events and networks of one cluster, for programs. Tokens are made in the office under Settings, Integrations.",
)  # fmt: skip
for path, router in (
    ("organisations", organisations.router), ("people", people.router), ("memberships", memberships.router), ("invoices", invoices.router),
    ("events", events.router), ("networks", networks.router), ("news", news.router), ("engagement", engagement.router),
):  # fmt: skip
    api.add_router(path, router)


@api.exception_handler(Trouble)
def _trouble(_request: HttpRequest, trouble: Trouble) -> HttpResponse:
    return trouble.answer()


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = [{**each, "loc": [each["loc"][0], *(part for part in each["loc"][1:] if part not in ARGUMENTS)]} for each in fault.errors]
    return Trouble("invalid", errors=field_errors(errors)).answer()


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, _fault: Http404) -> HttpResponse:
    return Trouble("not-found").answer()


@api.exception_handler(PermissionDenied)
def _forbidden(_request: HttpRequest, fault: PermissionDenied) -> HttpResponse:
    return Trouble("forbidden", str(fault)).answer()


@api.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, fault: HttpError) -> HttpResponse:
    return Trouble(CODE_OF.get(fault.status_code, "bad-request"), str(fault.message)).answer()

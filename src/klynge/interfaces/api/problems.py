"""What goes wrong, said to a program: RFC 9457, in the language that it asks for."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

MEDIA_TYPE = "application/problem+json"
# code: (status, title). The code stands in `type`, and never changes.
KINDS = {
    "bad-request": (400, gettext_lazy("The request can't be read")),
    "unauthenticated": (401, gettext_lazy("A valid token is missing")),
    "forbidden": (403, gettext_lazy("This is not allowed")),
    "missing-scope": (403, gettext_lazy("The token's scopes don't reach so far")),
    "not-found": (404, gettext_lazy("There is nothing here")),
    "method-not-allowed": (405, gettext_lazy("This can't be done here")),
    "conflict": (409, gettext_lazy("This doesn't fit how things stand")),
    "changed-meanwhile": (412, gettext_lazy("Somebody else was first")),
    "too-large": (413, gettext_lazy("The request is too large")),
    "invalid": (422, gettext_lazy("Something in the request doesn't fit")),
    "key-reused": (422, gettext_lazy("The key was used for something else")),
    "too-many-requests": (429, gettext_lazy("Too many requests in this minute")),
    "fault": (500, gettext_lazy("The fault is ours")),
}
CODE_OF = {400: "bad-request", 403: "forbidden", 404: "not-found", 405: "method-not-allowed", 412: "changed-meanwhile", 413: "too-large"}


class FieldProblem(Schema):
    """What is wrong in one place."""

    field: str = Field(description="Where: a name, or a path such as `amount.currency`.")
    detail: str
    rule: str | None = Field(description="What was not kept to, for programs; null when it is a rule of the house.")


class Problem(Schema):
    """RFC 9457. `type` tells programs what it is; `title` and `detail` tell people, in the language of Accept-Language (da or en)."""

    type: str = Field(examples=["urn:klynge:problem:not-found"])
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]


class Trouble(Exception):
    """Ends a request with a problem."""

    def __init__(
        self, code: str, detail: str = "", *, errors: Sequence[Mapping[str, Any]] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code, detail)
        self.code, self.detail, self.errors, self.headers = code, detail, errors, dict(headers or {})

    def answer(self) -> HttpResponse:
        """Return it as a response."""
        status, title = KINDS[self.code]
        said = {
            "type": f"urn:klynge:problem:{self.code}",
            "title": str(title),
            "status": status,
            "detail": self.detail or str(title),
            "errors": list(self.errors),
        }
        headers = {"Content-Language": (get_language() or "en")[:2], **self.headers}
        return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=MEDIA_TYPE, headers=headers)


def one_field(field: str, detail: str, *, rule: str | None = None) -> list[dict[str, str | None]]:
    """Return the errors of a problem in a single place."""
    return [{"field": field, "detail": detail, "rule": rule}]


def field_errors(found: Sequence[Mapping[str, Any]]) -> list[dict[str, str | None]]:
    """Say what pydantic found, in words that a person reads."""
    return [
        {"field": ".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]), "detail": _sentence(each), "rule": each["type"]}
        for each in found
    ]


def _sentence(found: Mapping[str, Any]) -> str:
    rule, facts = str(found["type"]), {key: value for key, value in found.get("ctx", {}).items() if isinstance(value, str | int)}
    sentences = {
        "missing": _("This has to be filled in."),
        "extra_forbidden": _("There is no such field."),
        "string_type": _("This has to be a text."),
        "string_pattern_mismatch": _("This text has another form than it should."),
        "string_too_long": _("At most %s characters.") % facts.get("max_length"),
        "string_too_short": _("At least %s characters.") % facts.get("min_length"),
        "greater_than_equal": _("At least %s.") % facts.get("ge"),
        "less_than_equal": _("At most %s.") % facts.get("le"),
        "literal_error": _("One of these: %s.") % facts.get("expected"),
    }
    if rule in sentences:
        return sentences[rule]
    if rule.startswith(("int", "greater", "less")):
        return _("This has to be a whole number.")
    if rule.startswith(("date", "is_day")):
        return _("This has to be a day such as 2027-01-31.")
    if rule.startswith("bool"):
        return _("This has to be true or false.")
    return _("This is not what is expected here.")

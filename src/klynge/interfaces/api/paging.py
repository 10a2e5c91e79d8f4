"""Lists in pages that hold while rows are added: a cursor says after which row the next page begins."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from .problems import Trouble, one_field

Item = TypeVar("Item")
SALT = "klynge.api.cursor"


class Paging(Schema):
    """Which page."""

    limit: int = Field(50, ge=1, le=200, description="How many at most.")
    cursor: str | None = Field(None, max_length=300, pattern=r"^[^\x00]*$", description="`next_cursor` of the page before.")


class Page(Schema, Generic[Item]):
    """One page of a list. Ask for the next one with `next_cursor` until that is null; rows that come meanwhile move nothing."""

    items: list[Item]
    next_cursor: str | None


def page_of(
    request: HttpRequest, rows: QuerySet[Any], paging: Paging, *, said: Callable[[Sequence[Any]], list[Item]], is_newest_first: bool = False
) -> dict[str, Any]:
    """Return the page as plain data, by the rows' ids; ``said`` turns rows into what is shown. Raises: Trouble for a foreign cursor."""
    if paging.cursor:
        after = _read(paging.cursor, request.path)
        rows = rows.filter(pk__lt=after) if is_newest_first else rows.filter(pk__gt=after)
    found: list[Model] = list(rows.order_by("-pk" if is_newest_first else "pk")[: paging.limit + 1])
    shown, has_more = found[: paging.limit], len(found) > paging.limit
    return {"items": said(shown), "next_cursor": _written(shown[-1].pk, request.path) if has_more else None}


def _written(pk: int, path: str) -> str:
    signed = signing.Signer(salt=f"{SALT}:{path}").sign(str(pk))
    return base64.urlsafe_b64encode(signed.encode()).decode().rstrip("=")


def _read(cursor: str, path: str) -> int:
    try:
        signed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        return int(signing.Signer(salt=f"{SALT}:{path}").unsign(signed))
    except (binascii.Error, ValueError, signing.BadSignature):
        fault = _("This cursor is of another list, or not whole. Begin again without one.")
        raise Trouble("invalid", fault, errors=one_field("cursor", fault)) from None

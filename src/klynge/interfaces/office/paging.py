"""One way to cut a list into pages."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


def page_of(request: HttpRequest, rows: "QuerySet[Any]", *, size: int = PAGE_SIZE) -> "Page[Any]":
    """Return the page that ``?page=`` asks for; the nearest one when it is out of range."""
    return Paginator(rows, size).get_page(request.GET.get("page"))

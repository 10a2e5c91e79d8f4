"""Every component with its props and slots; docs/ui.md shows each in use."""

from typing import Any

from django.template import Context

from . import charts
from .components import REQUIRED, Component

TONES = ("neutral", "good", "warn", "bad", "accent")


def _pages(props: dict[str, Any], _context: Context) -> dict[str, Any]:
    page = props["page"]
    return {"numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)), "gap": page.paginator.ELLIPSIS}


def _share(props: dict[str, Any], _context: Context) -> dict[str, Any]:
    # as text, or the page's language would put thousands marks into the attributes
    return {"value_text": str(props["value"]), "max_text": str(props["max"] or 1)}


def _sort(props: dict[str, Any], context: Context) -> dict[str, Any]:
    request, key = context.get("request"), str(props["key"])
    current = (request.GET.get("sort") if request else None) or props["default"]
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {"direction": direction, "next": f"-{key}" if direction == "ascending" else key}


CHART = {"title": REQUIRED, "desc": REQUIRED, "series": REQUIRED, "format": "number", "unit": ""}
CHART_CHOICES = {"format": tuple(charts.FORMATS)}

COMPONENTS = [
    Component("badge", {"text": REQUIRED, "tone": "neutral", "icon": ""}, is_block=False, first="text", choices={"tone": TONES}, is_pure=True),
    Component("card", {"title": "", "subtitle": "", "id": "", "flush": False}, fills=("actions", "footer"), first="title"),
    Component(
        "stat", {"label": REQUIRED, "value": REQUIRED, "note": "", "tone": "neutral", "href": "", "icon": ""}, is_block=False, choices={"tone": TONES}
    ),
    Component("empty", {"title": REQUIRED, "text": "", "icon": "inbox"}, first="title"),
    Component("alert", {"tone": "neutral", "title": ""}, choices={"tone": TONES}),
    Component("table", {"caption": REQUIRED, "show_caption": False, "stack": False, "id": ""}, first="caption"),
    Component(
        "sort_header", {"key": REQUIRED, "label": REQUIRED, "numeric": False, "default": ""}, is_block=False, first="key", prepare=_sort
    ),
    Component("pagination", {"page": REQUIRED}, is_block=False, first="page", prepare=_pages),
    Component("filters", {"action": "", "clear": "", "label": ""}, fills=("actions",)),
    Component("tabs", {"label": REQUIRED}, first="label"),
    Component("timeline", {"label": ""}, first="label"),
    Component(
        "event", {"title": REQUIRED, "at": None, "on": None, "who": "", "icon": "circle", "tone": "neutral"}, first="title", choices={"tone": TONES}
    ),
    Component(
        "progress", {"label": REQUIRED, "value": REQUIRED, "max": 1, "text": "", "tone": "accent"},
        is_block=False, choices={"tone": TONES}, prepare=_share,
    ),
    Component("dialog", {"id": REQUIRED, "title": REQUIRED}, fills=("footer",)),
    Component("copyable", {"text": REQUIRED, "label": ""}, is_block=False, first="text"),
    Component("bar_chart", CHART, is_block=False, choices=CHART_CHOICES, prepare=charts.bars),
    Component("line_chart", CHART, is_block=False, choices=CHART_CHOICES, prepare=charts.lines),
]  # fmt: skip

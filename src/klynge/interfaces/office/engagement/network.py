"""Who met whom: the picture, what it tells, and the table behind it."""

from __future__ import annotations

import csv
import math
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from klynge.core.cells import safe_cell
from klynge.core.clock import day_of
from klynge.engagement import policies
from klynge.engagement.queries.network_picture import LARGEST, WAYS, Picture, network_picture
from klynge.engagement.rules.layout import placed

PAGE_SIZE, DRAWN, NAMED = 50, 250, 16
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
WIDE, HIGH, EDGE = 1000, 620, 40
NAMES = {
    "events": gettext_lazy("Events"), "networks": gettext_lazy("Network meetings"), "introductions": gettext_lazy("Introductions"),
    "meeting_days": gettext_lazy("Meeting days"), "programmes": gettext_lazy("Programmes"),
}  # fmt: skip


class SpanForm(forms.Form):
    """Between which days, and through what."""

    first = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    way = forms.ChoiceField(label=gettext_lazy("Met through"), required=False, choices=[("", gettext_lazy("Everything")), *NAMES.items()])

    def clean(self) -> dict[str, Any]:
        """Let the days stand in their order, at most ten years apart."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        for name in ("first", "last"):
            if found.get(name) and not EARLIEST <= found[name] <= LATEST:
                self.add_error(name, _("Choose a day between 1990 and 2100."))
        if first and last and not first <= last <= min(first, LATEST) + timedelta(days=3_660):
            self.add_error("last", _("It lies after the first day, at most ten years."))
        return found


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """Show the picture of the last twelve months, or of the days asked for, beside the span before it."""
    form, now, before = _asked(request)
    page = Paginator(now.nodes, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        {"node": node, "between": node.betweenness * 100, "ways": [(NAMES[way], count) for way, count in node.ways.items()]}
        for node in page
    ]
    context = {
        "form": form, "now": now, "drawn": _drawn(now, before), "figures": [_figures(now), _figures(before)], "page": page, "rows": rows, "largest": LARGEST,
        "brokers": [{"node": node, "between": node.betweenness * 100} for node in now.brokers[:6]], "isolated": now.isolated[:60], "more_isolated": max(0, len(now.isolated) - 60),
        "query": "&".join(f"{name}={request.GET[name]}" for name in ("first", "last", "way") if name in request.GET) if form.is_valid() else "",
    }  # fmt: skip
    return render(request, "office/engagement/network.html", context, status=422 if form.is_bound and not form.is_valid() else 200)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Hand the table out as a file that Danish Excel opens as it is."""
    _form, now, _before = _asked(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("network")}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Member"), _("Partners"), _("Times"), _("Broker, per cent"), _("Group"), *(str(NAMES[way]) for way in WAYS)])
    for node in now.nodes:
        between = f"{node.betweenness * 100:.2f}".replace(".", ",")
        writer.writerow(
            [safe_cell(node.organisation.name), node.partners, node.times, between, node.part + 1, *(node.ways.get(way, 0) for way in WAYS)]
        )
    return response


def _asked(request: HttpRequest) -> tuple[SpanForm, Picture, Picture]:
    """Return the form with the picture that it asks for and that of the span before. Raises: PermissionDenied."""
    if not policies.may_see_lists(request.actor, request.cluster):
        raise PermissionDenied
    today = day_of(timezone.now())
    usual = {"first": today - timedelta(days=364), "last": today, "way": ""}
    form = SpanForm({**usual, **request.GET.dict()} if request.GET.keys() & usual.keys() else None, initial=usual)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else usual
    first, end = chosen["first"], chosen["last"] + timedelta(days=1)
    ways = [chosen["way"]] if chosen["way"] else WAYS

    def between(start: date, stop: date) -> Picture:
        return network_picture(request.cluster, first=start, end=stop, ways=ways, on=min(today, stop - timedelta(days=1)))

    return form, between(first, end), between(first - (end - first), first)


def _figures(found: Picture) -> dict[str, Any]:
    tied = [node for node in found.nodes if node.partners]
    return {
        "first": found.first, "last": found.end - timedelta(days=1), "members": len(found.nodes), "tied": len(tied), "ties": len(found.ties),
        "mean": sum(node.partners for node in found.nodes) / len(found.nodes) if found.nodes else 0, "density": found.density,
        "groups": sum(1 for part in found.parts if len(part) > 1), "largest": len(found.parts[0]) if found.parts and len(found.parts[0]) > 1 else 0,
        "alone": len(found.nodes) - len(tied),
    }  # fmt: skip


def _drawn(now: Picture, before: Picture) -> dict[str, Any]:
    """Return circles, lines and names of the members with the most partners; a tie that was not there in the span before is marked."""
    nodes = [node for node in now.nodes if node.partners][:DRAWN]
    keys = {node.organisation.pk for node in nodes}
    ties = {pair: float(sum(ways.values())) for pair, ways in now.ties.items() if keys.issuperset(pair)}
    places = placed([node.organisation.pk for node in nodes], ties)
    at = {pk: (round(EDGE + x * (WIDE - 2 * EDGE), 1), round(EDGE + y * (HIGH - 2 * EDGE), 1)) for pk, (x, y) in places.items()}
    most, brokers = max((node.partners for node in nodes), default=1), {node.organisation.pk for node in now.brokers[:6]}
    circles = [
        {"x": f"{at[pk][0]}", "y": f"{at[pk][1]}", "r": f"{4 + 12 * math.sqrt(node.partners / most):.1f}", "node": node, "is_broker": pk in brokers,
         "name": node.organisation.name if turn < NAMED or pk in brokers else "", "text_y": f"{at[pk][1] - 7 - 12 * math.sqrt(node.partners / most):.1f}"}
        for turn, node in enumerate(nodes) for pk in [node.organisation.pk]
    ]  # fmt: skip
    lines = [
        {
            "x1": f"{at[one][0]}",
            "y1": f"{at[one][1]}",
            "x2": f"{at[other][0]}",
            "y2": f"{at[other][1]}",
            "is_new": (one, other) not in before.ties,
        }
        for one, other in ties
    ]
    return {"circles": circles, "lines": lines, "left_out": sum(1 for node in now.nodes if node.partners) - len(nodes)}

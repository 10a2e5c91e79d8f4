"""The public addresses, and an office whose every page is one gallery of all components."""

from datetime import UTC, date, datetime
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from klynge.core.ranges import span
from klynge.interfaces.office.navigation import SECTIONS

SOURCE = (Path(__file__).parent / "gallery.html").read_text()
YEARS = range(2017, 2027)
STANDINGS = [("Paid", "good"), ("Overdue", "bad"), ("Not billed", "neutral"), ("Unconfirmed size", "warn")]


class SizeForm(forms.Form):
    headcount = forms.IntegerField(help_text="People on the payroll on 1 January.")
    source = forms.ChoiceField(choices=[("r", "Register"), ("m", "The member")], widget=forms.RadioSelect)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(required=False)
    sure = forms.BooleanField(label="The member has confirmed it", required=False)


class SearchForm(forms.Form):
    q = forms.CharField(label="Search", required=False, widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name, CVR, town"}))
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All kinds"), ("c", "Companies")])
    late = forms.BooleanField(label="Overdue only", required=False)


def gallery(request):
    page = Paginator(range(1520), 10).page(2)
    rows = [
        {"name": name, "town": town, "dues": 1_250_00 * 10**i, "standing": STANDINGS[i][0], "tone": STANDINGS[i][1]}
        for i, (name, town) in enumerate([("Fjord Data ApS", "Aalborg"), ("Ørsted & Søn A/S", "Frederikshavn"), ("Å-huset", "Brønderslev"), ("Vendsyssel Software og Automation A/S", "Hjørring")])
    ]  # fmt: skip
    context = {
        "lines": [("Members", [(str(y), 88 + 7 * i - 11 * (i == 3)) for i, y in enumerate(YEARS)]), ("Left", [(str(y), 4 + i % 3) for i, y in enumerate(YEARS)])],
        "bars": [(f"Kat. {i}", 1_250_000_00 // i) for i in range(1, 9)],
        "rows": rows, "page": page, "form": SizeForm({"headcount": "many", "source": "x"}), "search": SearchForm(),
        "day": date(2020, 1, 1), "at": datetime(2027, 1, 4, 11, 0, tzinfo=UTC), "span": span(date(2027, 1, 1), date(2028, 1, 1)),
    }  # fmt: skip
    return HttpResponse(engines["django"].from_string(SOURCE).render(context, request))


def _room(name):
    """The page of a section of the menu: ``office:members:list``."""
    _office, room, page = name.split(":")
    return path(f"{room}/", include(([path("", gallery, name=page)], room)))


rooms = [name for _label, name, _icon, _group in SECTIONS if name.count(":") == 2]
office = [path("", gallery, name="dashboard"), *map(_room, rooms)]
urlpatterns = [
    path("office/<slug:cluster>/", include((office, "office"))),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("klynge.interfaces.site.urls")),
]

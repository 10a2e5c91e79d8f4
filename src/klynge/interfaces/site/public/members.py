"""The members' directory, and the page of each that has made one."""

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.interfaces.wording.pictures import picture
from klynge.membership.queries.public_members import SIZES, PublicFilter, public_choices, public_members, public_profile

from .linked_data import organisation_data, postal_address
from .places import on_site
from .showing import show

PAGE_SIZE = 24
CLASSES = {
    "1-9": _("Up to 9 employees"),
    "10-49": _("10 to 49 employees"),
    "50-249": _("50 to 249 employees"),
    "250": _("250 employees and more"),
}


class FilterForm(forms.Form):
    """Everything may be left out; what can't be understood does not narrow."""

    search = forms.CharField(label=_("Search"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    competence = forms.ChoiceField(label=_("Competence"), required=False)
    town = forms.ChoiceField(label=_("Town"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("All")), *CLASSES.items()])

    def __init__(self, *args: object, towns: list[str], competences: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["town"].choices = [("", _("All")), *((town, town) for town in towns)]
        self.fields["competence"].choices = [("", _("All")), *((tag, tag) for tag in competences)]

    def wanted(self) -> PublicFilter:
        """Return the filter; a choice that does not exist is left out."""
        self.is_valid()
        return PublicFilter(**{name: self.cleaned_data.get(name) or "" for name in self.fields})


@require_safe
@on_site
def members(request: HttpRequest) -> HttpResponse:
    """Show the members by name, narrowed by what the address says."""
    cluster, today = request.site.cluster, day_of(timezone.now())
    choices = public_choices(cluster, on=today)
    form = FilterForm(request.GET, towns=choices.towns, competences=choices.competences, auto_id="find_%s")
    wanted, number = form.wanted(), request.GET.get("page", "1")
    number = int(number) if number.isdecimal() and 0 < int(number[:9]) < 10_000 else 1
    rows, count = public_members(cluster, wanted, on=today, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    if not rows and number > 1:
        number, (rows, count) = 1, public_members(cluster, wanted, on=today, limit=PAGE_SIZE)
    page = Paginator(range(count), PAGE_SIZE).get_page(number)
    return show(request, "members", {"rows": [_row(row) for row in rows], "page": page, "count": count, "form": form, "choices": choices})


@require_safe
@on_site
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a member has made public about itself."""
    found = public_profile(request.site.cluster, pk, on=day_of(timezone.now()))
    if found is None:
        raise Http404
    member, written = found
    organisation = written.organisation
    website = organisation.website if organisation.website.startswith(("http://", "https://")) else ""
    linked = organisation_data(
        member.name, website or request.build_absolute_uri(request.path), description=in_language(member.summary),
        address=postal_address("", "", member.town, organisation.country),
    )  # fmt: skip
    return show(request, "profile", {**_row(member), "profile": written, "website": website, "organisation": linked}, kwargs={"pk": pk})


@require_safe
@on_site
def logo(request: HttpRequest, pk: int) -> FileResponse:
    """Show a member's logo."""
    found = public_profile(request.site.cluster, pk, on=day_of(timezone.now()))
    if found is None:
        raise Http404
    return picture(found[1].logo)


def _row(member: object) -> dict[str, object]:
    low, high = member.low, member.high  # type: ignore[attr-defined]
    if low is None:
        return {"member": member, "size": ""}
    fits = (code for code, (least, most) in SIZES.items() if least <= low and (most if high is None else high) <= most)
    return {"member": member, "size": CLASSES.get(next(fits, ""), "")}

"""Write a text, with what it will look like beside it."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.core.clock import day_of
from klynge.interfaces.office.doing import attempt
from klynge.interfaces.wording.releases import article
from klynge.publishing import actions, policies
from klynge.publishing.models import Release
from klynge.publishing.queries.releases import MOST_QUOTES

from .forms import ReleaseForm
from .views import find, pictures


def new(request: HttpRequest) -> HttpResponse:
    """Begin a text."""
    require_writer(request)
    form = _form(request, None)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        made = attempt(request, partial(actions.write_release, request.cluster, facts=form.facts()), _("The draft is saved."), form=form)
        if made:
            return redirect("office:news:detail", request.cluster.slug, made.pk)
    return _show(request, form, None)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a text."""
    release = find(request, pk)
    require_writer(request)
    form = _form(request, release)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        action = partial(actions.change_release, release, facts=form.facts())
        if attempt(request, action, _("The text is saved."), form=form):
            return redirect("office:news:detail", request.cluster.slug, pk)
    return _show(request, form, release)


def require_writer(request: HttpRequest) -> None:
    """Turn away whoever does not write, before a form is shown."""
    if not policies.may_write(request.actor, request.cluster):
        raise PermissionDenied


def _form(request: HttpRequest, release: Release | None) -> ReleaseForm:
    typed = sum(1 for number in range(1, MOST_QUOTES + 1) if request.POST.get(f"quote_{number}_person"))
    quotes = max(typed, len(release.quotes) if release else 0)
    initial = ReleaseForm.initial_of(release) if release else {"kind": "news"}
    return ReleaseForm(request.POST if request.method == "POST" else None, locale=request.cluster.locale, quotes=quotes, initial=initial)


def _show(request: HttpRequest, form: ReleaseForm, release: Release | None) -> HttpResponse:
    """Show the form with the preview; the preview takes what was typed as it is, also while something is missing."""
    is_preview = "preview" in request.POST
    if form.is_bound:
        form.is_valid()
        content: dict[str, Any] = form.facts()
    else:
        content = form.initial | {"quotes": release.quotes if release else []}
        content |= {name: getattr(release, name, {}) for name in ("headline", "lead", "body", "alt", "caption")}
    if is_preview:
        form.errors.clear()
    language = request.cluster.locale
    own = tuple(f"{name}_{language}" for name in ("headline", "lead", "body"))
    other = tuple(f"{name}_{'en' if language == 'da' else 'da'}" for name in ("headline", "lead", "body"))
    groups = [
        _group(_("The text"), form.group(*own), is_open=True),
        _group(_("Date and place"), form.group("kind", "dated_on", "town"), is_open=True),
        _group(_("In the other language"), form.group(*other)),
        *(_group(_("Quote %d") % number, form.group(f"quote_{number}_")) for number in range(1, form.quotes + 1)),
        _group(_("Picture"), form.group("alt_", "caption_")),
        _group(_("Whom the press calls"), form.group("contact_")),
    ]
    shown = article(content, language=language, day=day_of(timezone.now()), release=release)
    context = {"form": form, "groups": groups, "release": release, "article": shown, "issuer": request.cluster}
    context |= pictures(request, release) if release else {}
    return render(request, "office/news/form.html", context, status=422 if form.errors else 200)


def _group(title: str, fields: list[Any], *, is_open: bool = False) -> dict[str, Any]:
    """Return fields that belong together; they are folded away until something stands in one of them, or is wrong there."""
    return {"title": title, "fields": fields, "is_open": is_open or any(field.value() or field.errors for field in fields)}

"""What members say about membership: write it down, ask for a yes, take it away."""

from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from klynge.interfaces.office.doing import attempt
from klynge.publishing import actions, policies
from klynge.publishing.models import Testimonial, TestimonialState
from klynge.publishing.queries.testimonials import PLAIN

from .forms import LANGUAGES
from .writing import require_writer

PAGE_SIZE = 50
TONES = {
    TestimonialState.WRITTEN: "neutral",
    TestimonialState.ASKED: "accent",
    TestimonialState.AGREED: "good",
    TestimonialState.DECLINED: "bad",
}
LABELS = {
    "name": gettext_lazy("Who said it"),
    "title": gettext_lazy("Title"),
    "organisation_name": gettext_lazy("Organisation"),
    "email": gettext_lazy("E-mail"),
}


class TestimonialForm(forms.Form):
    """The words in both languages, the cluster's own first, and whose they are."""

    def __init__(self, *args: Any, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in sorted(LANGUAGES, key=lambda code: code != locale):
            label = f"{gettext_lazy('What they said')} ({LANGUAGES[language]})"
            self.fields[f"text_{language}"] = forms.CharField(
                label=label, required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 4})
            )
        for name, most in PLAIN.items():
            kind = forms.EmailField if name == "email" else forms.CharField
            self.fields[name] = kind(label=LABELS[name], required=name in ("name", "email"), max_length=most)

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            "text": {language: self.cleaned_data[f"text_{language}"] for language in LANGUAGES},
            **{name: self.cleaned_data[name] for name in PLAIN},
        }

    @staticmethod
    def initial_of(found: Testimonial) -> dict[str, Any]:
        """Return it as its form shows it."""
        return {f"text_{language}": found.text.get(language, "") for language in LANGUAGES} | {name: getattr(found, name) for name in PLAIN}


@require_safe
def testimonial_list(request: HttpRequest) -> HttpResponse:
    """Show each with where it stands."""
    page = Paginator(Testimonial.objects.visible_to(request.actor), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"each": each, "state": each.state.value, "label": each.state.label, "tone": TONES[each.state]} for each in page]
    context = {"page": page, "rows": rows, "may_write": policies.may_write(request.actor, request.cluster)}
    return render(request, "office/news/testimonials.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Write one down."""
    require_writer(request)
    return _write(request, None)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words; a yes to the former ones falls away."""
    found = _find(request, pk)
    require_writer(request)
    return _write(request, found)


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the person by mail."""
    found = _find(request, pk)
    attempt(request, partial(actions.ask_testimonial, found, site=settings.SITE), _("%s is asked by mail.") % found.name)
    return redirect("office:news:testimonials", request.cluster.slug)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a no that came another way; a yes is the person's own to give."""
    attempt(request, partial(actions.answer_testimonial, _find(request, pk), agrees=False), _("It is not shown any more."))
    return redirect("office:news:testimonials", request.cluster.slug)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete it."""
    attempt(request, partial(actions.delete_testimonial, _find(request, pk)), _("It is deleted."))
    return redirect("office:news:testimonials", request.cluster.slug)


def _find(request: HttpRequest, pk: int) -> Testimonial:
    return get_object_or_404(Testimonial.objects.visible_to(request.actor).select_related("cluster"), pk=pk)


def _write(request: HttpRequest, found: Testimonial | None) -> HttpResponse:
    initial = TestimonialForm.initial_of(found) if found else {}
    form = TestimonialForm(request.POST if request.method == "POST" else None, locale=request.cluster.locale, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = partial(actions.keep_testimonial, request.cluster, facts=form.facts(), testimonial=found)
        if attempt(request, kept, _("It is written down. It is shown when the person has said yes."), form=form):
            return redirect("office:news:testimonials", request.cluster.slug)
    return render(request, "office/news/testimonial.html", {"form": form, "found": found}, status=422 if form.errors else 200)

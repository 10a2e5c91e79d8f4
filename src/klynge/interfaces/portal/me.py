"""What is kept about oneself, and what one has said yes to."""

from functools import partial

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from klynge.access.models import Locale
from klynge.core.clock import day_of
from klynge.directory import actions
from klynge.directory.models import ConsentPurpose, Person
from klynge.directory.queries.consents import standing_of
from klynge.directory.queries.people import people_of
from klynge.interfaces.wording.consents import WORDINGS
from klynge.newsletters.actions import choose_topics
from klynge.newsletters.queries.topics import choices_of
from klynge.privacy.actions import export_person

from .showing import do, go, show


class PreferencesForm(forms.Form):
    """How one is called and reached, and in which language."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of mails"), choices=Locale.choices)


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show each purpose with the answer that counts, and the way to everything that is kept."""
    person = _oneself(request)
    answers = [{"standing": each, "wording": _wording(request, each.purpose)} for each in standing_of(person, cluster=request.cluster)]
    topics = choices_of(person, cluster=request.cluster)
    return show(request, "me", {"person": person, "answers": answers, "topics": topics})


def preferences(request: HttpRequest) -> HttpResponse:
    """Change one's own name, phone and the language of mails."""
    person = _oneself(request)
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=_known(person))
    if request.method == "POST" and form.is_valid():
        change = partial(actions.change_person, person, **form.cleaned_data)
        if do(request, change, _("The change is saved."), form=form):
            return go(request, "me")
    return show(request, "me_preferences", {"form": form}, status=422 if form.errors else 200)


def _known(person: Person) -> dict[str, str]:
    return {"name": person.name, "phone": person.phone, "language": person.language}


@require_POST
def answer(request: HttpRequest, purpose: str) -> HttpResponse:
    """Say yes or no about a purpose; the text that was shown is kept with a yes."""
    if purpose not in ConsentPurpose.values:
        raise Http404
    person, how = _oneself(request), _("in the portal")
    if request.POST.get("answer") == "yes":
        told = {"cluster": request.cluster, "purpose": purpose, "how": how, "wording": _wording(request, purpose)}
        do(request, partial(actions.give_consent, person, **told), _("Your answer is kept."))
    else:
        do(request, partial(actions.withdraw_consent, person, cluster=request.cluster, purpose=purpose, how=how), _("Your answer is kept."))
    return go(request, "me")


@require_POST
def topics(request: HttpRequest) -> HttpResponse:
    """Keep what one wants to read about."""
    wanted = {int(pk) for pk in request.POST.getlist("topic") if pk.isascii() and pk.isdigit() and len(pk) < 18}
    do(request, partial(choose_topics, _oneself(request), cluster=request.cluster, wanted=wanted), _("Your answer is kept."))
    return go(request, "me")


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Hand over everything that is held about oneself."""
    person = _oneself(request)
    content = export_person(person, cluster=request.cluster, actor=request.actor, at=timezone.now())
    disposition = content_disposition_header(as_attachment=True, filename="personal-data.zip") or "attachment"
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": disposition})


def _wording(request: HttpRequest, purpose: str) -> str:
    return str(WORDINGS[ConsentPurpose(purpose)]) % {"cluster": request.cluster.name}


def _oneself(request: HttpRequest) -> Person:
    works = people_of(request.desk.organisation, on_day=day_of(timezone.now()))
    return get_object_or_404(works, person__user=request.user).person

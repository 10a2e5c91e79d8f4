"""A guest signs up: a form, a link in a mail, and then a page of one's own."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from stdnum.dk import cvr as danish_cvr

from klynge.access.actor import Actor
from klynge.core.errors import HouseError
from klynge.events import actions
from klynge.events.models import Event, EventState, Registration, RegistrationState
from klynge.events.queries.attending import Attendee
from klynge.events.queries.feedback import may_tell
from klynge.events.queries.links import asked_by, own_token, registration_by
from klynge.events.queries.listing import position_of
from klynge.events.queries.planning import is_paid
from klynge.events.queries.tickets import qr_svg, ticket_code
from klynge.interfaces.wording.questions import question_field

from .asking import MOST_TRIES, attempt, may_try, too_many
from .events import find
from .places import on_site
from .showing import show

BILLING = ("cvr", "street", "postcode", "town")


class GuestForm(forms.Form):
    """Who comes; what the event asks; and where the invoice goes, if there may be one."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Your e-mail"))
    organisation_name = forms.CharField(label=gettext_lazy("Company"), required=False, max_length=160)

    def __init__(self, *args: Any, event: Event, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.language = event, language
        if event.most_in_party > 1:
            self.fields["party"] = forms.IntegerField(
                label=gettext_lazy("How many you are"), min_value=1, max_value=event.most_in_party, initial=1
            )
        for question in event.questions.before():
            self.fields[f"question_{question.pk}"] = question_field(question)
        if is_paid(event):
            self.fields["cvr"] = forms.CharField(label=gettext_lazy("CVR number"), required=False, max_length=12, help_text=gettext_lazy("For the invoice, if you are to pay."))  # fmt: skip
            self.fields["street"] = forms.CharField(label=gettext_lazy("Street"), required=False, max_length=120)
            self.fields["postcode"] = forms.CharField(label=gettext_lazy("Postcode"), required=False, max_length=10)
            self.fields["town"] = forms.CharField(label=gettext_lazy("Town"), required=False, max_length=60)

    def clean_cvr(self) -> str:
        """Refuse a number with a slip in it."""
        number = "".join(self.cleaned_data["cvr"].split()).upper().removeprefix("DK")
        if number and not danish_cvr.is_valid(number):
            raise forms.ValidationError(
                gettext_lazy("This is not a CVR number: its last digit does not fit the others. Compare it with the register.")
            )
        return number

    def typed(self) -> dict[str, Any]:
        """Return what stands in the link."""
        data = self.cleaned_data
        answers = {name.removeprefix("question_"): str(value) for name, value in data.items() if name.startswith("question_") and value}
        billing = {name: data[name] for name in BILLING if data.get(name)}
        plain = {
            "name": data["name"],
            "email": data["email"],
            "organisation_name": data["organisation_name"],
            "party": data.get("party") or 1,
        }
        return {**plain, "language": self.language, "answers": answers, "billing_facts": billing}


@on_site
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask who comes, and send the link that makes the seat theirs."""
    event, site = find(request.site, slug), request.site
    if event.state_at(timezone.now()) != EventState.PUBLISHED:
        return redirect("public:event", site.place, slug)
    form = GuestForm(request.POST if request.method == "POST" else None, event=event, language=site.language)
    if request.method == "POST" and form.is_valid():
        if not may_try(request, "event", most=MOST_TRIES):
            return too_many(request)
        asked = partial(
            actions.ask_guest,
            event,
            typed=form.typed(),
            site=request.build_absolute_uri("/").rstrip("/"),
            actor=_guest(request),
            at=timezone.now(),
        )
        if attempt(form, asked):
            return show(request, "event_asked", {"event": event, "email": form.cleaned_data["email"]}, kwargs={"slug": slug})
    return show(request, "event_sign_up", {"event": event, "form": form}, kwargs={"slug": slug}, status=422 if form.errors else 200)


@csrf_exempt  # the signed link is the permission; it is opened from a mail, before there is any cookie
@require_http_methods(["GET", "HEAD", "POST"])
@on_site
def confirm(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Ask once more, since scanners open links; on POST take the seat, or the place in the queue."""
    site = request.site
    asked = asked_by(token, cluster=site.cluster)
    event = find(site, slug)
    if asked is None or asked[0] != event.pk:
        raise Http404
    typed, fault = asked[1], ""
    if request.method == "POST":
        event.cluster = site.cluster
        try:
            made = actions.register_attendee(event, attendee=_attendee(typed), actor=_guest(request), at=timezone.now())
            return redirect("public:event_mine", site.place, slug, own_token(made))
        except HouseError as refusal:
            fault = str(refusal)
    context = {"event": event, "typed": typed, "token": token, "fault": fault}
    return show(request, "event_confirm", context, kwargs={"slug": slug, "token": token}, status=409 if fault else 200)


def _attendee(typed: dict[str, Any]) -> Attendee:
    answers = {int(key): text for key, text in typed["answers"].items()}
    return Attendee(**{**typed, "answers": answers})


@csrf_exempt  # as above: whoever has the link may use it
@require_http_methods(["GET", "HEAD", "POST"])
@on_site
def mine(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show where somebody stands; take an offered seat, or give one back."""
    registration = registration_by(token, cluster=request.site.cluster)
    if registration is None or registration.event.slug != slug:
        raise Http404
    fault = ""
    if request.method == "POST":
        try:
            _answer(request, registration)
            return redirect("public:event_mine", request.site.place, slug, token)
        except HouseError as refusal:
            fault = str(refusal)
    context = {
        "event": registration.event, "registration": registration, "state": registration.state.value, "token": token, "fault": fault,
        "position": position_of(registration) if registration.state == "waiting" else 0, "is_over": registration.event.ends_at <= timezone.now(),
        "may_tell": may_tell(registration, at=timezone.now()), "told": getattr(registration, "feedback", None), "scores": range(10, -1, -1),
        "after": _after(registration), "ticket": _ticket(request, registration), "came": hasattr(registration, "attendance"),
    }  # fmt: skip
    return show(request, "event_mine", context, kwargs={"slug": slug, "token": token}, status=409 if fault else 200)


def _after(registration: Registration) -> forms.Form:
    """Return the form with what is asked when it is over, as far as it was answered."""
    form = forms.Form(initial={f"question_{each.question_id}": each.text for each in registration.answers.all()})
    for question in registration.event.questions.after():
        form.fields[f"question_{question.pk}"] = question_field(question)
    return form


def _ticket(request: HttpRequest, registration: Registration) -> str:
    if registration.state != RegistrationState.SEATED or registration.event.ends_at <= timezone.now():
        return ""
    path = reverse("office:events:ticket", args=[request.site.cluster.slug, ticket_code(registration)])
    return qr_svg(request.build_absolute_uri(path))


def _answer(request: HttpRequest, registration: Registration) -> None:
    if "score" in request.POST:
        score = request.POST["score"]
        told = {"score": int(score) if score.isdecimal() and len(score) < 3 else -1, "text": request.POST.get("text", "")}
        answers = {
            int(name[9:]): str(value) for name, value in request.POST.items() if name.startswith("question_") and name[9:].isdecimal()
        }
        actions.give_feedback(registration, **told, answers=answers, actor=_guest(request), at=timezone.now())
        return
    act = actions.accept_offer if request.POST.get("answer") == "accept" else actions.cancel_registration
    act(registration, actor=_guest(request), at=timezone.now())


def _guest(request: HttpRequest) -> Actor:
    return Actor.system("site", cluster_id=request.site.cluster.pk)

"""Asking for membership: the number, the form, where it stands. A page may set the one cookie that keeps forms from being forged."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.dk import cvr as danish_cvr

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.directory.models import OrganisationKind
from klynge.directory.tasks import look_up
from klynge.membership import actions
from klynge.membership.models import Application, ApplicationState, DropOut, MembershipType
from klynge.membership.queries.applying import application_by, is_member_already, token_of
from klynge.membership.queries.offering import offer
from klynge.membership.queries.types import types_of
from klynge.membership.rules.applications import answers_of, questions_not_for

from .asking import MOST_TRIES, attempt, may_try, public_actor, too_many
from .places import on_site
from .showing import show

OPTIONAL_ON_FORM = ("website", "contact_title", "contact_phone", "message", "gln", "buyer_reference", "unit", "own_members")
EMPLOYEES = {
    "sole": gettext_lazy("People in the firm, you included"),
    "knowledge": gettext_lazy("Employees in the department that joins"),
    "public": gettext_lazy("Employees in the department that joins"),
    "association": gettext_lazy("Employees in the secretariat"),
}


class NumberForm(forms.Form):
    """The company's number in the register, or none."""

    cvr = forms.CharField(
        label=gettext_lazy("CVR number"), required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Eight digits. We look the company up, so that you need not type it all. Leave it empty if it has none."),
    )  # fmt: skip

    def clean_cvr(self) -> str:
        """Take blanks and a leading DK away; a number with a slip in it is told."""
        number: str = "".join(self.cleaned_data["cvr"].split()).upper().removeprefix("DK")
        if number and not danish_cvr.is_valid(number):
            raise forms.ValidationError(
                _("%s is not a CVR number. Look for a slip: a CVR number has eight digits with a check digit.") % number
            )
        return number


class ApplicationForm(forms.ModelForm):
    """What the cluster has to know; the company's facts are filled in from the register."""

    wished_on = forms.DateField(label=gettext_lazy("Member from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of organisation"), choices=OrganisationKind.choices)
    employees = forms.IntegerField(label=gettext_lazy("Employees"), min_value=0, max_value=1_000_000)
    type = forms.ModelChoiceField(
        label=gettext_lazy("Kind of member"), queryset=MembershipType.objects.none(), required=False, empty_label=None
    )

    class Meta:
        model = Application
        fields = (
            "name", "kind", "street", "postcode", "town", "website", "employees", "type", "wished_on", "contact_name", "contact_title",
            "contact_email", "contact_phone", "unit", "own_members", "gln", "buyer_reference", "message",
        )  # fmt: skip
        labels = {
            "name": gettext_lazy("Name of the company"), "street": gettext_lazy("Street"), "postcode": gettext_lazy("Postcode"),
            "town": gettext_lazy("Town"), "website": gettext_lazy("Website"), "contact_name": gettext_lazy("Your name"),
            "contact_title": gettext_lazy("Your title"), "contact_email": gettext_lazy("Your work e-mail"), "contact_phone": gettext_lazy("Your phone"),
            "gln": gettext_lazy("GLN (EAN number)"), "buyer_reference": gettext_lazy("Reference for the invoice"),
            "unit": gettext_lazy("Department that joins"), "own_members": gettext_lazy("Your own members"),
            "message": gettext_lazy("What do you hope to get out of it?"),
        }  # fmt: skip
        help_texts = {"gln": gettext_lazy("Only if you are invoiced electronically; public authorities always are.")}
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = types_of(self.instance.cluster).filter(is_free=False)
        self.fields["type"].queryset = kinds
        self.fields["type"].label_from_instance = lambda row: in_language(row.name) or row.code
        if len(kinds) < 2:
            del self.fields["type"]
        self._suit(self.data.get("kind") or self.instance.kind)
        if self.instance.wished_on is None:
            self.initial["wished_on"] = day_of(timezone.now())

    def _suit(self, kind: str) -> None:
        """Ask what concerns this kind of organisation, in its words."""
        for name in questions_not_for(kind):
            del self.fields[name]
        for name, field in self.fields.items():
            field.required = name in answers_of(kind) or name not in (*OPTIONAL_ON_FORM, "type")
        self.fields["employees"].label = EMPLOYEES.get(kind, self.fields["employees"].label)


class WithdrawForm(forms.Form):
    """Why not: counted, so that the cluster learns whether it is the price."""

    drop_out = forms.ChoiceField(
        label=gettext_lazy("Why not?"),
        choices=[("", "–"), *((code, label) for code, label in DropOut.choices if code not in ("not_eligible", "no_answer"))],
    )
    note = forms.CharField(label=gettext_lazy("In your own words"), required=False, max_length=500)


@on_site
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for the number, look the company up, and go on to the form."""
    form = NumberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not may_try(request, "join", most=MOST_TRIES):
            return too_many(request)
        number, cluster = form.cleaned_data["cvr"], request.site.cluster
        found = look_up(number) if number else None
        made = actions.start_application(
            cluster,
            cvr=number,
            language=request.site.language,
            found=found.record if found else None,
            actor=public_actor(request),
            at=timezone.now(),
        )
        return redirect("public:application", request.site.place, token_of(made))
    return show(request, "join", {"form": form}, status=422 if form.errors else 200)


@on_site
def application(request: HttpRequest, token: str) -> HttpResponse:
    """The form while it can be sent; afterwards where the application stands."""
    found = application_by(token, cluster=request.site.cluster)
    if found is None:
        raise Http404
    if found.state not in (ApplicationState.DRAFT, ApplicationState.NEEDS_INFORMATION):
        return _stands(request, found, token)
    form = ApplicationForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in form.fields}
        if "look" in request.POST:
            return _form(request, found, form, token, facts)
        told = {"facts": facts, "site": request.build_absolute_uri("/").rstrip("/")}
        if attempt(form, partial(actions.submit_application, found, **told, **_by(request))):
            return redirect("public:application", request.site.place, token)
    return _form(request, found, form, token, None)


@on_site
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take it back, with the reason."""
    found = application_by(token, cluster=request.site.cluster)
    if found is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        action = partial(actions.withdraw_application, found, **form.cleaned_data, **_by(request))
        if attempt(form, action):
            return redirect("public:application", request.site.place, token)
    context = {"form": form, "application": found, "token": token}
    return show(request, "join_withdraw", context, kwargs={"token": token}, status=422 if form.errors else 200)


def _form(request: HttpRequest, found: Application, form: ApplicationForm, token: str, facts: dict[str, Any] | None) -> HttpResponse:
    offered = None
    if facts:
        kind = facts.get("type")
        told = {"employees": facts["employees"], "joined_on": facts["wished_on"], "language": request.site.language}
        offered = offer(request.site.cluster, **told, type_code=kind.code if kind else "ordinary")
    context = {
        "form": form,
        "application": found,
        "offer": offered,
        "token": token,
        "question": found.events.filter(state=ApplicationState.NEEDS_INFORMATION).last(),
        "is_member": found.cvr and is_member_already(found, on=day_of(timezone.now())),
    }
    return show(request, "join_form", context, kwargs={"token": token}, status=422 if form.errors else 200)


def _stands(request: HttpRequest, found: Application, token: str) -> HttpResponse:
    context = {"application": found, "token": token, "events": found.events.exclude(state=ApplicationState.DRAFT)}
    return show(request, "join_status", context, kwargs={"token": token})


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": public_actor(request), "at": timezone.now()}

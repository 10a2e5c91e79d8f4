"""A person's consents: the yes and the no, written down on their behalf."""

from functools import partial

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from klynge.directory import actions
from klynge.directory.models import ConsentPurpose, Person
from klynge.interfaces.wording.consents import WORDINGS

from .doing import ask, find_to_change


class ConsentForm(forms.Form):
    """A yes: how it came and what it was about."""

    how = forms.CharField(
        label=gettext_lazy("How it was given"),
        max_length=160,
        help_text=gettext_lazy("For example: by phone, on paper at the annual meeting."),
    )
    wording = forms.CharField(
        label=gettext_lazy("What the person said yes to"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Exactly as it was shown or read out. It is kept as proof."),
    )  # fmt: skip


class WithdrawalForm(forms.Form):
    """A no: how it came."""

    how = forms.CharField(
        label=gettext_lazy("How it was taken back"), max_length=160, help_text=gettext_lazy("For example: by phone, in a mail.")
    )


def give(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """Write down a yes."""
    person, label = find_to_change(request, pk), _label(purpose)
    form = ConsentForm(request.POST or None, initial={"wording": _wording(request, person, purpose)})
    action = partial(actions.give_consent, person, cluster=request.cluster, purpose=purpose)
    return ask(request, person, form, _("Consent: %s") % label, action, _("The consent is on record."))


def withdraw(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """Write down a no."""
    person, label = find_to_change(request, pk), _label(purpose)
    form = WithdrawalForm(request.POST or None)
    action = partial(actions.withdraw_consent, person, cluster=request.cluster, purpose=purpose)
    return ask(request, person, form, _("Consent taken back: %s") % label, action, _("It is on record that the consent was taken back."))


def _label(purpose: str) -> str:
    if purpose not in ConsentPurpose.values:
        raise Http404
    return str(ConsentPurpose(purpose).label)


def _wording(request: HttpRequest, person: Person, purpose: str) -> str:
    with override(person.language):
        return str(WORDINGS[ConsentPurpose(purpose)]) % {"cluster": request.cluster.name}

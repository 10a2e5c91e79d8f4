"""The company's facts, looked at once a year: right, or changed and then right."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.core.clock import day_of
from klynge.directory.actions import confirm_master_data
from klynge.directory.models import Organisation
from klynge.directory.queries.master_data import last_check
from klynge.directory.queries.people import contacts_of, people_of
from klynge.directory.rules.master_data import OWN_FACTS, is_due

from .showing import do, go, require, show

LABELS = {
    "trading_name": gettext_lazy("Trading name"),
    "street": gettext_lazy("Street"),
    "postcode": gettext_lazy("Postcode"),
    "town": gettext_lazy("Town"),
    "website": gettext_lazy("Website"),
    "phone": gettext_lazy("Phone"),
    "gln": gettext_lazy("GLN (EAN number)"),
    "buyer_reference": gettext_lazy("Reference for the invoice"),
}
HELP = {
    "gln": gettext_lazy("Only if you are invoiced electronically; public authorities always are."),
    "buyer_reference": gettext_lazy("Stands on every invoice: an order number, a department."),
}


class FactsForm(forms.Form):
    """What the company may change itself."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(organisation, name) for name in OWN_FACTS}, **kwargs)
        for name in OWN_FACTS:
            most = Organisation._meta.get_field(name).max_length
            self.fields[name] = forms.CharField(label=LABELS[name], required=False, max_length=most, help_text=HELP.get(name, ""))


def facts(request: HttpRequest) -> HttpResponse:
    """Show the facts with the contacts; take what is changed, and that the rest is right."""
    require(request, "edit_company")
    desk, today = request.desk, day_of(timezone.now())
    form = FactsForm(request.POST if request.method == "POST" else None, organisation=desk.organisation)
    if request.method == "POST" and form.is_valid():
        action = partial(confirm_master_data, desk.organisation, cluster=request.cluster, facts=form.cleaned_data)
        if do(request, action, _("Thank you: the facts are right."), form=form):
            return go(request, "overview")
    check = last_check(desk.organisation, cluster=request.cluster)
    context = {
        "form": form,
        "check": check,
        "is_due": is_facts_due(request),
        "contacts": contacts_of(desk.organisation, on_day=today),
        "bounced": [email for work in people_of(desk.organisation, on_day=today) for email in work.person.emails.all() if email.bounced_at],
    }
    return show(request, "facts", context, status=422 if form.errors else 200)


def is_facts_due(request: HttpRequest) -> bool:
    """Say whether the company's facts want a look."""
    check = last_check(request.desk.organisation, cluster=request.cluster)
    confirmed_on = day_of(check.confirmed_at) if check else None
    return is_due(confirmed_on=confirmed_on, known_since=request.desk.membership.during.lower, on=day_of(timezone.now()))

"""Say by hand who paid an entry and what it pays: find the payer, then spread the amount over what is open."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.billing import actions, policies
from klynge.billing.models import EntryMatch, Invoice
from klynge.billing.queries import invoice_by_number
from klynge.billing.queries.settling import invoices_to_settle
from klynge.billing.rules.formats import amount as written
from klynge.core.money import parse_minor
from klynge.directory.models import Organisation
from klynge.directory.queries.searching import search

from .deciding import booked_words, done
from .entries import find

MOST_FOUND = 20


class ShareForm(forms.Form):
    """How much of the entry goes to each invoice; one more may be another organisation's."""

    number = forms.CharField(label=gettext_lazy("Another's invoice number"), max_length=30, required=False, help_text=gettext_lazy("When one pays for another."))  # fmt: skip
    amount = forms.CharField(label=gettext_lazy("Amount for it"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))  # fmt: skip

    def __init__(self, *args: Any, shares: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pk, text in shares.items():
            widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num", "aria-labelledby": f"invoice-{pk}"})
            self.fields[f"share-{pk}"] = forms.CharField(label="", max_length=20, required=False, initial=text, widget=widget)

    def minor(self, name: str) -> int:
        """Return the amount that was written in the field, 0 for none. Raises: ValidationError."""
        text = self.cleaned_data.get(name, "").strip()
        try:
            return parse_minor(text) if text else 0
        except ValueError:
            raise forms.ValidationError(_("“%s” is not an amount. Write it like 6.875,00.") % text) from None


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who may have paid, then what is open for the payer; book what was filled in."""
    match = find(request, pk)
    if not policies.may_record_payment(request.actor, request.cluster):
        raise PermissionDenied
    payer = _payer(request, match)
    invoices = list(invoices_to_settle(request.cluster, payer.pk)) if payer else []
    form = ShareForm(request.POST or None, shares=_shares(request, match, invoices))
    if request.method == "POST" and payer and form.is_valid():
        parts = _parts(request, form, invoices)
        action = partial(actions.choose_match, match, payer=payer, parts=parts or [], actor=request.actor, at=timezone.now())
        if parts is not None and done(form, action):
            match = find(request, pk)
            messages.success(request, booked_words(match))
            return redirect("office:bank:worklist", request.cluster.slug)
    context = {"entry": match.entry, "payer": payer, "form": form, "rows": [(one, form[f"share-{one.pk}"]) for one in invoices], **_found(request, match)}  # fmt: skip
    return render(request, "office/bank/choose.html", context, status=422 if form.errors else 200)


def _payer(request: HttpRequest, match: EntryMatch) -> Organisation | None:
    """Return who was chosen, else who is proposed unless somebody else is looked for."""
    chosen = request.POST.get("payer") or request.GET.get("payer") or ""
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        return Organisation.objects.visible_to(request.actor).filter(pk=int(chosen)).first()
    return match.payer if "q" not in request.GET else None


def _shares(request: HttpRequest, match: EntryMatch, invoices: list[Invoice]) -> dict[int, str]:
    """Spread what is proposed; where nothing is, the oldest debt first."""
    proposed, left, shares = dict(match.parts), match.entry.amount_minor, {}
    for invoice in invoices:
        minor = proposed.get(invoice.pk, 0) if proposed else max(min(left, invoice.open_minor), 0)
        left -= minor
        shares[invoice.pk] = written(minor, request.LANGUAGE_CODE[:2]) if minor else ""
    return shares


def _parts(request: HttpRequest, form: ShareForm, invoices: list[Invoice]) -> list[tuple[Invoice, int]] | None:
    """Return what was filled in; None, with the reason on the form, where something can't be read."""
    parts: list[tuple[Invoice, int]] = []
    for name, invoice in [*((f"share-{one.pk}", one) for one in invoices), ("amount", None)]:
        try:
            minor = form.minor(name)
        except forms.ValidationError as fault:
            form.add_error(name, fault)
            continue
        number = form.cleaned_data["number"].strip() if name == "amount" else ""
        if number and (invoice := invoice_by_number(request.cluster, number)) is None:
            form.add_error("number", _("There is no invoice %s here.") % number)
        elif minor and invoice is None:
            form.add_error("number", _("Give the number of the invoice."))
        elif minor and invoice is not None:
            parts.append((invoice, minor))
    return None if form.errors else parts


def _found(request: HttpRequest, match: EntryMatch) -> dict[str, Any]:
    """Return what the search for a payer finds; at first it looks for the name that the bank gives."""
    text = request.GET.get("q", match.entry.payer_name).strip().replace("\x00", "")[:100]
    rows = list(search(Organisation.objects.visible_to(request.actor), text)[: MOST_FOUND + 1]) if text else []
    return {"q": text, "found": rows[:MOST_FOUND], "is_more": len(rows) > MOST_FOUND}

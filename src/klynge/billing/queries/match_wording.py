"""Why an entry of the bank is taken for what it is, in the reader's language; the codes are those of rules/matching."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

REASONS = {
    "reference": _("The payment reference is the invoice's."),
    "number": _("The invoice number stands in the text."),
    "near_number": _("The number in the text is the invoice's but for one slip."),
    "account": _("The money comes from an account of this payer's."),
    "name": _("The payer's name fits."),
    "amount": _("The amount is what is open."),
    "several": _("Several invoices together are this amount."),
    "partial": _("It is less than what is open: a part payment."),
    "too_much": _("It is more than what is open."),
    "oldest": _("Several invoices have this amount; the oldest is proposed."),
    "old_reference": _("The reference belongs to another, settled invoice."),
    "paid_before": _("The invoice is paid already: perhaps it was paid twice."),
    "credited": _("The invoice is credited."),
    "nothing_open": _("Nothing is open for this payer."),
    "rival": _("Another organisation has nearly the same name."),
    "payer_differs": _("But the payer's name is another's."),
    "payer_unknown": _("But the payer does not say who they are."),
    "foreign": _("It was sent in another currency."),
    "unknown_reference": _("The payment reference belongs to no invoice here."),
    "unknown": _("Neither reference, number, name nor account is known."),
    "currency": _("It is in another currency than the books."),
    "money_out": _("Money that went out."),
    "bank_reversal": _("The bank takes an earlier entry back."),
    "chosen": _("Chosen by hand."),
}


def reason_texts(codes: Sequence[str]) -> list[str]:
    """Return a sentence for each code. Raises: KeyError for a code that has none (a test goes through the rules' codes)."""
    return [str(REASONS[code]) for code in codes]

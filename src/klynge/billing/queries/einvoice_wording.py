"""What is wrong with an e-invoice, in the reader's language: where, what, and how to mend it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.billing.rules.einvoice import Fault

SIDES = {"seller": gettext_lazy("Seller"), "buyer": gettext_lazy("Buyer")}
FAULTS = {
    "no_number": gettext_lazy("The document has no number. Issue it anew."),
    "currency": gettext_lazy("“%(value)s” is not a currency; it has three letters, such as DKK. Correct it in the settings."),
    "no_due_day": gettext_lazy("There is no day of payment. Set the payment days in the settings, and issue it anew."),
    "due_before_issue": gettext_lazy("It would be due on %(value)s, before it is issued. Issue it anew with a later day."),
    "no_reference": gettext_lazy("There is no reference of the buyer. Add the buyer reference on the organisation's page."),
    "credits_later": gettext_lazy("It credits %(value)s, which is issued later. Issue the credit note on a later day."),
    "no_name": gettext_lazy("There is no name. Write the legal name on its page."),
    "country": gettext_lazy("“%(value)s” is not a country; it is two letters, such as DK. Correct the address."),
    "no_endpoint": gettext_lazy("There is no address for e-invoices. Add a GLN or the company's number on its page."),
    "no_cvr": gettext_lazy("There is no CVR number. Add it in the settings."),
    "vat_id": gettext_lazy("The VAT number “%(value)s” is not the country and the CVR number. Correct the CVR number in the settings."),
    "vat_id_outside": gettext_lazy("A document outside the scope of VAT can't show the VAT number %(value)s. Choose another VAT treatment."),
    "gln": gettext_lazy("The GLN “%(value)s” is wrong: it has 13 digits, and the last one is a check digit. Correct it where it is kept."),
    "cvr": gettext_lazy("The CVR number “%(value)s” is wrong: it has 8 digits that check each other. Correct it where it is kept."),
    "national": gettext_lazy("The company number “%(value)s” is not one of its country. Correct it on the organisation's page."),
    "no_payment": gettext_lazy("It does not say where to pay. Add a FIK creditor, an account with its registration number, or an IBAN in the settings."),
    "fik_id": gettext_lazy("The payment id “%(value)s” is wrong: card type 71 has 15 digits, and the last one is a check digit."),
    "fik_creditor": gettext_lazy("The FIK creditor “%(value)s” is wrong: it has 8 digits and begins with 8. Correct it in the settings."),
    "branch": gettext_lazy("The registration number “%(value)s” is wrong: it has 4 digits. Correct it in the settings."),
    "account": gettext_lazy("The account number “%(value)s” is wrong: it has up to 10 digits. Correct it in the settings."),
    "iban": gettext_lazy("The IBAN “%(value)s” is wrong: its check digits do not fit. Correct it in the settings."),
    "no_lines": gettext_lazy("There is nothing on it. Add a line."),
    "no_text": gettext_lazy("A line has no text. Say what is charged."),
    "negative": gettext_lazy("An amount is negative (%(value)s øre). Take money back with a credit note."),
    "line_sum": gettext_lazy("A line's sum (%(value)s øre) is not its quantity times its price. Correct the line."),
    "untaxed_allowance": gettext_lazy("The discount or charge “%(value)s” does not say how it is taxed. Choose a VAT treatment."),
    "no_allowance_reason": gettext_lazy("A discount or charge does not say why. Add the reason."),
    "net_sum": gettext_lazy("The sum without VAT (%(value)s øre) is not the sum of the lines. Credit it and issue it anew."),
    "vat_sum": gettext_lazy("The VAT (%(value)s øre) is not right to the øre. Credit it and issue it anew."),
    "vat_twice": gettext_lazy("A VAT treatment is summed up twice. Credit it and issue it anew."),
    "negative_total": gettext_lazy("The total is negative (%(value)s øre). Take money back with a credit note."),
    "mixed_outside": gettext_lazy("What is outside the scope of VAT can't stand beside other treatments. Issue two invoices."),
    "rate": gettext_lazy("The VAT rate (%(value)s basis points) does not fit the treatment. Correct the product."),
    "no_reason": gettext_lazy("It does not say why no VAT is charged. Add the reason to the product."),
}  # fmt: skip


def fault_text(fault: Fault) -> str:
    """Return the sentence for a fault, with whose fact it is."""
    sentence, side = str(FAULTS[fault.code]) % {"value": fault.value}, SIDES.get(fault.field.partition(".")[0])
    return _("%(side)s: %(sentence)s") % {"side": side, "sentence": sentence} if side else sentence

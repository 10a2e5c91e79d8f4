"""Why a file from the bank can't be read, in the reader's language: what, where, and how to mend it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSALS = {
    "xml": gettext_lazy("The XML of the file is damaged: %(value)s. Download it from the bank again."),
    "encoding": gettext_lazy("The letters of the file can't be read. Save it as UTF-8, or download it from the bank again."),
    "doctype": gettext_lazy("The file declares a document type or entities, which no bank does. It is not read; do not open it elsewhere either."),
    "intraday": gettext_lazy("This is a report of the running day (camt.052), whose entries are not final. Ask the bank for the statement (camt.053)."),
    "no_statement": gettext_lazy("There is no statement in the file. It should be camt.053, camt.054, MT940 or a CSV list."),
    "no_amount": gettext_lazy("An entry has no amount. Download the file from the bank again."),
    "no_day": gettext_lazy("An entry has no day. Download the file from the bank again."),
    "amount": gettext_lazy("“%(value)s” is not an amount. Download the file from the bank again."),
    "decimals": gettext_lazy("“%(value)s” has more than two decimals, and no øre may be lost. Ask the bank for another format."),
    "day": gettext_lazy("“%(value)s” is not a day. Download the file from the bank again."),
    "direction": gettext_lazy("An entry does not say whether money came in or went out. Download the file from the bank again."),
    "mt940": gettext_lazy("The MT940 can't be read: %(value)s. Ask the bank for camt.053 instead."),
    "headings": gettext_lazy("No row of headings with a day (Dato) and an amount (Beløb) was found; the first row says “%(value)s”. Export with headings."),
    "too_long": gettext_lazy("The list has %(value)s rows, more than 200,000. Export one month at a time."),
    "too_large": gettext_lazy("The file is larger than 50 MB. Export one month at a time."),
    "foreign": gettext_lazy("This is a %(value)s file, whatever its name says. Download a statement (camt.053, MT940 or CSV) from the bank."),
    "empty": gettext_lazy("The file is empty. Download it from the bank again."),
    "currency": gettext_lazy("An entry is in another currency than the account (%(value)s). Choose the right account."),
    "no_account": gettext_lazy("The file does not say whose account it is of. Choose the account when you send it."),
    "unknown_account": gettext_lazy("The statement is of the account %(value)s, which is not among the cluster's. Add the account first, if it is yours."),
}  # fmt: skip


def refusal_text(code: str, *, line: int = 0, value: str = "") -> str:
    """Return the sentence for a refusal, with the line of the file where there is one."""
    sentence = str(REFUSALS[code]) % {"value": value}
    return _("Line %(line)s: %(sentence)s") % {"line": line, "sentence": sentence} if line else sentence

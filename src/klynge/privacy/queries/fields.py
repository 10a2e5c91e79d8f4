"""The table of personal data in words: what is held, why, on what basis and how long."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klynge.privacy.rules import fields

Words = str | Promise
CONTACT_BASIS = _("Legitimate interest: reaching the people of a member company, GDPR article 6(1)(f)")
PURPOSES: dict[str, tuple[Words, Words, Words, Words]] = {  # what, why, basis, how long
    fields.CONTACT: (
        _("Names, addresses, phone numbers, titles and roles of contacts"), _("To reach the people who act for a member"), CONTACT_BASIS,
        _("As long as the person acts for a member, and three years after; see the retention rules"),
    ),
    fields.ACCOUNT: (
        _("Accounts, roles, sign-ins and saved lists"), _("To let people sign in and to know who may do what"),
        _("Contract and security: GDPR article 6(1)(b) and (f)"), _("As long as the account exists"),
    ),
    fields.CONSENT: (
        _("Consents and newsletter subscriptions"), _("To send what was asked for, and to show that it was asked for"),
        _("Consent: GDPR article 6(1)(a); markedsføringsloven § 10"), _("Two years after the consent was taken back"),
    ),
    fields.BOOKS: (
        _("Invoices and payments with the buyer's contact"), _("Bookkeeping"),
        _("Legal obligation: GDPR article 6(1)(c); bogføringsloven § 12"), _("Five years after the end of the financial year"),
    ),
    fields.BANK: (
        _("Bank entries with the payer's name and account"), _("To see who has paid what"),
        _("Legal obligation: GDPR article 6(1)(c); bogføringsloven § 12"), _("Five years after the end of the financial year"),
    ),
    fields.TRAIL: (
        _("Who did what and when"), _("To explain each change, and to find misuse"),
        _("Legal obligation and security: GDPR article 6(1)(c) and (f), 32"), _("Names are blotted out when a person is forgotten; who approved money stays as long as the books"),
    ),
    fields.MAIL: (
        _("Mails that were sent, with address and text"), _("To show what was sent to whom"),
        _("Legitimate interest: GDPR article 6(1)(f)"), _("Address and text for five years"),
    ),
    fields.IMPORT: (
        _("Files that were read in, and their rows"), _("To find and mend faults in what was read in"),
        _("Legitimate interest: GDPR article 6(1)(f)"), _("The rows for one year"),
    ),
    fields.BUSINESS: (
        _("Facts about companies; for a one-person firm they are about its owner"), _("To run the membership"),
        _("Contract: GDPR article 6(1)(b)"), _("As long as the membership's papers must be kept"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonalField:
    """What is held for one purpose, in words, with the columns that hold it ("directory.Person: name, phone")."""

    what: str
    purpose: str
    basis: str
    kept: str
    columns: list[str]


def personal_fields() -> list[PersonalField]:
    """Return the table, one row for each purpose."""
    rows = []
    for purpose, words in PURPOSES.items():
        columns = [
            f"{model}: {', '.join(names)}"
            for model, table in fields.FIELDS.items()
            if (names := [name for name, why in table.items() if why == purpose])
        ]
        what, why, basis, kept = (str(each) for each in words)
        rows.append(PersonalField(what, why, basis, kept, columns))
    return rows

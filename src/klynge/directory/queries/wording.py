"""What is wrong with a fact, in the reader's words, and how to mend it."""

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klynge.core.errors import Invalid
from klynge.directory.rules.checking import Problem, clean_email

FIELDS: dict[str, str | Promise] = {
    "name": _("Name"),
    "trading_name": _("Trading name"),
    "kind": _("Kind"),
    "legal_form": _("Legal form"),
    "country": _("Country"),
    "cvr": _("CVR number"),
    "industry_code": _("Industry code"),
    "industry_edition": _("Edition of the industry code"),
    "street": _("Street"),
    "postcode": _("Postcode"),
    "town": _("Town"),
    "municipality": _("Municipality"),
    "website": _("Website"),
    "email_domain": _("E-mail domain"),
    "phone": _("Phone"),
    "founded_on": _("Founded"),
    "dissolved_on": _("Dissolved"),
    "gln": _("GLN (EAN)"),
    "buyer_reference": _("Buyer reference"),
    "is_advertising_protected": _("Protected against advertising"),
    "has_foreign_parent": _("Has a foreign parent company"),
    "email": _("E-mail"),
}
SENTENCES: dict[str, str | Promise] = {
    "too_long": _("is longer than %(value)s characters. Shorten it."),
    "cvr_digits": _("“%(value)s” is not a CVR number: it has eight digits. Correct it, or leave it blank."),
    "cvr_check": _("%(value)s has a check digit that does not fit. Look it up in the company register; it is kept as it stands."),
    "gln_digits": _("“%(value)s” is not a GLN: it has thirteen digits. Correct it, or leave it blank."),
    "gln_check": _("%(value)s has a check digit that does not fit. Correct it, or leave it blank."),
    "postcode": _("“%(value)s” is not a Danish postcode: it has four digits. Correct it, or give the country."),
    "country": _("“%(value)s” is not a country code. Write two letters, such as DK."),
    "kind": _("“%(value)s” is not known. Write company, sole proprietorship, knowledge institution, public authority or association."),
    "legal_form": _("“%(value)s” is not known. Write ApS, A/S, ENK, I/S, K/S, forening, fond or other."),
    "industry_code": _("“%(value)s” is not an industry code: it has two to six digits."),
    "industry_edition": _("“%(value)s” is not known. Write DB07 or DB25."),
    "phone": _("“%(value)s” does not look like a phone number; it is kept as it stands."),
    "website": _("“%(value)s” does not look like a web address; it is kept as it stands."),
    "email": _("“%(value)s” is not an e-mail address. Write one address, such as post@firma.dk."),
    "required": _("is missing. Fill it in."),
    "size_negative": _("A size can't be negative: %(value)s. Correct the number."),
    "size_absurd": _("%(value)s is more than any organisation has. Correct the number."),
    "size_order": _("The upper end of %(value)s is below its lower end. Swap them."),
    "dates": _("The organisation was dissolved before it was founded. Correct one of the dates."),
}


def sentence(problem: Problem) -> str:
    """Return the problem as a sentence without the field's name."""
    return str(SENTENCES[problem.code]) % {"value": problem.value}


def refuse(problems: Iterable[Problem]) -> None:
    """Raise the first problem that is more than a warning. Raises: Invalid, with the field's name."""
    for problem in problems:
        if not problem.is_warning:
            raise Invalid(f"{FIELDS.get(problem.field, problem.field)}: {sentence(problem)}", field=problem.field)


def refuse_blank(field: str, value: str) -> None:
    """Refuse a field that is missing. Raises: Invalid."""
    if not value:
        refuse([Problem(field, "required")])


def refuse_dates(founded_on: date | None, dissolved_on: date | None) -> None:
    """Refuse an end before the beginning. Raises: Invalid."""
    if founded_on and dissolved_on and dissolved_on < founded_on:
        refuse([Problem("dissolved_on", "dates")])


def refuse_person(name: str, phone: str) -> None:
    """Refuse a person without a name, or with texts too long to keep. Raises: Invalid."""
    refuse_blank("name", name)
    refuse([Problem(field, "too_long", str(most)) for field, text, most in (("name", name, 120), ("phone", phone, 30)) if len(text) > most])


def cleaned_address(email: str) -> str:
    """Return the e-mail address in lower case, or nothing for none. Raises: Invalid."""
    if not email.strip():
        return ""
    address, problems = clean_email(email)
    refuse(problems)
    return address

"""Clean what is said about an organisation or a person, and name what can't be right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stdnum import ean
from stdnum.dk import cvr as danish_cvr

from .industries import edition_of
from .kinds import KIND_OF_FORM, form_code, form_in_name, kind_code
from .mail_domains import domain_of, is_address

LENGTHS = {
    "name": 160, "trading_name": 160, "cvr": 20, "street": 160, "postcode": 10, "town": 80, "website": 200, "phone": 30, "buyer_reference": 80,
    "external_id": 80, "contact_name": 120, "contact_title": 120, "contact_phone": 30, "industry_code": 6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: a code for the wording, and the value as it was given. A warning does not stop."""

    field: str
    code: str
    value: str = ""
    is_warning: bool = False


def clean_text(value: str) -> str:
    """Collapse blanks, drop control characters, compose letters."""
    return " ".join("".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", value)).split())


def clean_organisation(given: Mapping[str, Any], *, country: str = "DK") -> tuple[dict[str, Any], list[Problem]]:
    """Return the facts as they are to be stored, and the problems; facts with an error are left out.

    Texts are cleaned field by field; dates and flags pass through.
    """
    facts: dict[str, Any] = {}
    problems: list[Problem] = []
    country = clean_text(str(given.get("country") or country)).upper()
    for field, value in given.items():
        text = clean_text(value) if isinstance(value, str) else value
        found: list[Problem] = []
        if isinstance(text, str) and text:
            text, found = _cleaned(field, text, country)
        if isinstance(text, str) and len(text) > LENGTHS.get(field, 1_000):
            found = [*found, Problem(field, "too_long", str(LENGTHS[field]))]
        problems += found
        if all(problem.is_warning for problem in found):
            facts[field] = text
    return _completed(facts), problems


def _cleaned(field: str, text: str, country: str) -> tuple[str, list[Problem]]:
    if field in _BY_COUNTRY:
        return _BY_COUNTRY[field](text, country)
    return _CLEANERS[field](text) if field in _CLEANERS else (text, [])


def _completed(facts: dict[str, Any]) -> dict[str, Any]:
    """Draw what follows from the rest: the edition of a known code, the domain of the website."""
    if facts.get("industry_code") and not facts.get("industry_edition") and (edition := edition_of(facts["industry_code"])):
        facts["industry_edition"] = edition
    if facts.get("website") and not facts.get("email_domain") and (domain := domain_of(facts["website"])):
        facts["email_domain"] = domain
    return facts


def new_organisation(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what a new organisation's own facts imply: its legal form by its name, its kind by the form."""
    form = facts.get("legal_form") or form_in_name(facts.get("name", ""))
    implied = {"legal_form": form, "kind": KIND_OF_FORM.get(form, "")}
    return {**facts, **{field: value for field, value in implied.items() if value and not facts.get(field)}}


def _cvr(text: str, country: str) -> tuple[str, list[Problem]]:
    if country != "DK":
        return re.sub(r"\s", "", text).upper(), []
    number = re.sub(r"[\s.\-]", "", text).upper().removeprefix("DK")
    if not re.fullmatch(r"[0-9]{8}", number):
        return number, [Problem("cvr", "cvr_digits", text)]
    return number, [] if danish_cvr.is_valid(number) else [Problem("cvr", "cvr_check", number, is_warning=True)]


def _gln(text: str) -> tuple[str, list[Problem]]:
    number = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{13}", number):
        return number, [Problem("gln", "gln_digits", text)]
    return number, [] if ean.is_valid(number) else [Problem("gln", "gln_check", text)]


def _postcode(text: str, country: str) -> tuple[str, list[Problem]]:
    if country != "DK":
        return text, []
    number = re.sub(r"^DK[\s\-]*", "", text.upper())
    number = number.zfill(4) if re.fullmatch(r"[0-9]{3}", number) else number  # a spreadsheet drops the zero of 0800
    return number, [] if re.fullmatch(r"[0-9]{4}", number) else [Problem("postcode", "postcode", text)]


def _country(text: str) -> tuple[str, list[Problem]]:
    known = {
        "DANMARK": "DK",
        "DENMARK": "DK",
        "SVERIGE": "SE",
        "SWEDEN": "SE",
        "NORGE": "NO",
        "NORWAY": "NO",
        "TYSKLAND": "DE",
        "GERMANY": "DE",
    }
    code = known.get(text.upper(), text.upper())
    return code, [] if re.fullmatch(r"[A-Z]{2}", code) else [Problem("country", "country", text)]


def _kind(text: str) -> tuple[str, list[Problem]]:
    code = kind_code(text)
    return code or text, [] if code else [Problem("kind", "kind", text)]


def _legal_form(text: str) -> tuple[str, list[Problem]]:
    code = form_code(text)
    return code or text, [] if code else [Problem("legal_form", "legal_form", text)]


def _industry(text: str) -> tuple[str, list[Problem]]:
    code = re.sub(r"[\s.]", "", text.split(" ", maxsplit=1)[0])
    return code, [] if re.fullmatch(r"[0-9]{2,6}", code) else [Problem("industry_code", "industry_code", text)]


def _edition(text: str) -> tuple[str, list[Problem]]:
    code = text.upper().replace(" ", "")
    return code, [] if code in ("DB07", "DB25") else [Problem("industry_edition", "industry_edition", text)]


def _phone(text: str) -> tuple[str, list[Problem]]:
    is_number = 5 <= len(re.sub(r"\D", "", text)) <= 15
    return text, [] if is_number else [Problem("phone", "phone", text, is_warning=True)]


def _website(text: str) -> tuple[str, list[Problem]]:
    is_address_of_web = re.fullmatch(r"(https?://)?[^\s/@]+\.[^\s/@]{2,}(/\S*)?", text, re.IGNORECASE) is not None
    return text, [] if is_address_of_web else [Problem("website", "website", text, is_warning=True)]


def clean_email(text: str, *, field: str = "email") -> tuple[str, list[Problem]]:
    """Return the address without blanks and in lower case, and the problem if it is none."""
    address = text.strip().strip("<>").lower()
    return address, [] if is_address(address) else [Problem(field, "email", text)]


_CLEANERS = {
    "gln": _gln,
    "country": _country,
    "kind": _kind,
    "legal_form": _legal_form,
    "industry_code": _industry,
    "industry_edition": _edition,
    "phone": _phone,
    "website": _website,
}
_BY_COUNTRY = {"cvr": _cvr, "postcode": _postcode}

"""What the Danish company register says about a company, out of the two shapes in which it comes; nothing about people is read.

Source: the distribution service of Virk (index cvr-permanent), and the published answer of cvrapi.dk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# The intervals of the register; the top one is spelt in two ways. A code that is not here is an error, never a guess.
INTERVALS: Mapping[str, tuple[int, int | None]] = {
    "ANTAL_0_0": (0, 0), "ANTAL_1_1": (1, 1), "ANTAL_2_4": (2, 4), "ANTAL_5_9": (5, 9), "ANTAL_10_19": (10, 19), "ANTAL_20_49": (20, 49),
    "ANTAL_50_99": (50, 99), "ANTAL_100_199": (100, 199), "ANTAL_200_499": (200, 499), "ANTAL_500_999": (500, 999),
    "ANTAL_1000_999999": (1000, None), "ANTAL_1000_": (1000, None),
}  # fmt: skip
FORMS = {"ENK": "ENK", "PMV": "PMV", "I/S": "I/S", "K/S": "K/S", "IVS": "IVS", "APS": "ApS", "A/S": "A/S", "AMB": "A.M.B.A.", "FFO": "FORENING", "FOR": "FORENING", "FON": "FOND"}  # fmt: skip
LONG_FORMS = {"enkeltmandsvirksomhed": "ENK", "interessentskab": "I/S", "kommanditselskab": "K/S", "anpartsselskab": "ApS", "aktieselskab": "A/S", "forening": "FORENING", "fond": "FOND"}  # fmt: skip
PERSONAL = ("ENK", "PMV")  # whose address is often somebody's home
# Only these fields are asked for: the whole record holds the home addresses of owners and directors (deltagerRelation).
ASKED = [
    f"Vrvirksomhed.{field}" for field in ("cvrNummer", "reklamebeskyttet", "virksomhedMetadata", "erstMaanedsbeskaeftigelse", "maanedsbeskaeftigelse", "kvartalsbeskaeftigelse", "aarsbeskaeftigelse", "livsforloeb")
]  # fmt: skip
SERIES = ("erstMaanedsbeskaeftigelse", "maanedsbeskaeftigelse", "kvartalsbeskaeftigelse", "aarsbeskaeftigelse")  # the finest first


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    """One company as the register has it; what the register does not say is empty."""

    cvr: str
    name: str
    kind: str  # OrganisationKind
    legal_form: str  # LegalForm
    street: str
    postcode: str
    town: str
    municipality: str  # four digits
    industry_code: str
    founded_on: date | None
    is_active: bool
    is_advertising_protected: bool
    low: int | None  # employees
    high: int | None  # none with a low: open above
    size_period: str  # "2026-10", "2026-Q3" or "2026": what the size is of
    strange_size: str  # a code of the register that is not known here


def query_for(cvr: str) -> dict[str, Any]:
    """Return the question to Virk's service for one number."""
    return {"_source": ASKED, "query": {"term": {"Vrvirksomhed.cvrNummer": int(cvr)}}, "size": 1}


def from_virk(answer: Mapping[str, Any]) -> RegisterRecord | None:
    """Read the answer of Virk's service, or one record of an extract. Returns None when it holds no company; raises ValueError when it is not of this shape."""
    hits = answer.get("hits", {}).get("hits", [answer])
    if not hits:
        return None
    try:
        company = hits[0].get("_source", hits[0])["Vrvirksomhed"]
        facts = company["virksomhedMetadata"]
        name, number = facts["nyesteNavn"]["navn"], f"{int(company['cvrNummer']):08}"
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"not a record of the register: {fault}") from fault
    form = FORMS.get(str((facts.get("nyesteVirksomhedsform") or {}).get("kortBeskrivelse", "")).upper(), "OTHER")
    place = facts.get("nyesteBeliggenhedsadresse") or {}
    low, high, period, strange = _newest_size(company)
    return RegisterRecord(
        cvr=number,
        name=name,
        kind=_kind(form),
        legal_form=form,
        street="" if form in PERSONAL else _street(place),
        postcode=f"{place['postnummer']:04}" if isinstance(place.get("postnummer"), int) else "",
        town=place.get("postdistrikt") or "",
        municipality=f"{(place.get('kommune') or {}).get('kommuneKode') or 0:04}".replace("0000", ""),
        industry_code=str((facts.get("nyesteHovedbranche") or {}).get("branchekode") or ""),
        founded_on=_day(facts.get("stiftelsesDato")),
        is_active=any(not span.get("periode", {}).get("gyldigTil") for span in company.get("livsforloeb", [])),
        is_advertising_protected=bool(company.get("reklamebeskyttet")),
        low=low, high=high, size_period=period, strange_size=strange,
    )  # fmt: skip


def from_cvrapi(answer: Mapping[str, Any]) -> RegisterRecord | None:
    """Read the answer of cvrapi.dk. Returns None when there is no such company; raises ValueError for a refusal (quota) or another shape."""
    if said := answer.get("error"):
        if said == "NOT_FOUND":
            return None
        raise ValueError(f"{said}: {answer.get('message', '')}".strip(": "))
    if not answer.get("name") or not answer.get("vat"):
        raise ValueError("not an answer of the register")
    form = LONG_FORMS.get(str(answer.get("companydesc") or "").casefold(), "OTHER")
    low, high, strange = _employees(answer.get("employees"))
    code = answer.get("industrycode")
    return RegisterRecord(
        cvr=f"{int(answer['vat']):08}",
        name=str(answer["name"]),
        kind=_kind(form),
        legal_form=form,
        street="" if form in PERSONAL else str(answer.get("address") or ""),
        postcode=str(answer.get("zipcode") or ""),
        town=str(answer.get("city") or ""),
        municipality="",
        industry_code=f"{code:06}" if isinstance(code, int) else "",
        founded_on=_danish_day(answer.get("startdate")),
        is_active=not answer.get("enddate"),
        is_advertising_protected=bool(answer.get("protected")),
        low=low, high=high, size_period="", strange_size=strange,
    )  # fmt: skip


def _kind(form: str) -> str:
    return {"ENK": "sole", "PMV": "sole", "FORENING": "association"}.get(form, "company")


def _street(place: Mapping[str, Any]) -> str:
    number = f"{place.get('husnummerFra') or ''}{place.get('bogstavFra') or ''}"
    floor = f", {place['etage']}." if place.get("etage") else ""
    return " ".join(filter(None, [str(place.get("vejnavn") or ""), number])) + floor


def _newest_size(company: Mapping[str, Any]) -> tuple[int | None, int | None, str, str]:
    """Return the size of the latest period that says one, the finer series before the coarser where they end alike."""
    said = sorted(_said(company), key=lambda each: (each[0], -each[1]), reverse=True)
    for _end, _place, period, row in said:
        exact, code = row.get("antalAnsatte"), row.get("intervalKodeAntalAnsatte")
        if isinstance(exact, int):
            return exact, exact, period, ""
        if code is not None:
            return (*INTERVALS[code], period, "") if code in INTERVALS else (None, None, period, str(code))
    return None, None, "", ""


def _said(company: Mapping[str, Any]) -> Iterator[tuple[int, int, str, Mapping[str, Any]]]:
    for place, series in enumerate(SERIES):
        for row in company.get(series) or []:
            year, month, quarter = row["aar"], row.get("maaned"), row.get("kvartal")
            last = month or (quarter * 3 if quarter else 12)
            period = f"{year}-{month:02}" if month else f"{year}-Q{quarter}" if quarter else str(year)
            yield year * 12 + last, place, period, row


def _employees(said: Any) -> tuple[int | None, int | None, str]:
    if said is None:
        return None, None, ""
    if isinstance(said, int):
        return said, said, ""
    found = re.fullmatch(r"\s*(\d+)\s*(?:-\s*(\d+))?\s*(\+)?\s*", str(said))
    if not found:
        return None, None, str(said)
    low = int(found[1])
    return low, None if found[3] else int(found[2] or low), ""


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _danish_day(text: Any) -> date | None:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})\s*-\s*(\d{4})", str(text or ""))
    return _day(f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}") if found else None

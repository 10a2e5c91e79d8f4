"""Shapes that many resources share."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints
from pydantic_core import PydanticCustomError

from klynge.core.texts import LANGUAGES

LARGEST = 2**63 - 1
NO_NUL = r"^[^\x00]*$"  # PostgreSQL stores no such character


def _only_a_day(given: Any) -> Any:
    """Take a day as it is written in JSON, not the many other things that pydantic understands."""
    if isinstance(given, str) and len(given) != 10:
        raise PydanticCustomError("is_day", "not a day")
    if not isinstance(given, str | date):
        raise PydanticCustomError("is_day", "not a day")
    return given


Text = Annotated[str, StringConstraints(max_length=500, pattern=NO_NUL)]
Search = Annotated[str, StringConstraints(max_length=100, pattern=NO_NUL)]
Day = Annotated[date, BeforeValidator(_only_a_day, json_schema_input_type=date)]
Id = Annotated[int, Field(ge=1, le=LARGEST)]
Number = Annotated[str, StringConstraints(min_length=1, max_length=30, pattern=r"^[0-9A-Za-z-]+$")]
YesNo = StrictBool
BodyId = Annotated[StrictInt, Field(ge=1, le=LARGEST)]


class Given(Schema):
    """What a program sends: nothing that nobody reads."""

    model_config = ConfigDict(extra="forbid")


class Amount(Schema):
    """Money in minor units: 125000 DKK is 1,250.00 kroner."""

    amount: int
    currency: str = Field(examples=["DKK"])


class Words(Schema):
    """A text in both languages; either may be empty."""

    da: str
    en: str


class OrganisationRef(Schema):
    """An organisation, as it is named elsewhere."""

    id: int
    name: str
    cvr: str


def amount(minor: int, currency: str) -> Amount:
    """Return an amount."""
    return Amount(amount=minor, currency=currency)


def both(text: Mapping[str, str] | None) -> Words:
    """Return a text of the house."""
    return Words(**{language: (text or {}).get(language) or "" for language in LANGUAGES})


def ref(organisation: Any) -> OrganisationRef:
    """Return an organisation's short form."""
    return OrganisationRef(id=organisation.pk, name=organisation.name, cvr=organisation.cvr)

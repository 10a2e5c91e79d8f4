"""Texts in two languages, spans of days, refusals, queries handed over."""

from datetime import date

from django.utils import translation

from klynge.core.errors import Conflict, HouseError, Invalid, Refused
from klynge.core.ranges import span
from klynge.core.selects import Select
from klynge.core.texts import TextField, in_language

BOTH = {"da": "Kontingent", "en": "Dues"}


def test_a_text_is_read_in_the_language_asked_for():
    assert in_language(BOTH, "da") == "Kontingent" and in_language(BOTH, "en-gb") == "Dues"


def test_without_a_wish_the_readers_language_counts():
    with translation.override("en"):
        assert in_language(BOTH) == "Dues"
    with translation.override("da"):
        assert in_language(BOTH) == "Kontingent"
    with translation.override(None):
        assert in_language(BOTH) == "Kontingent"


def test_a_text_in_one_language_only_is_better_than_none():
    assert in_language({"da": "Kontingent", "en": ""}, "en") == "Kontingent"
    assert in_language({"en": "Dues"}, "da") == "Dues"
    assert in_language({}, "da") == "" == in_language(None, "en")


def test_a_text_field_begins_empty():
    assert TextField().get_default() == {}


def test_a_span_holds_its_first_day_and_not_its_last():
    year = span(date(2027, 1, 1), date(2028, 1, 1))
    assert date(2027, 1, 1) in year and date(2027, 12, 31) in year and date(2028, 1, 1) not in year


def test_a_span_without_an_end_is_open():
    always = span(date(2027, 1, 1))
    assert always.upper is None and date(2999, 1, 1) in always and date(2026, 12, 31) not in always


def test_every_refusal_is_of_the_house_and_an_invalid_one_says_where():
    assert all(issubclass(kind, HouseError) for kind in (Refused, Invalid, Conflict))
    refusal = Invalid("The term is closed.", field="term")
    assert (str(refusal), refusal.field) == ("The term is closed.", "term")
    assert Invalid("No.").field is None


def test_a_select_without_parameters_has_none():
    assert Select("SELECT 1").params == {}

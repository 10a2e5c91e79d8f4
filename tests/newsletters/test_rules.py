"""Fields in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.newsletters.rules.merging import FIELDS, SAME, Unknown, merge, paragraphs, unknown_fields


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello {name} of { Company }", []),
        ("Hej {navn}", []),
        ("Dear\n  {nmae}", [Unknown("{nmae}", 2, 3)]),
        ("{} and } and {", [Unknown("{}", 1, 1), Unknown("}", 1, 8), Unknown("{", 1, 14)]),
        ("{{name}}", [Unknown("{", 1, 1), Unknown("}", 1, 8)]),
    ],
)
def test_what_is_no_field_is_found_with_its_place(text, found):
    assert unknown_fields(text) == found


def test_a_brace_in_a_name_is_not_read_as_a_field():
    assert merge("{company}, {fee}", {"company": "{fee} ApS", "fee": "100"}) == "{fee} ApS, 100"


def test_the_danish_names_mean_the_same():
    assert merge("{navn} {virksomhed}", {"name": "Bo", "company": "Fjord"}) == "Bo Fjord"
    assert len(SAME) == 2 * len(FIELDS) - sum(name == danish for name, danish in FIELDS.items())


def test_empty_lines_part_paragraphs():
    assert paragraphs("Hej\r\n\r\nEn\nto\n\n\n tre ") == [["Hej"], ["En", "to"], ["tre"]]


@given(st.text(), st.text())
def test_a_text_without_unknown_fields_holds_only_what_was_put_in(text, value):
    if not unknown_fields(text):
        assert merge(merge(text, dict.fromkeys(FIELDS, "")), {}) == merge(text, dict.fromkeys(FIELDS, ""))
        assert "{" not in merge(text, dict.fromkeys(FIELDS, ""))
    assert unknown_fields(merge("{name}", {"name": value})) == unknown_fields(value)

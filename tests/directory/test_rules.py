"""Cleaning, folding and guessing."""

import pytest

from klynge.directory.rules.checking import Problem, clean_organisation, new_organisation
from klynge.directory.rules.folding import fold, misspellings, words_of
from klynge.directory.rules.industries import edition_of, industry, is_ict
from klynge.directory.rules.mail_domains import domain_of, is_address
from klynge.directory.rules.sizes import size_fault


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("cvr", "DK 13 74 81 36", "13748136"),
        ("cvr", "13.74.81.36", "13748136"),
        ("gln", "5790 0001 2222 3", None),
        ("gln", "5798000000001", "5798000000001"),
        ("postcode", "DK-9000", "9000"),
        ("postcode", "800", "0800"),
        ("kind", "Vidensinstitution", "knowledge"),
        ("legal_form", "a/s", "A/S"),
        ("legal_form", "Anpartsselskab", "ApS"),
        ("country", "danmark", "DK"),
        ("name", "  Fjord \u00a0 Data\tApS ", "Fjord Data ApS"),
        ("name", "A\u030ahus", "Åhus"),
        ("industry_code", "62.01.00 Computerprogrammering", "620100"),
    ],
)
def test_a_fact_is_cleaned(field, given, kept):
    facts, problems = clean_organisation({field: given})
    assert facts.get(field) == kept
    assert bool(problems) == (kept is None)


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("cvr", "1374813", "cvr_digits"),
        ("cvr", "abc", "cvr_digits"),
        ("gln", "579000", "gln_digits"),
        ("gln", "5798000000002", "gln_check"),
        ("postcode", "90000", "postcode"),
        ("kind", "hemmelig", "kind"),
        ("legal_form", "GmbH", "legal_form"),
        ("country", "Langtbortistan", "country"),
        ("industry_code", "IT", "industry_code"),
        ("industry_edition", "SIC", "industry_edition"),
        ("name", "x" * 161, "too_long"),
    ],
)
def test_what_cannot_be_right_is_named_and_left_out(field, given, code):
    facts, problems = clean_organisation({field: given})
    assert [(problem.field, problem.code, problem.is_warning) for problem in problems] == [(field, code, False)]
    assert field not in facts


def test_a_wrong_check_digit_is_a_warning_for_the_register_may_be_right():
    assert clean_organisation({"cvr": "12345678"}) == ({"cvr": "12345678"}, [Problem("cvr", "cvr_check", "12345678", is_warning=True)])


@pytest.mark.parametrize("field", ["phone", "website"])
def test_odd_numbers_and_addresses_are_kept_with_a_warning(field):
    facts, problems = clean_organisation({field: "ved ikke"})
    assert facts == {field: "ved ikke"} and problems[0].is_warning


def test_foreign_numbers_and_postcodes_are_left_as_they_are():
    assert clean_organisation({"country": "se", "cvr": "556677-8899", "postcode": "411 05"}) == (
        {"country": "SE", "cvr": "556677-8899", "postcode": "411 05"},
        [],
    )


def test_a_website_gives_the_mail_domain_and_a_new_code_its_edition():
    facts, _ = clean_organisation({"website": "https://www.fjord.example/om", "industry_code": "621000"})
    assert (facts["email_domain"], facts["industry_edition"]) == ("fjord.example", "DB25")


def test_a_new_company_tells_its_form_by_its_name():
    assert new_organisation({"name": "Fjord Data ApS"})["legal_form"] == "ApS"
    assert new_organisation({"name": "Havn", "legal_form": "FORENING"})["kind"] == "association"
    assert "legal_form" not in new_organisation({"name": "Data"})


@pytest.mark.parametrize(("text", "folded"), [("Ågård  ÆRØ", "aagaard aeroe"), ("Sören Müller", "soeren muller"), ("Café É", "cafe e")])
def test_letters_are_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("DK 13 74 81 36", ["13748136"]),
        ("13.74.81.36", ["13748136"]),
        ("Fjord dk13748136", ["fjord", "13748136"]),
        ("  ", []),
        ("Bo, Aalborg", ["bo", "aalborg"]),
    ],
)
def test_what_is_typed_becomes_words(typed, words):
    assert words_of(typed) == words


def test_one_slip_is_guessed_and_short_words_are_not():
    assert {"fjord", "frod", "fjrods"} & set(misspellings("fjrod")) == {"fjord", "frod"}
    assert misspellings("abc") == []
    assert "13748136" in misspellings("13748163")


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("bo@fjord.example", "fjord.example"),
        ("bo@gmail.com", ""),
        ("https://www.Fjord.example/x", "fjord.example"),
        ("fjord", ""),
        ("", ""),
    ],
)
def test_a_domain_is_the_companys_own(text, domain):
    assert domain_of(text) == domain


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("bo@fjord.dk", True),
        ("søren@fjord.dk", True),
        ("bo@fjord", False),
        ("a b@c.dk", False),
        ("a@b.dk, c@d.dk", False),
        ("a..b@c.dk", False),
    ],
)
def test_an_address_is_told_from_other_texts(text, holds):
    assert is_address(text) == holds


def test_ict_codes_know_their_edition_when_only_one_has_them():
    assert (edition_of("620100"), edition_of("621000"), edition_of("611000")) == ("DB07", "DB25", "")
    assert is_ict("465210") and is_ict("620100") and not is_ict("011100")
    assert industry("620100", "DB25") is None


@pytest.mark.parametrize(
    ("size", "fault"),
    [
        (("headcount", 0, 0), ""),
        (("headcount", 200, None), ""),
        (("headcount", -1, 3), "size_negative"),
        (("headcount", 2_000_001, None), "size_absurd"),
        (("headcount", 5, 3), "size_order"),
        (("turnover", 5_000_000_000, 5_000_000_000), ""),
        (("turnover", 10**14, None), "size_absurd"),
    ],
)
def test_sizes_that_nobody_has_are_faults(size, fault):
    assert size_fault(*size) == fault

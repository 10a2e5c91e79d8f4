"""Files of every make are read, columns understood, values made out."""

import io
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from klynge.membership.queries.import_reading import read_table
from klynge.membership.rules.member_files.columns import fingerprint, meaning, recognised
from klynge.membership.rules.member_files.likeness import Candidate, choose, likeness
from klynge.membership.rules.member_files.reading import Unreadable
from klynge.membership.rules.member_files.rows import Setting, duplicates, understand
from klynge.membership.rules.member_files.values import read_date, read_flag, read_number, read_size
from klynge.membership.rules.member_files.writing import write_table

SETTING = Setting({"aalborg": "0851", "0851": "0851", "vesthimmerlands": "0820"}, {"ordinary": 7}, 7, date(2027, 1, 4))
LIST = "Firmanavn;CVR-nr.;Årsværk\nÆrø Færge;32081330;12,5\n"


def workbook(*rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_texts_of_every_make_give_the_same_table(encoding, mark):
    table = read_table(LIST.replace(";", mark).encode(encoding))
    assert (table.headers, table.rows) == (("Firmanavn", "CVR-nr.", "Årsværk"), ((2, ("Ærø Færge", "32081330", "12,5")),))


def test_commas_between_and_within_cells():
    table = read_table(b'sep=,\nname,employees,turnover\n"Fjord, Data",12,"1,234,567.00"\n')
    assert table.rows == ((3, ("Fjord, Data", "12", "1,234,567.00")),)


def test_a_workbook_with_a_title_above_and_blanks_between():
    table = read_table(
        workbook(
            ["Medlemsliste 2027"], [], ["Navn", "Ansatte", "Indmeldt", "Aktiv"], ["Fjord", 12.0, date(2020, 5, 1), True], [], ["Å", 12.5]
        )
    )
    assert table.headers == ("Navn", "Ansatte", "Indmeldt", "Aktiv")
    assert table.rows == ((4, ("Fjord", "12", "2020-05-01", "ja")), (6, ("Å", "12,5", "", "")))


def test_the_same_heading_twice_is_told_apart():
    assert read_table(b"Navn;Mail;Mail;\nA;b;c;\n").headers == ("Navn", "Mail", "Mail (2)")


def _bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 301_000_000)
    return content.getvalue()


def _archive():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", b"<x/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b";;;\n;;;\n", "empty"),
        (b"Navn;CVR\n", "no_rows"),
        (b"%PDF-1.7 ...", "other_kind"),
        (b"<html><table>", "other_kind"),
        (b"Navn;CVR\n\x00\x01\x02", "other_kind"),
        (b"PK\x03\x04 broken", "broken_workbook"),
        (b"\xd0\xcf\x11\xe0 broken", "broken_workbook"),
        (b"x" * 20_000_001, "too_large"),
        (b"Navn\n" + b"A\n" * 100_001, "too_many_rows"),
        (b";".join([b"a"] * 201) + b"\nx\n", "too_many_columns"),
        (workbook([]), "empty"),
        (_archive(), "other_archive"),
        (_bomb(), "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_file_that_is_not_what_it_says_gives_one_clear_code(content, code):
    with pytest.raises(Unreadable) as fault:
        read_table(content)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("header", "field"),
    [("Firmanavn", "name"), ("CVR-nr.", "cvr"), ("VAT no", "cvr"), ("Antal ansatte", "headcount"), ("Årsværk", "fte"), ("E-mail", "contact_email"),
     ("EAN-nummer", "gln"), ("Medlem siden", "joined_on"), ("Postnr. og by", "postal"), ("Employees *", "headcount"), ("Farve", ""), ("Årsag", "")],
)  # fmt: skip
def test_headings_are_understood_in_both_languages(header, field):
    assert meaning(header) == field


def test_the_first_column_of_a_meaning_wins_and_order_does_not_count():
    assert recognised(["Mail", "E-mail", "Navn"]) == {"Mail": "contact_email", "Navn": "name"}
    assert fingerprint(["Navn", "CVR"]) == fingerprint(["cvr", "navn ", "Årsag"]) != fingerprint(["Navn"])


@pytest.mark.parametrize(
    "text", ["31-12-2026", "31.12.2026", "31/12/26", "2026-12-31", "2026-12-31 00:00:00", "31. december 2026", "46387", "31 dec 2026"]
)
def test_a_date_is_read_however_it_is_written(text):
    assert read_date(text) == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["31-02-2026", "snart", "12", "2026-13-01", "3000", "99999", ""])
def test_what_is_no_date_is_none(text):
    assert read_date(text) is None


def test_a_bare_year_is_its_first_day_and_old_years_are_of_the_last_century():
    assert (read_date("2017"), read_date("1.5.98")) == (date(2017, 1, 1), date(1998, 5, 1))


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234.567,00", "1234567.00"), ("1,234,567.50", "1234567.50"), ("12,5", "12.5"), ("12.5", "12.5"), ("1.200", "1200"), ("2,5 mio", "2500000"),
     ("300 tkr", "300000"), ("25.000 kr.", "25000"), ("-3", "-3"), ("abc", None), ("1,2,3", None), ("", None)],
)  # fmt: skip
def test_numbers_have_danish_or_english_marks(text, number):
    assert read_number(text) == (number and Decimal(number))


@pytest.mark.parametrize(
    ("text", "size"),
    [("12", (12, 12)), ("10-19", (10, 19)), ("10 – 19 ansatte", (10, 19)), ("200+", (200, None)), ("200 eller flere", (200, None)),
     ("ANTAL_10_19", (10, 19)), ("ANTAL_1000_999999", (1000, None)), ("ANTAL_1000_", (1000, None)), ("over 200", (201, None)), ("under 10", (0, 9)),
     ("ca. 15", (15, 15)), ("1.200", (1200, 1200)), (">= 50", (50, None)), ("mange", None), ("12,5", None), ("", None), ("<0", None), ("1-x", None)],
)  # fmt: skip
def test_sizes_are_numbers_or_intervals(text, size):
    assert read_size(text) == size


def test_full_time_equivalents_are_kept_in_hundredths():
    assert read_size("12,5", parts=100) == (1250, 1250)
    assert (read_flag("Ja"), read_flag("nej"), read_flag("måske")) == (True, False, None)


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_a_row(text):
    row = understand(
        2, dict.fromkeys(("name", "cvr", "headcount", "joined_on", "contact_email", "postal", "type", "member_no"), text), SETTING
    )
    assert row.number == 2


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reader(content):
    with suppress(Unreadable):
        assert read_table(content).headers is not None


def _problems(**cells):
    return [(problem.field, problem.code) for problem in understand(2, {"name": "Fjord ApS"} | cells, SETTING).problems]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"name": " "}, ("name", "required")),
        ({"headcount": "-3"}, ("headcount", "size_negative")),
        ({"headcount": "3000000"}, ("headcount", "size_absurd")),
        ({"headcount": "19-10"}, ("headcount", "size_order")),
        ({"headcount": "mange"}, ("headcount", "size")),
        ({"joined_on": "i går"}, ("joined_on", "date")),
        ({"joined_on": "2020-01-01", "ended_on": "2019-01-01"}, ("ended_on", "ended_before_joined")),
        ({"contact_email": "bo@"}, ("contact_email", "email")),
        ({"contact_name": "x" * 121}, ("contact_name", "too_long")),
        ({"member_no": "A7"}, ("member_no", "member_no")),
        ({"type": "Guld"}, ("type", "type")),
        ({"is_founding": "måske"}, ("is_founding", "flag")),
        ({"municipality": "Paris"}, ("municipality", "municipality")),
    ],
)
def test_every_fault_names_its_column(cells, problem):
    assert _problems(**cells) == [problem]


def test_a_row_is_understood():
    cells = {"name": "Fjord ApS", "postal": "9000 Aalborg", "municipality": "Aalborg Kommune", "contact_email": "BO@fjord.dk", "billing_email": "bo@fjord.dk",
             "fte": "12,5", "type": "Ordinary", "member_no": "#12", "is_founding": "ja"}  # fmt: skip
    row = understand(2, cells, SETTING)
    assert row.facts == {"name": "Fjord ApS", "postcode": "9000", "town": "Aalborg", "municipality_id": "0851"}
    assert [(c.role, c.name, c.email) for c in row.contacts] == [
        ("primary", "bo@fjord.dk", "bo@fjord.dk"),
        ("billing", "bo@fjord.dk", "bo@fjord.dk"),
    ]
    assert (row.domain, row.type_id, row.member_no, row.is_founding, row.problems) == ("fjord.dk", 7, 12, True, ())
    assert [(size.metric, size.low, size.as_of) for size in row.sizes] == [("fte", 1250, date(2027, 1, 4))]


def test_the_later_of_two_rows_for_one_company_is_the_fault():
    cells = [{"name": "A", "cvr": "13748136"}, {"name": "B", "cvr": "DK 13748136"}, {"name": "C"}, {"name": "c"}]
    rows = duplicates([understand(number, each, SETTING) for number, each in enumerate(cells, 2)])
    assert [[(p.field, p.code, p.value) for p in row.problems] for row in rows] == [
        [],
        [("cvr", "twice", "2")],
        [],
        [("name", "twice", "4")],
    ]


def test_names_are_alike_whatever_their_legal_form():
    assert likeness("Fjord Data ApS", "FJORD DATA A/S") == 1000
    assert likeness("Fjord Data", "Fjord Consult") < 600


def test_the_nearest_is_chosen_only_when_it_is_clear():
    fjord, fjords, other = (
        Candidate(1, "Fjord Data A/S", "9000", ""),
        Candidate(2, "Fjord Datas", "9000", ""),
        Candidate(3, "Havn", "9000", ""),
    )
    assert choose("Fjord Data ApS", "9000", [fjord, other]) == (fjord, False)
    assert choose("Fjord Data ApS", "8000", [fjord]) == (fjord, True)
    assert choose("Fjord Dat", "9000", [fjord, fjords])[1] is True
    assert choose("Havblik Net", "9000", [fjord]) == (None, False)
    assert choose("Havblik Net", "9000", [fjord], shares_domain=True) == (None, True)
    assert choose("Fjord", "", [fjord], shares_domain=True) == (fjord, False)
    assert choose("Fjord", "", []) == (None, False)


@pytest.mark.parametrize("is_workbook", [True, False])
def test_what_is_written_is_read_back_and_no_cell_is_a_formula(is_workbook):
    rows = [["=1+1", "+45 12345678", "Ærø"]]
    content = write_table(["Navn", "Telefon", "By"], rows, is_workbook=is_workbook)
    assert read_table(content).rows == ((2, ("=1+1", "+45 12345678", "Ærø")),)
    assert is_workbook or b"'=1+1" in content

"""The company register: what is read out of it, what never is, and what happens when it does not answer."""

import json
import threading
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from klynge.directory.rules.register_records import ASKED, from_cvrapi, from_virk
from klynge.directory.tasks import look_up
from tests.directory.register_answers import cvrapi, month, quarter, virk, year


class Service(BaseHTTPRequestHandler):
    """Answers with what it was given, and remembers what it was asked."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.headers, json.loads(body)))
        self._say()

    def do_GET(self):
        self.server.heard.append((self.headers, self.path))
        self._say()

    def _say(self):
        status, content = self.server.says
        self.send_response(status)
        self.end_headers()
        self.wfile.write(content if isinstance(content, bytes) else json.dumps(content).encode())

    def log_message(self, *_said):
        pass


@contextmanager
def answering(says, status=200):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.heard, server.says = [], (status, says)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", server.heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def connected(settings):
    def connect(source, url=""):
        settings.CVR_SOURCE, settings.CVR_URL, settings.CVR_CONTACT = source, url, "post@nordlys.example"
        settings.CVR_USER, settings.CVR_PASSWORD = "nordlys", "secret"

    return connect


def test_virk_is_asked_for_the_few_fields_that_are_needed(connected):
    with answering(virk(series={"erstMaanedsbeskaeftigelse": [month(2026, 9)]})) as (url, heard):
        connected("virk", url)
        found = look_up("12345674").record
    (headers, question), = heard  # fmt: skip
    assert (question["_source"], question["query"]) == (ASKED, {"term": {"Vrvirksomhed.cvrNummer": 12345674}})
    assert "deltagerRelation" not in json.dumps(question)
    assert headers["Authorization"].startswith("Basic ")
    assert (found.name, found.street, found.postcode, found.town, found.municipality) == (
        "Havnens Data ApS", "Kajvej 4B, 2.", "9000", "Aalborg", "0851"
    )  # fmt: skip
    assert (found.low, found.high, found.size_period, found.founded_on) == (20, 49, "2026-09", date(2015, 3, 1))


@pytest.mark.parametrize(
    ("series", "size"),
    [
        ({}, (None, None, "", "")),
        ({"aarsbeskaeftigelse": [year(2024, "ANTAL_10_19"), year(2025, "ANTAL_20_49")]}, (20, 49, "2025", "")),
        ({"aarsbeskaeftigelse": [year(2026, "ANTAL_1_1")], "kvartalsbeskaeftigelse": [quarter(2026, 4, "ANTAL_2_4")]}, (2, 4, "2026-Q4", "")),
        ({"kvartalsbeskaeftigelse": [quarter(2026, 3, "ANTAL_5_9")], "maanedsbeskaeftigelse": [month(2026, 9, exact=37)]}, (37, 37, "2026-09", "")),
        ({"erstMaanedsbeskaeftigelse": [month(2026, 9, "ANTAL_1000_")]}, (1000, None, "2026-09", "")),
        ({"erstMaanedsbeskaeftigelse": [month(2026, 9, "ANTAL_20_29")]}, (None, None, "2026-09", "ANTAL_20_29")),
        ({"erstMaanedsbeskaeftigelse": [month(2026, 9, None)], "aarsbeskaeftigelse": [year(2025, "ANTAL_0_0")]}, (0, 0, "2025", "")),
    ],
)  # fmt: skip
def test_the_size_is_of_the_newest_period_that_says_one_and_an_unknown_code_is_no_guess(series, size):
    found = from_virk(virk(series=series))
    assert (found.low, found.high, found.size_period, found.strange_size) == size


def test_a_persons_own_firm_keeps_its_street_to_itself():
    assert (from_virk(virk(form="ENK")).street, from_virk(virk(form="ENK")).kind) == ("", "sole")
    assert from_cvrapi(cvrapi(companydesc="Enkeltmandsvirksomhed")).street == ""


def test_what_is_protected_or_closed_is_told():
    found = from_virk(virk(protected=True, ended="2025-12-31"))
    assert (found.is_advertising_protected, found.is_active) == (True, False)


@pytest.mark.parametrize(("said", "size"), [(33090, (33090, 33090)), ("2-4", (2, 4)), ("1000+", (1000, None)), (None, (None, None))])
def test_cvrapi_says_sizes_in_three_ways(connected, said, size):
    with answering(cvrapi(employees=said)) as (url, heard):
        connected("cvrapi", url)
        found = look_up("12345674").record
    (headers, path), = heard  # fmt: skip
    assert (found.low, found.high, found.founded_on, found.legal_form) == (*size, date(2015, 3, 1), "ApS")
    assert ("vat=12345674" in path, "post@nordlys.example" in headers["User-Agent"]) == (True, True)


@pytest.mark.parametrize(
    ("status", "says"), [(200, {"error": "QUOTA_EXCEEDED"}), (500, b""), (200, b"<html>"), (200, []), (200, {"name": ""}), (200, b"x" * 5_000_000)]
)  # fmt: skip
def test_a_register_that_does_not_answer_stands_in_nobodys_way(connected, status, says):
    with answering(says, status) as (url, _heard):
        connected("cvrapi", url)
        found = look_up("12345674")
    assert (found.record, "does not answer" in found.problem) == (None, True)


def test_a_number_that_the_register_does_not_know_is_told(connected):
    with answering({"hits": {"hits": []}}) as (url, _heard):
        connected("virk", url)
        assert "knows no company" in look_up("12345674").problem
    with answering({"error": "NOT_FOUND"}) as (url, _heard):
        connected("cvrapi", url)
        assert "knows no company" in look_up("12345674").problem


def test_an_extract_is_read_line_by_line(connected, tmp_path):
    file = tmp_path / "extract.jsonl"
    lines = [virk(number)["hits"]["hits"][0]["_source"] for number in (13585628, 12345674)]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    connected(str(file))
    assert look_up("12345674").record.cvr == "12345674"
    assert "knows no company" in look_up("99100028").problem
    connected(str(tmp_path / "missing"))
    assert "does not answer" in look_up("12345674").problem


def test_without_a_register_the_form_is_filled_in_by_hand(connected):
    connected("")
    assert "not connected" in look_up("12345674").problem

"""Odd addresses and hostile forms end in a page, a complaint or nothing found; never in a fault, and never in a change."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from klynge.audit.models import AuditEvent
from tests.interfaces.office.test_every_route import OFFICE

NAMES = ("page", "sort", "q", "search", "status", "type", "category", "municipality", "kind", "missing", "standing", "on", "since", "until", "before",
         "year", "state", "exception", "quarter", "family", "first", "last", "form", "size", "employees", "person", "area", "view", "pick", "n", "headcount",
         "joined_on", "founded_on", "with", "other", "survivor", "effective_on", "organisation")  # fmt: skip
ODD = ["\x00", "9" * 4000, "-1", "0", "1e9", "2027-02-30", "9999-12-31", "0001-01-01", "'; DROP TABLE x; --", "<script>", "../../etc/passwd", "%s%n",
       "Ærø\u202e", "null", "[]", "😀" * 50, "99999999999999999999"]  # fmt: skip


@pytest.fixture
def astrid(client, world):
    client.force_login(world.astrid_user)
    client.raise_request_exception = False
    return client


def address(value):
    from urllib.parse import urlencode

    return "?" + urlencode([(name, value) for name in NAMES] + [("pick", "x"), ("page", "2")])


@pytest.mark.parametrize("route", OFFICE)
def test_an_odd_query_is_no_fault(astrid, route):
    answers = {value[:12]: astrid.get(route + address(value)).status_code for value in ODD}
    assert {value: code for value, code in answers.items() if code >= 500} == {}


@pytest.mark.parametrize("route", OFFICE)
def test_a_hostile_form_is_no_fault_and_changes_nothing(astrid, route):
    before = AuditEvent._base_manager.count()
    for value in ("\x00", "9" * 400, "-1", "2027-02-30", "<script>", ""):
        fields = dict.fromkeys(
            (*NAMES, "name", "reason", "amount", "received_on", "reference", "number", "through_on", "email", "role", "digest"), value
        )
        file = SimpleUploadedFile("x.xlsx", b"%PDF-1.7 not a workbook", content_type="application/pdf")
        answer = astrid.post(route, {**fields, "file": file, "logo": file})
        assert answer.status_code < 500, (route, value[:12])
    changed = AuditEvent._base_manager.values_list("verb", flat=True)[: max(AuditEvent._base_manager.count() - before, 0)]
    assert [verb for verb in changed if verb not in HARMLESS] == []


HARMLESS = {
    "files.file.stored",
    "membership.import.uploaded",
    "outbox.mail.tested",
    "access.language.chosen",
    "access.view.saved",
    "engagement.weights.drafted",  # takes no input: a draft of what counts already
}  # a name may look odd

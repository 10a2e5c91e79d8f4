"""The command line for e-invoices."""

import argparse
from datetime import date

import mockeinvoice
import pytest
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_invoice, prepare_einvoices
from klynge.core.errors import Invalid
from klynge.interfaces.cli import invoices
from tests import factories


def run(*arguments):
    parser = argparse.ArgumentParser()
    invoices.register(parser.add_subparsers())
    options = parser.parse_args(["invoices", *arguments, "--cluster", "nordlys"])
    return options.run(options)


@pytest.fixture
def stage(world, settings, tmp_path):
    settings.EINVOICE_FOLDER = str(tmp_path / "out")
    with scope(cluster=world.nordlys), override("en"):
        town = factories.company(world.nordlys, "Testkommune", kind="public", cvr="29189420", gln="5798009811578", buyer_reference="4711")
        nobody = factories.company(world.nordlys, "Foreningen uden CVR")
        by = {"issued_on": world.today, "due_on": date(2027, 2, 3), "language": "da", "actor": world.astrid, "at": timezone.now()}
        lines = [DraftLine(world.dues, "Kontingent", 1_000_00)]
        made = [issue_invoice(who, cluster=world.nordlys, lines=lines, source_key=f"hand:{who}", **by) for who in (town, nobody)]
        ids = [invoice.pk for invoice in made]
        prepare_einvoices(world.nordlys, invoice_ids=ids, channel="folder", actor=world.astrid, at=timezone.now())
        yield world


def test_the_xml_is_written_where_it_is_asked_for(stage, tmp_path):
    path = tmp_path / "one.xml"
    output = run("xml", "2027-00001", "-o", str(path))
    assert (mockeinvoice.validate(path.read_bytes())[1].verdict, output.data["bytes"]) == ("valid", path.stat().st_size)


def test_what_can_be_no_e_invoice_is_refused_in_words(stage, tmp_path):
    with pytest.raises(Invalid, match="GLN"):
        run("xml", "2027-00002", "-o", str(tmp_path / "two.xml"))
    with pytest.raises(Invalid, match="no invoice 2027-00009"):
        run("send", "2027-00009")


def test_sending_rehearses_unless_it_is_told_to_commit(stage, tmp_path):
    assert run("send").data == {"waiting": ["2027-00001"], "committed": False}
    assert not (tmp_path / "out").exists()
    path = str(tmp_path / "out" / "nordlys" / "2027-00001.xml")
    assert run("send", "--commit").data["sent"] == [{"number": "2027-00001", "status": "sent", "channel": "folder", "words": path}]
    assert run("send", "--commit").lines == ["No e-invoice waits."]
    assert run("send", "2027-00001").lines[0] == "2027-00001"
    assert run("send", "2027-00001", "--commit").data["sent"][0]["status"] == "sent"

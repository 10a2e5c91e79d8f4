"""Reminders from the command line: a rehearsal unless told otherwise."""

import json
from datetime import date

import pytest
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_invoice, set_reminder_steps
from klynge.billing.models import Reminder
from klynge.billing.rules.reminders import Step
from klynge.interfaces.cli.main import run


@pytest.fixture
def late(world):
    with scope(cluster=world.nordlys):
        by = {"actor": world.frida, "at": world.noon}
        set_reminder_steps(world.nordlys, audience="business", steps=[(Step(1, 8, 10, 100_00), {"da": "", "en": ""})], **by)
        lines = [DraftLine(world.dues, "Kontingent", 1_000_00)]
        issue_invoice(world.fjord, cluster=world.nordlys, lines=lines, source_key="x", issued_on=date(2026, 1, 2), due_on=date(2026, 1, 31), language="da", **by)  # fmt: skip
        yield world


def test_a_rehearsal_keeps_nothing_and_commit_does(late, capsys):
    command = ["reminders", "send", "--cluster", "nordlys", "--as-of", "2026-02-08", "--json"]
    assert run(command) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["committed"], said["reminders"][0]["charges_minor"], Reminder.objects.count()) == (False, 100_00, 0)
    assert run([*command, "--commit"]) == 0
    assert Reminder.objects.count() == 1
    capsys.readouterr()
    assert run(command) == 0
    assert json.loads(capsys.readouterr().out)["held"][0]["why"] == "done"

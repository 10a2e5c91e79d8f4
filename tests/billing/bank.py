"""A bank account of Nordlys with entries, and invoices for them to pay."""

from datetime import date
from itertools import count

from klynge.banking.models import BankAccount, BankEntry, BankFile
from klynge.billing.actions import DraftLine, issue_invoice, match_entries
from klynge.billing.models import EntryMatch
from klynge.files.models import StoredFile

ISSUED = date(2026, 12, 1)
PAID = date(2026, 12, 15)
_marks = count(1)


def by(world):
    return {"actor": world.frida, "at": world.noon}


def account(world, identifier="DK5000400440116243", name="Drift", **facts):
    """Add the account straight, with a file for its entries to come from."""
    return BankAccount.objects.create(cluster=world.nordlys, identifier=identifier, name=name, currency="DKK", **facts)


def bank_file(world, name="december.xml"):
    stored = StoredFile.objects.create(
        cluster=world.nordlys,
        name=name,
        content_type="text/xml",
        size=1,
        sha256=f"{next(_marks):064}",
        blob="files/x.xml",
        stored_at=world.noon,
    )
    return BankFile.objects.create(
        cluster=world.nordlys, stored=stored, sha256=stored.sha256, name=name, format="camt.053", state="done", received_at=world.noon
    )


def came_in(bank, minor=1_250_00, *, on=PAID, file=None, **said):
    """Let the bank tell of an amount (below zero: it went out)."""
    file = file or BankFile.objects.filter(cluster=bank.cluster).first()
    facts = {"currency": bank.currency, "fingerprint": f"{next(_marks):064}"} | said
    return BankEntry.objects.create(cluster=bank.cluster, account=bank, file=file, booked_on=on, amount_minor=minor, **facts)


def owed(world, who=None, net_minor=1_000_00, *, key=None):
    """Issue an invoice; 25 % VAT is added."""
    lines = [DraftLine(world.dues, "Kontingent 2027", net_minor)]
    days = {"issued_on": ISSUED, "due_on": date(2026, 12, 31), "language": "da"}
    return issue_invoice(
        who or world.fjord, cluster=world.nordlys, lines=lines, source_key=key or f"hand:{next(_marks)}", **days, **by(world)
    )


def fik(invoice, **more):
    return {"reference_kind": "fik", "reference": invoice.payment_id, **more}


def matched(world, **more):
    return match_entries(world.nordlys, **by(world), **more)


def match_of(entry):
    return EntryMatch.objects.select_related("cluster", "entry", "payment", "payer").get(entry=entry)

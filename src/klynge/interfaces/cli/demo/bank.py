"""A statement from the bank: what it surely pays is booked, and the rest waits for a visitor with its reasons."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from klynge.banking.actions import receive_file, record_entries
from klynge.banking.queries import default_account
from klynge.banking.rules.sniffing import read
from klynge.billing.actions import match_entries
from klynge.billing.models import Allocation, Invoice, InvoiceKind
from klynge.billing.queries import with_balance
from klynge.core.cells import kroner_cell
from klynge.core.clock import noon_of

from .stage import Stage

FIRST, READ = date(2026, 11, 2), date(2026, 11, 20)
OPENING_MINOR = 412_350_00
Row = tuple[str, str, int]  # name, text, minor units


def play(stage: Stage) -> None:
    """Bring in November's list, and let the entries find what they pay."""
    account, by = default_account(stage.nordlys), {"actor": stage.releaser, "at": noon_of(READ)}
    content = _written(list(_rows(stage)))
    file = receive_file(stage.nordlys, name="kontobevaegelser-november.csv", content=content, account=account, **by)
    record_entries(file, said=read(io.BytesIO(content), currency="DKK"), **by)
    match_entries(stage.nordlys, **by)


def _rows(stage: Stage) -> Iterator[Row]:
    """Some pay as they should, and some as people do."""
    issued = Invoice.objects.filter(cluster=stage.nordlys, kind=InvoiceKind.INVOICE).select_related("organisation")
    late = list(with_balance(issued, on=READ).filter(open_minor__gt=0, issued_on__year=2026).order_by("id")[:6])
    paid = (
        Allocation.objects.filter(invoice__in=issued, invoice__issued_on__year=2026)
        .select_related("invoice__organisation")
        .order_by("id")[0]
    )
    yield "Ejendomsselskabet Kajen", "Husleje november", -18_500_00
    for invoice in late[:2]:
        yield invoice.organisation.name, f"Faktura {invoice.number}", invoice.open_minor
    yield _typed(late[2]), f"Kontingent {late[2].number}", late[2].open_minor + 50_00
    yield _typed(late[3]), "Kontingent 2026", late[3].open_minor // 2
    yield "REVISOR OLSEN", f"fak. {late[4].number}", late[4].open_minor
    yield paid.invoice.organisation.name, f"Faktura {paid.invoice.number}", paid.invoice.total_minor
    yield "Overførsel", "", 1_000_00
    yield "Løn", "Lønoverførsel november", -142_800_00
    yield "Demobanken", "Gebyr", -75_00


def _typed(invoice: Any) -> str:
    """Write the name as a bank does: capitals, cut short."""
    return str(invoice.organisation.name).upper()[:20].strip()


def _written(rows: list[Row]) -> bytes:
    """Return the list as the bank writes it, with its running balance."""
    buffer, balance = io.StringIO(), OPENING_MINOR
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(["Dato", "Tekst", "Navn", "Beløb", "Saldo"])
    for number, (name, text, minor) in enumerate(rows):
        balance += minor
        day = FIRST + timedelta(days=number + number // 5 * 2)
        writer.writerow([day.strftime("%d-%m-%Y"), text, name, kroner_cell(minor), kroner_cell(balance)])
    return buffer.getvalue().encode()

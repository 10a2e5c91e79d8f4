"""``klynge invoices``: list, print, credit and settle."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.queries import actor_by_email
from klynge.billing import actions, queries
from klynge.billing.models import Invoice
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.core.money import Money, parse_minor

from . import einvoices
from .frame import Output, group, leaf, operator, the_cluster, the_moment

Work = Callable[[argparse.Namespace, Cluster, Actor], Output]


class _Rehearsed(Exception):
    """Carries the result out of a transaction that is rolled back."""

    def __init__(self, output: Output) -> None:
        self.output = output


def register(commands: Any) -> None:
    """Add ``invoices list | pdf | xml | send | credit | pay``."""
    invoices = group(commands, "invoices", "List, print, credit and settle invoices")
    listing = leaf(invoices, "list", "List invoices and credit notes, the newest first", show)
    listing.add_argument("--status", choices=queries.InvoiceState.values, help="only those that stand so")
    listing.add_argument("--organisation", default="", help="only those of whom this finds: a name, a CVR number, an invoice number")
    listing.add_argument("--year", default="", help="only this year's series")
    listing.add_argument("--limit", type=int, default=100, help="how many at most (100)")
    listing.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="as things stood on this day (default: today)")
    printing = leaf(invoices, "pdf", "Write an invoice as PDF", pdf)
    printing.add_argument("number")
    printing.add_argument("-o", "--output", help="the file (default: named after the invoice, in this folder)")
    einvoices.register(invoices, _find)
    for name, summary, run in (("credit", "Credit an invoice in full", credit), ("pay", "Record a payment of an invoice", pay)):
        parser = leaf(invoices, name, summary, run, is_money=True)
        parser.add_argument("number")
        parser.add_argument("--as", dest="user", metavar="EMAIL", help="act as this user of the cluster's office")
        if name == "credit":
            parser.add_argument("--reason", required=True, help="printed on the credit note")
        else:
            parser.add_argument("--amount", required=True, help="for example 6875 or 6.875,00")
            parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day it came in (default: --as-of)")
            parser.add_argument("--reference", help="the bank's own (default: made from number and day)")


def show(options: argparse.Namespace) -> Output:
    """List the documents with what is open on each."""
    cluster = the_cluster(options)
    wanted = queries.InvoiceFilter(state=options.status or "", search=options.organisation, year=options.year)
    with scope(cluster=cluster):
        found = list(queries.invoice_list(cluster, wanted, on=day_of(the_moment(options)))[: options.limit])
    return Output([_facts(invoice) for invoice in found], [_words(invoice) for invoice in found] or ["No invoice matches."])


def pdf(options: argparse.Namespace) -> Output:
    """Write the document to a file."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        invoice = _find(cluster, options.number)
        path = Path(options.output or queries.file_name(invoice))
        content = queries.invoice_pdf(invoice)
    path.write_bytes(content)
    return Output({"number": invoice.number, "file": str(path), "bytes": len(content)}, [f"{invoice.number} is in {path}."])


def credit(options: argparse.Namespace) -> Output:
    """Issue a credit note; kept only with --commit."""
    return _in_cluster(options, _credit)


def pay(options: argparse.Namespace) -> Output:
    """Record a payment; kept only with --commit."""
    return _in_cluster(options, _pay)


def _credit(options: argparse.Namespace, cluster: Cluster, actor: Actor) -> Output:
    invoice, at = _find(cluster, options.number), the_moment(options)
    note = actions.issue_credit_note(invoice, reason=options.reason, issued_on=day_of(at), actor=actor, at=at)
    amount = {"amount": note.total_minor, "currency": note.currency}
    return Output(
        {"number": note.number, "credits": invoice.number, "total": amount},
        [f"{note.number} credits {invoice.number}: {_money(note.total)}"],
    )


def _pay(options: argparse.Namespace, cluster: Cluster, actor: Actor) -> Output:
    invoice, at = _find(cluster, options.number), the_moment(options)
    try:
        amount = parse_minor(options.amount)
    except ValueError:
        raise Invalid(f"“{options.amount}” is not an amount. Write it as 6875 or 6.875,00.", field="amount") from None
    on = options.on or day_of(at)
    reference = options.reference or f"{invoice.number}:{on}"
    payment = actions.record_payment(
        invoice.organisation, cluster=cluster, amount_minor=amount, received_on=on, reference=reference, invoice=invoice, actor=actor, at=at
    )
    left = queries.open_minor(invoice)
    facts = {
        "number": invoice.number,
        "reference": payment.reference,
        "received_on": on,
        "amount": {"amount": amount, "currency": invoice.currency},
    }
    words = f"{_money(Money(amount, invoice.currency))} on {invoice.number}; still open: {_money(Money(left, invoice.currency))}"
    return Output({**facts, "open": {"amount": left, "currency": invoice.currency}}, [words])


def _in_cluster(options: argparse.Namespace, work: Work) -> Output:
    cluster = the_cluster(options)
    try:
        with scope(cluster=cluster), transaction.atomic():
            output = work(options, cluster, _actor(options, cluster))
            output.data["committed"] = options.commit
            if not options.commit:
                raise _Rehearsed(output)
    except _Rehearsed as rehearsed:
        return Output(rehearsed.output.data, [*rehearsed.output.lines, "This was a rehearsal: nothing is kept. Add --commit to do it."])
    return output


def _actor(options: argparse.Namespace, cluster: Cluster) -> Actor:
    if options.user is None:
        return operator(cluster)
    actor = actor_by_email(options.user, cluster=cluster, at=the_moment(options))
    if actor is None:
        raise Invalid(f"{options.user} has no role in the office of {cluster.name}.", field="as")
    return actor


def _find(cluster: Cluster, number: str) -> Invoice:
    invoice = queries.invoice_by_number(cluster, number)
    if invoice is None:
        raise Invalid(f"{cluster.name} has no invoice {number}. See: klynge invoices list", field="number")
    return invoice


def _facts(invoice: Any) -> dict[str, Any]:
    money = {
        name: {"amount": getattr(invoice, f"{name}_minor"), "currency": invoice.currency}
        for name in ("net", "vat", "total", "paid", "open")
    }
    names = ("number", "kind", "state", "issued_on", "due_on", "payment_id", "language")
    return {**{name: getattr(invoice, name) for name in names}, "organisation": invoice.buyer["name"], "cvr": invoice.buyer["cvr"], **money}


def _words(invoice: Any) -> str:
    total, left = Money(invoice.total_minor, invoice.currency), Money(invoice.open_minor, invoice.currency)
    return (
        f"{invoice.number}  {invoice.issued_on}  {invoice.state:<11}  {_money(total):>18}  open {_money(left):>18}  {invoice.buyer['name']}"
    )


def _money(money: Money) -> str:
    return f"{money.amount:,.2f} {money.currency}"

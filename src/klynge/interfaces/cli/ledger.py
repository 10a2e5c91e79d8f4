"""``klynge ledger``: take the books out, close them, and check that nobody altered them."""

import argparse
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django_scopes import scope

from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.core.money import Money
from klynge.ledger import actions, queries

from .frame import Output, group, leaf, operator, the_cluster, the_moment


def register(commands: Any) -> None:
    """Add ``ledger export | verify | seal | close | chart``."""
    ledger = group(commands, "ledger", "Take the books out, close them, and check that nobody altered them")
    export = leaf(ledger, "export", "Write the journal of some days for another program", write)
    export.add_argument("--format", choices=sorted(queries.FORMATS), default="csv", help="which program reads it (csv)")
    export.add_argument("--from", dest="first", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD", help="the first day")
    export.add_argument("--to", dest="last", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD", help="the last day")
    export.add_argument("--journal", type=int, default=1, help="e-conomic's number of the journal that takes the entries (1)")
    export.add_argument("-o", "--output", help="the file (default: print it)")
    leaf(ledger, "verify", "Work out the hash chains again and say what was altered", verify)
    leaf(ledger, "seal", "Seal what was posted and done since the last time", seal)
    leaf(ledger, "chart", "List the families of accounts with their numbers and balances", chart)
    close = leaf(ledger, "close", "Close the books through a day", closing, is_money=True)
    close.add_argument("--through", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD", help="the last day to close")


def write(options: argparse.Namespace) -> Output:
    """Write the journal; with --output to a file, which is whole or not there."""
    cluster = the_cluster(options)
    if options.last < options.first:
        raise Invalid(f"--to {options.last} lies before --from {options.first}. Turn them round.", field="to")
    with scope(cluster=cluster):
        lines = queries.export_lines(
            cluster, first=options.first, end=options.last + timedelta(days=1), form=options.format, language=cluster.locale,
            journal_number=options.journal,
        )  # fmt: skip
        if not options.output:
            return Output(list(lines) if options.json else None, lines if options.json else list(lines))
        path, count = Path(options.output), 0
        partial = path.with_name(path.name + ".part")
        with partial.open("w", encoding="utf-8") as file:
            for count, line in enumerate(lines, 1):  # noqa: B007 (the count is told)
                file.write(line + "\n")
        partial.replace(path)
    return Output({"file": str(path), "format": options.format, "lines": count}, [f"{count} lines are in {path}."])


def verify(options: argparse.Namespace) -> Output:
    """Check the chains; exit status 1 when one is broken."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        found = queries.verify_books(cluster)
    lines = [
        f"{one.stream}: {one.sealed_rows} rows under {one.seals} seals hold, {one.unsealed_rows} are not sealed yet. {one.digest}"
        for one in found
        if not one.breaches
    ]
    lines += [
        f"{breach.stream}: seal {breach.number} is BROKEN: between rows {breach.first_id} and {breach.last_id} {_what(breach.missing_rows)}."
        for one in found
        for breach in one.breaches
    ]
    facts = [
        {
            "stream": one.stream, "seals": one.seals, "sealed_rows": one.sealed_rows, "unsealed_rows": one.unsealed_rows, "digest": one.digest,
            "broken": [{"seal": b.number, "first_row": b.first_id, "last_row": b.last_id, "missing_rows": b.missing_rows} for b in one.breaches],
        }
        for one in found
    ]  # fmt: skip
    return Output(facts, lines, code=int(any(one.breaches for one in found)))


def _what(missing: int) -> str:
    if missing == 0:
        return "a row was altered"
    return f"{missing} rows are gone" if missing > 0 else f"{-missing} rows were slipped in"


def seal(options: argparse.Namespace) -> Output:
    """Seal the books and the audit trail now."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        made = actions.seal_books(cluster, actor=operator(cluster), at=the_moment(options))
    data = {"seal": made.number, "digest": made.digest} if made else None
    return Output(data, [f"Sealed: {made.digest}" if made else "Nothing is new since the last seal."])


def chart(options: argparse.Namespace) -> Output:
    """List the chart of accounts."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        found = queries.chart_lines(cluster)
    rows = [{"number": one.number, "family": one.family, "name": one.name, "balance_minor": one.balance_minor} for one in found]
    words = [
        f"{one.number:>6}  {one.name[cluster.locale]:<32} {Money(one.balance_minor, cluster.currency).amount:>14,.2f}" for one in found
    ]
    return Output(rows, words)


def closing(options: argparse.Namespace) -> Output:
    """Close the books through the day; kept only with --commit."""
    cluster, at = the_cluster(options), the_moment(options)
    with scope(cluster=cluster), transaction.atomic():
        actions.close_books(cluster, through_on=options.through, actor=operator(cluster), at=at)
        if not options.commit:
            transaction.set_rollback(True)
    done = "are closed" if options.commit else "would be closed (rehearsal; --commit does it)"
    return Output(
        {"through": options.through, "committed": options.commit, "on": day_of(at)}, [f"The books {done} through {options.through}."]
    )

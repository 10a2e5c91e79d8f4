"""``klynge bank``: bring in what the bank says."""

import argparse
from pathlib import Path
from typing import Any

from django.utils import timezone
from django_scopes import scope

from klynge.banking import actions, queries, tasks
from klynge.banking.actions.receive_file import MOST_BYTES
from klynge.banking.models import BankAccount, BankFileState
from klynge.billing.queries.reconciling import Reconciliation, reconciliations
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.core.money import Money

from .frame import Output, content_of, group, leaf, operator, the_cluster, the_moment


def register(commands: Any) -> None:
    """Add ``bank accounts | add-account | import | reconcile``."""
    bank = group(commands, "bank", "Bring in what the bank says")
    leaf(bank, "accounts", "List the bank accounts, with what their statements leave out", accounts)
    adding = leaf(bank, "add-account", "Say that a bank account is the cluster's", add)
    adding.add_argument("identifier", help="IBAN, or registration number and account number")
    adding.add_argument("--name", default="", help="what it is called here")
    adding.add_argument("--currency", default="", help="default: the cluster's")
    reading = leaf(bank, "import", "Take in a statement: camt.053, camt.054, MT940 or a Danish CSV", read)
    reading.add_argument("file", type=Path)
    reading.add_argument("--account", default="", help="whose account a CSV is of (not needed when there is one only)")
    leaf(bank, "reconcile", "Put the books beside the bank at the end of a day", reconcile, is_dated=True)


def accounts(options: argparse.Namespace) -> Output:
    """List the accounts."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        rows = [_facts(account) for account in queries.accounts(cluster)]
    words = [f"{row['identifier']:<34}  {row['name']}  ({len(row['gaps'])} gaps)" for row in rows]
    return Output(rows, words or ["There is no bank account yet: klynge bank add-account IBAN."])


def _facts(account: BankAccount) -> dict[str, Any]:
    missing = [
        {
            "statement": gap.number,
            "from": gap.first_on,
            "inside_minor": gap.inside_minor,
            "before_minor": gap.before_minor,
            "file": gap.file_name,
        }
        for gap in queries.gaps(account)
    ]
    return {"identifier": account.identifier, "name": account.name, "currency": account.currency, "gaps": missing}


def add(options: argparse.Namespace) -> Output:
    """Add an account."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        made = actions.add_account(
            cluster, identifier=options.identifier, name=options.name, currency=options.currency or cluster.currency,
            actor=operator(cluster), at=timezone.now(),
        )  # fmt: skip
    return Output({"identifier": made.identifier, "name": made.name}, [f"{made.identifier} is added."])


def read(options: argparse.Namespace) -> Output:
    """Take the file in at once, without the worker; exit status 1 when it can't be read."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        file = actions.receive_file(
            cluster, name=options.file.name, content=content_of(options.file, most=MOST_BYTES), account=_account(cluster, options.account),
            actor=operator(cluster), at=timezone.now(),
        )  # fmt: skip
        tasks.read_file(cluster.pk, file.pk)
        file.refresh_from_db()
    facts = {"file": file.name, "state": file.state, "entries": file.seen_entries, "new": file.new_entries}
    if file.state == BankFileState.REFUSED:
        why = queries.refusal_text(**file.refusal)
        return Output({**facts, "why": why}, [f"{file.name} is refused. {why}"], code=1)
    return Output(facts, [f"{file.name}: {file.seen_entries} entries, {file.new_entries} of them new."])


def _account(cluster: Any, identifier: str) -> BankAccount | None:
    if not identifier:
        return queries.default_account(cluster)
    found = queries.accounts(cluster).filter(identifier=identifier.replace(" ", "").upper()).first()
    if found is None:
        raise Invalid(f"{identifier} is none of the cluster's accounts: klynge bank accounts lists them.", field="account")
    return found


def reconcile(options: argparse.Namespace) -> Output:
    """Say what is in the books and not at the bank, and the other way round; exit status 1 when something is left unexplained."""
    cluster, on = the_cluster(options), day_of(the_moment(options))
    with scope(cluster=cluster):
        found = reconciliations(cluster, on=on)
    words = [line for one in found for line in _words(one)]
    return Output(
        [_report(one) for one in found],
        words or ["There is no bank account yet: klynge bank add-account IBAN."],
        code=int(any(one.difference_minor for one in found)),
    )


def _report(one: Reconciliation) -> dict[str, Any]:
    return {
        "account": one.code,
        "on": one.on,
        "booked_minor": one.booked_minor,
        "opening_minor": one.opening_minor,
        "unbooked": [{"state": part.state, "reason": part.reason, "count": part.count, "minor": part.minor} for part in one.unbooked],
        "unbacked_count": one.unbacked_count,
        "unbacked_minor": one.unbacked_minor,
        "expected_minor": one.expected_minor,
        "told": [{"account": told.account.identifier, "on": told.told_on, "minor": told.minor} for told in one.told],
        "difference_minor": one.difference_minor,
    }


def _words(one: Reconciliation) -> list[str]:
    rows = [("balance in the books", one.booked_minor), ("balance before the first statement", one.opening_minor)]
    rows += [(f"{part.count} entries {part.state} {part.reason}".rstrip(), part.minor) for part in one.unbooked]
    rows += [
        (f"{one.unbacked_count} postings that no entry stands behind", -one.unbacked_minor),
        ("expected at the bank", one.expected_minor),
    ]
    rows += [(f"told by {told.account.identifier}", told.minor) for told in one.told]
    return [
        f"{one.code} on {one.on}",
        *(f"  {text:<48}{Money(minor, one.currency).amount:>16,.2f}" for text, minor in [*rows, ("difference", one.difference_minor)]),
    ]

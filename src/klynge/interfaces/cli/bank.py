"""``klynge bank``: bring in what the bank says."""

import argparse
from pathlib import Path
from typing import Any

from django.utils import timezone
from django_scopes import scope

from klynge.banking import actions, queries, tasks
from klynge.banking.actions.receive_file import MOST_BYTES
from klynge.banking.models import BankAccount, BankFileState
from klynge.core.errors import Invalid

from .frame import Output, content_of, group, leaf, operator, the_cluster


def register(commands: Any) -> None:
    """Add ``bank accounts | add-account | import``."""
    bank = group(commands, "bank", "Bring in what the bank says")
    leaf(bank, "accounts", "List the bank accounts, with what their statements leave out", accounts)
    adding = leaf(bank, "add-account", "Say that a bank account is the cluster's", add)
    adding.add_argument("identifier", help="IBAN, or registration number and account number")
    adding.add_argument("--name", default="", help="what it is called here")
    adding.add_argument("--currency", default="", help="default: the cluster's")
    reading = leaf(bank, "import", "Take in a statement: camt.053, camt.054, MT940 or a Danish CSV", read)
    reading.add_argument("file", type=Path)
    reading.add_argument("--account", default="", help="whose account a CSV is of (not needed when there is one only)")


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

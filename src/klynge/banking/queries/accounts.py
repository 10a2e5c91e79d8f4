"""Whose account a statement is of."""

from __future__ import annotations

import re

from django.db.models import QuerySet

from klynge.access.models import Cluster
from klynge.banking.models import BankAccount, BankFile
from klynge.banking.rules.lines import Heading, Unreadable


def accounts(cluster: Cluster) -> QuerySet[BankAccount]:
    """Return the cluster's accounts by name."""
    return BankAccount.objects.filter(cluster=cluster).order_by("name", "id")


def default_account(cluster: Cluster) -> BankAccount | None:
    """Return the cluster's only account, if it has just one."""
    found = list(accounts(cluster)[:2])
    return found[0] if len(found) == 1 else None


def account_of_heading(file: BankFile, heading: Heading) -> BankAccount:
    """Return the account that the statement names, else the one chosen with the file.

    A Danish IBAN and the registration and account number inside it are the same account. Raises: Unreadable for a foreign one.
    """
    if not heading.account:
        if file.account is None:
            raise Unreadable("no_account")
        return file.account
    wanted = _bare(heading.account)
    for account in accounts(file.cluster):
        if wanted == _bare(account.identifier):
            return account
    raise Unreadable("unknown_account", value=heading.account)


def _bare(identifier: str) -> str:
    """Return a Danish account as registration number and ten digits; anything else as it stands."""
    compact = re.sub(r"[\s.\-]", "", identifier).upper()
    if found := re.fullmatch(r"DK\d{2}(\d{4})(\d{10})", compact):
        return found[1] + found[2]
    if found := re.fullmatch(r"(\d{4})(\d{4,10})", compact):
        return found[1] + found[2].zfill(10)
    return compact

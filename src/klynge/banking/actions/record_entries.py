"""Take in what a file from the bank says, all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.banking import policies
from klynge.banking.models import BankAccount, BankEntry, BankFile, BankFileState, Statement
from klynge.banking.queries import account_of_heading, already_told
from klynge.banking.rules.lines import Heading, Line, Unreadable
from klynge.core import jobs

AT_A_TIME = 2_000


@transaction.atomic
def record_entries(file: BankFile, *, said: Iterable[Heading | Line], actor: Actor, at: datetime) -> BankFile:
    """Record the statements and the entries that are new; the same file, or one that overlaps, adds nothing twice.

    Raises: Refused, Unreadable when the file turns out not to be readable; then nothing of it is kept.
    """
    require(policies.may_import(actor, file.cluster))
    file = BankFile.objects.select_for_update(of=("self",)).select_related("cluster", "account").get(pk=file.pk)
    if file.state != BankFileState.WAITING:
        return file

    for heading, lines in _statements(said):
        account = account_of_heading(file, heading)
        BankAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)  # two files of one account come in one after the other
        file.seen_entries += _record(file, account, heading, lines)
    file.new_entries = BankEntry.objects.filter(file=file).count()
    file.state = BankFileState.DONE
    file.save(update_fields=["seen_entries", "new_entries", "state"])
    record(actor, "banking.file.read", file, at=at, entries=file.seen_entries, new=file.new_entries)
    jobs.announce("banking.file_read", cluster_id=file.cluster_id, file_id=file.pk)
    return file


def _statements(said: Iterable[Heading | Line]) -> Iterator[tuple[Heading, Iterator[Line]]]:
    """Pair each heading with the lines that follow it; each must be read before the next."""
    rest = iter(said)
    coming = next(rest, None)
    while coming is not None:
        if not isinstance(coming, Heading):
            raise Unreadable("no_statement")
        heading, coming = coming, None

        def lines() -> Iterator[Line]:
            nonlocal coming
            for one in rest:
                if isinstance(one, Heading):
                    coming = one
                    return
                yield one

        yield heading, lines()


def _record(file: BankFile, account: BankAccount, heading: Heading, lines: Iterator[Line]) -> int:
    day = file.received_at.date()
    statement = Statement(
        cluster=file.cluster, account=account, file=file, number=heading.number, first_on=day, last_on=day,
        opening_minor=heading.opening_minor, closing_minor=heading.closing_minor,
    )  # fmt: skip
    statement.save()
    seen: Counter[str] = Counter()
    count = total = 0
    days: set[object] = set()
    while chunk := list(islice(lines, AT_A_TIME)):
        _add(statement, file, chunk, seen)
        count += len(chunk)
        total += sum(line.amount_minor for line in chunk)
        days = {min(days | {line.booked_on for line in chunk}), max(days | {line.booked_on for line in chunk})}  # type: ignore[type-var]
    if days:
        statement.first_on, statement.last_on = min(days), max(days)  # type: ignore[type-var]
    if heading.opening_minor is not None and heading.closing_minor is not None:
        statement.gap_minor = heading.closing_minor - heading.opening_minor - total
    statement.save(update_fields=["first_on", "last_on", "gap_minor"])
    return count


def _add(statement: Statement, file: BankFile, chunk: list[Line], seen: Counter[str]) -> None:
    """Add the lines that are new: two alike in one statement are two, the same one in two files is one."""
    account = statement.account
    told = already_told(account, chunk)
    rows = []
    for line in chunk:
        if line.currency not in ("", account.currency):
            raise Unreadable("currency", value=f"{line.currency} ≠ {account.currency}")
        mark = line.fingerprint
        seen[mark] += 1
        if (line.batch or line.bank_reference) not in told:
            facts = asdict(line) | {"currency": account.currency}
            rows.append(BankEntry(cluster_id=file.cluster_id, account=account, file=file, statement=statement, fingerprint=mark, occurrence=seen[mark], **facts))  # fmt: skip
    BankEntry.objects.bulk_create(rows, ignore_conflicts=True)

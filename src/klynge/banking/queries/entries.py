"""The entries of the bank as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from klynge.access.models import Cluster
from klynge.banking.models import BankEntry


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What to look for; whatever is left out does not narrow. Both days are included."""

    search: str = ""
    account_id: int | None = None
    since: date | None = None
    until: date | None = None
    direction: str = ""  # "in", "out" or both


def entries(cluster: Cluster, wanted: EntryFilter) -> QuerySet[BankEntry]:
    """Return the entries that match, the newest day first."""
    found = BankEntry.objects.filter(cluster=cluster)
    if wanted.account_id:
        found = found.filter(account_id=wanted.account_id)
    if wanted.since:
        found = found.filter(booked_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(booked_on__lte=wanted.until)
    if wanted.direction:
        found = found.filter(Q(amount_minor__gt=0) if wanted.direction == "in" else Q(amount_minor__lt=0))
    if words := wanted.search.strip().replace("\x00", ""):
        found = found.filter(Q(text__icontains=words) | Q(payer_name__icontains=words) | Q(reference__icontains=words) | Q(payer_account__icontains=words))  # fmt: skip
    return found.order_by("-booked_on", "-id")


def entry_ids(cluster: Cluster, wanted: EntryFilter) -> QuerySet[BankEntry]:
    """Return just the ids of the entries that match, in the same order."""
    return entries(cluster, wanted).values_list("pk", flat=True)

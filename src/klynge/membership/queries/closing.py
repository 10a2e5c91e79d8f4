"""Which terms there are and which are closed, and what is still open in one before it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from klynge.access.models import Cluster
from klynge.billing.models import Invoice
from klynge.billing.queries import with_balance
from klynge.core.clock import year_start
from klynge.membership.models import DuesRun, Membership, MembershipPeriod, Term


@dataclass(frozen=True, slots=True)
class OpenInTerm:
    """What a closing would leave behind; amounts in minor units, VAT included."""

    members: int  # whose membership has days in the term
    unbilled: int  # of them, neither charged nor waived: they never will be
    open_invoices: int
    open_minor: int
    runs: tuple[DuesRun, ...]  # planned or being issued: they stand in the way


def terms_of(cluster: Cluster) -> QuerySet[Term]:
    """Return the cluster's terms with their closings and how many periods are charged in each (``charged``), the newest first."""
    charged = Count("periods", filter=Q(periods__freed_at__isnull=True))
    return Term.objects.filter(cluster=cluster).select_related("closing", "cluster").annotate(charged=charged).order_by("-during")


def next_term_start(cluster: Cluster, *, on: date) -> date:
    """Return the day on which the next term to be opened starts: after the last one there is, else the year of the day."""
    last = Term.objects.filter(cluster=cluster).order_by("-during").first()
    return last.during.upper if last else year_start(on, cluster.membership_year_month)


def open_runs(term: Term) -> QuerySet[DuesRun]:
    """Return the runs that have not done all that they were planned for in the term, the newest first."""
    unfinished = DuesRun.objects.filter(Q(term=term) | Q(next_term=term), finished_at__isnull=True, discarded_at__isnull=True)
    return unfinished.select_related("term").order_by("-pk")


def what_is_open(term: Term, *, on: date) -> OpenInTerm:
    """Return what is not billed and not paid in the term on the day."""
    held = Membership.objects.filter(cluster_id=term.cluster_id, during__overlap=term.during)
    living = MembershipPeriod.objects.filter(term=term, freed_at__isnull=True)
    invoiced = living.filter(invoice__isnull=False).values("invoice_id")
    unpaid = with_balance(Invoice.objects.filter(cluster_id=term.cluster_id, pk__in=invoiced), on=on).filter(open_minor__gt=0)
    sums = unpaid.aggregate(count=Count("pk"), minor=Sum("open_minor"))
    return OpenInTerm(
        members=held.count(),
        unbilled=held.filter(~Exists(living.filter(membership=OuterRef("pk")))).count(),
        open_invoices=sums["count"],
        open_minor=sums["minor"] or 0,
        runs=tuple(open_runs(term)),
    )


def is_over(term: Term, *, on: date) -> bool:
    """Say whether all days of the term are past."""
    return bool(term.during.upper <= on)

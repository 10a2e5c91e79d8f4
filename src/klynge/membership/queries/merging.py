"""What merging two organisations would mean for their memberships and what they owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.billing.models import Invoice, InvoiceKind
from klynge.billing.queries.balances import with_balance
from klynge.directory.models import Organisation, Partnership
from klynge.membership.models import Membership, MembershipPeriod, TermClosing


@dataclass(frozen=True, slots=True)
class MemberMergerPlan:
    """The loser's membership ends; a survivor that is no member takes its place, and terms already charged are not charged again."""

    loser_membership: Membership | None  # the one that runs on the day
    survivor_membership: Membership | None
    ends_on: date | None  # first day no longer a member; later than asked when a term is closed
    survivor_joins: bool
    charged: tuple[MembershipPeriod, ...]  # the loser's, of terms that reach beyond the day: kept, not refunded
    open_invoices: tuple[Invoice, ...]  # the loser's: they stay in its name, and are still to be paid
    conflicts: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Return what was shown as JSON data."""
        return {
            "ends_on": self.ends_on.isoformat() if self.ends_on else None,
            "survivor_joins": self.survivor_joins,
            "charged_terms": [period.term.label for period in self.charged],
            "open_invoices": [invoice.number for invoice in self.open_invoices],
        }


def plan_member_merger(cluster: Cluster, *, survivor: Organisation, loser: Organisation, effective_on: date) -> MemberMergerPlan:
    """Return what would happen to both memberships, and what would stand in the way; to be shown beside directory's plan_merger."""
    runs = Q(during__endswith__isnull=True) | Q(during__endswith__gt=effective_on)
    ends_on = max(effective_on, first_open_day(cluster) or effective_on)
    running = Membership.objects.filter(runs, cluster=cluster, during__startswith__lt=ends_on).select_related("type", "cluster")
    gone, kept = running.filter(organisation=loser).first(), Membership.objects.filter(runs, cluster=cluster, organisation=survivor).first()
    is_partner = Partnership.objects.filter(runs, cluster=cluster, organisation=survivor).exists()
    if gone and gone.during.upper and gone.during.upper <= ends_on:
        gone = None  # it ends by itself before the first day that can still be changed
    periods = MembershipPeriod.objects.filter(membership=gone, freed_at__isnull=True, term__during__endswith__gt=ends_on)
    invoices = with_balance(Invoice.objects.filter(cluster=cluster, organisation=loser, kind=InvoiceKind.INVOICE), on=date.max)
    return MemberMergerPlan(
        loser_membership=gone,
        survivor_membership=kept,
        ends_on=ends_on if gone else None,
        survivor_joins=gone is not None and kept is None and not is_partner,
        charged=tuple(periods.select_related("term", "assessment").order_by("term__during")) if gone else (),
        open_invoices=tuple(invoices.filter(open_minor__gt=0).order_by("pk")),
        conflicts=tuple(_conflicts(cluster, loser, ends_on, survivor if is_partner and gone else None)),
    )


def first_open_day(cluster: Cluster) -> date | None:
    """Return the first day after all closed terms; None when none is closed."""
    last = TermClosing.objects.filter(term__cluster=cluster).select_related("term").order_by("-term__during").first()
    return last.term.during.upper if last else None


def _conflicts(cluster: Cluster, loser: Organisation, ends_on: date, partner: Organisation | None) -> list[str]:
    found = []
    upcoming = Membership.objects.filter(cluster=cluster, organisation=loser, during__startswith__gte=ends_on).first()
    if upcoming:
        said = {"name": loser.name, "day": upcoming.during.lower}
        found.append(_("%(name)s becomes a member on %(day)s, after the merger. Annul that membership first.") % said)
    if partner:
        found.append(_("%s is a core partner and can't take over a membership. End the partnership first.") % partner.name)
    return found

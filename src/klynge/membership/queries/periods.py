"""A membership's charged years."""

from django.db.models import QuerySet

from klynge.membership.models import Membership, MembershipPeriod


def periods_of(membership: Membership) -> QuerySet[MembershipPeriod]:
    """Return what the membership was charged, year by year, the latest first, with category, reasons and invoice; credited ones left out."""
    rows = MembershipPeriod.objects.filter(membership=membership, freed_at__isnull=True)
    return rows.select_related("term", "band", "assessment", "invoice").order_by("-term__during")

"""How members stand with what they owe, one by one and over a whole list."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When

from klynge.access.models import Cluster
from klynge.billing.models import Invoice, InvoiceKind
from klynge.billing.queries.balances import with_balance
from klynge.membership.models import Membership
from klynge.membership.rules.standing import GRACE_DAYS, Standing, standing


def with_standing(memberships: QuerySet[Membership], on_day: date, *, grace_days: int = GRACE_DAYS) -> QuerySet[Membership]:
    """Annotate ``standing_on_day`` and ``unpaid_since_on``: the same as rules.standing, in SQL."""
    invoices = _invoices(on_day).filter(cluster_id=OuterRef("cluster_id"), organisation_id=OuterRef("organisation_id"))
    unpaid = invoices.filter(open_minor__gt=0).order_by("due_on").values("due_on")[:1]
    state = Case(
        When(unpaid_since_on__lt=on_day - timedelta(days=grace_days), then=Value("suspended")),
        When(unpaid_since_on__lt=on_day, then=Value("overdue")),
        When(unpaid_since_on__isnull=False, then=Value("invoiced")),
        When(Exists(invoices.filter(total_minor__gt=F("credited_minor"))), then=Value("paid")),
        default=Value("nothing"),
        output_field=CharField(),
    )
    return memberships.annotate(unpaid_since_on=Subquery(unpaid)).annotate(standing_on_day=state)


def standing_on(cluster: Cluster, organisation_id: int, *, on_day: date, grace_days: int = GRACE_DAYS) -> Standing:
    """Return how one organisation stands with the cluster at the end of the day."""
    invoices = _invoices(on_day).filter(cluster=cluster, organisation_id=organisation_id)
    unpaid = invoices.filter(open_minor__gt=0).order_by("due_on").values_list("due_on", flat=True).first()
    is_billed = invoices.filter(total_minor__gt=F("credited_minor")).exists()
    return standing(is_billed=is_billed, unpaid_since_on=unpaid, on_day=on_day, grace_days=grace_days)


def _invoices(on_day: date) -> QuerySet[Invoice]:
    return with_balance(Invoice.objects.filter(kind=InvoiceKind.INVOICE, issued_on__lte=on_day), on=on_day)

"""Say from which day a cluster charges dues."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import FeeStatus, FeeStatusChange, InvoiceLine, ProductKind
from klynge.billing.queries.readiness import hold_fee_status
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def set_fee_status(cluster: Cluster, *, status: str, from_on: date, actor: Actor, at: datetime, note: str = "") -> FeeStatusChange:
    """Set the status from a day until the next change; a change of the same day is replaced.

    Raises: Refused, Invalid for an unknown status, Conflict when dues were invoiced for a day that would have none.
    """
    require(policies.may_set_prices(actor, cluster))
    if status not in FeeStatus.values:
        raise Invalid(_("There is no fee status “%s”.") % status, field="status")
    hold_fee_status(cluster)  # one change at a time, and no invoice meanwhile
    _refuse_billed_days(cluster, status, from_on)

    before = FeeStatusChange.objects.filter(cluster=cluster, from_on=from_on).values("status", "note").first()
    change, _is_new = FeeStatusChange.objects.update_or_create(
        cluster=cluster, from_on=from_on, defaults={"status": status, "note": note.strip()}
    )
    after = {"status": status, "note": note.strip()}
    record(actor, "billing.fee_status.set", cluster, at=at, cluster_id=cluster.pk, from_on=str(from_on), before=before or {}, after=after)
    return change


def _refuse_billed_days(cluster: Cluster, status: str, from_on: date) -> None:
    if status == FeeStatus.INTRODUCED:
        return
    following = (
        FeeStatusChange.objects.filter(cluster=cluster, from_on__gt=from_on).order_by("from_on").values_list("from_on", flat=True).first()
    )
    is_dues = Q(product__kind=ProductKind.DUES) | Q(invoice__source_key__startswith="dues:")  # by a run, whatever the product says
    billed = InvoiceLine.objects.filter(is_dues, invoice__cluster=cluster, invoice__issued_on__gte=from_on)
    if following:
        billed = billed.filter(invoice__issued_on__lt=following)
    if first := billed.order_by("invoice__issued_on").values_list("invoice__number", flat=True).first():
        raise Conflict(_("Dues are invoiced already for days after this one (invoice %s). Choose a later day.") % first)

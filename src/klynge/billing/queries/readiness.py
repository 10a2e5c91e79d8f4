"""Whether a cluster may bill on a day, and what it prints of itself."""

from collections.abc import Set
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.billing.models import FeeStatus, FeeStatusChange, ProductKind
from klynge.core.errors import Invalid
from klynge.core.texts import say

LOCK = 7_308  # any number that nobody else takes as the first of two


def hold_fee_status(cluster: Cluster, *, mode: str = "") -> None:
    """Wait for those who invoice (``""``) or for those who change the status (``"_shared"``), and hold the other side back until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{mode}(%s, %s)", [LOCK, cluster.pk])


def fee_status_on(cluster: Cluster, day: date) -> FeeStatus:
    """Return whether the cluster has no dues, announced or introduced ones on the day."""
    change = FeeStatusChange.objects.filter(cluster=cluster, from_on__lte=day).order_by("-from_on").first()
    return FeeStatus(change.status) if change else FeeStatus.NONE


def require_may_bill_on(cluster: Cluster, day: date, *, product_kinds: Set[str]) -> None:
    """Refuse dues for a day before they were introduced; nobody takes the introduction back meanwhile. Raises: Invalid, saying from when they are."""
    if ProductKind.DUES not in product_kinds:
        return
    hold_fee_status(cluster, mode="_shared")
    if fee_status_on(cluster, day) == FeeStatus.INTRODUCED:
        return
    introduced = FeeStatusChange.objects.filter(cluster=cluster, status=FeeStatus.INTRODUCED, from_on__gt=day).order_by("from_on").first()
    if introduced:
        raise Invalid(
            _("Dues are introduced on %(on)s, so none can be invoiced on %(day)s.") % {"on": say(introduced.from_on), "day": say(day)},
            field="issued_on",
        )
    raise Invalid(_("%s has not introduced dues. Set the fee status in the settings first.") % cluster.name, field="issued_on")


def seller_snapshot(cluster: Cluster) -> dict[str, str]:
    """Return what an invoice keeps of the cluster. Raises: Invalid, naming what is missing in the settings."""
    missing = [label for label, value in ((_("CVR number"), cluster.cvr), (_("address"), cluster.street and cluster.postcode)) if not value]
    if not (cluster.iban or (cluster.bank_reg and cluster.bank_account) or cluster.fik_creditor):
        missing.append(_("bank account"))
    if missing:
        raise Invalid(_("The cluster can't invoice yet: its settings lack %s.") % ", ".join(missing))
    names = (
        "street",
        "postcode",
        "town",
        "country",
        "cvr",
        "email",
        "phone",
        "website",
        "iban",
        "bic",
        "bank_name",
        "bank_reg",
        "bank_account",
        "fik_creditor",
    )
    return {"name": cluster.legal_name or cluster.name, "short_name": cluster.name, **{name: getattr(cluster, name) for name in names}}

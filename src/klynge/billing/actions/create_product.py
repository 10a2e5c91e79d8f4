"""Add something that a cluster charges for."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Product, ProductKind
from klynge.billing.queries.taxing import require_taxable
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def create_product(
    cluster: Cluster,
    *,
    code: str,
    kind: str = ProductKind.OTHER,
    name: Mapping[str, str],
    vat_treatment: str,
    vat_rate_bp: int,
    vat_reason: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> Product:
    """Create a fee product; the rate is in basis points (2500 is 25 %). Raises: Refused, Invalid, Conflict for a code in use."""
    require(policies.may_set_prices(actor, cluster))
    require_taxable(vat_treatment, vat_rate_bp, vat_reason)
    if kind not in ProductKind.values:
        raise Invalid(_("Say whether these are membership dues or something else."), field="kind")
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if Product.objects.filter(cluster=cluster, code=code).exists():
        raise Conflict(_("There is a product with the code “%s” already.") % code)

    product = Product(
        cluster=cluster,
        kind=kind,
        code=code,
        name=dict(name),
        vat_treatment=vat_treatment,
        vat_rate_bp=vat_rate_bp,
        vat_reason=dict(vat_reason),
    )
    product.income_account = f"income:{code}"
    product.save(force_insert=True)
    record(
        actor, "billing.product.created", product, at=at, kind=kind, name=dict(name), vat_treatment=vat_treatment, vat_rate_bp=vat_rate_bp
    )
    return product

"""Change what a fee product is called and how it is taxed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Product
from klynge.billing.queries.taxing import require_taxable

FACTS = ("name", "vat_treatment", "vat_rate_bp", "vat_reason")


@transaction.atomic
def change_product(
    product: Product,
    *,
    name: Mapping[str, str],
    vat_treatment: str,
    vat_rate_bp: int,
    vat_reason: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> Product:
    """Change the product for invoices from now on; issued ones keep what they say. Raises: Refused, Invalid."""
    require(policies.may_set_prices(actor, product.cluster))
    require_taxable(vat_treatment, vat_rate_bp, vat_reason)
    product = Product.objects.select_for_update().get(pk=product.pk)
    after = {"name": dict(name), "vat_treatment": vat_treatment, "vat_rate_bp": vat_rate_bp, "vat_reason": dict(vat_reason)}
    before = {fact: getattr(product, fact) for fact in FACTS}
    if before == after:
        return product

    for fact, value in after.items():
        setattr(product, fact, value)
    product.save(update_fields=list(after))
    record(actor, "billing.product.changed", product, at=at, before=before, after=after)
    return product

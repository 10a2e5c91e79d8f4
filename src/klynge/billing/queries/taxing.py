"""Whether VAT as it is asked for can stand on an invoice."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from klynge.billing.models import VatTreatment
from klynge.core.errors import Invalid
from klynge.core.money import WHOLE_BP


def require_taxable(treatment: str, rate_bp: int, reason: Mapping[str, str]) -> None:
    """Refuse a treatment that no invoice could print. Raises: Invalid. Source: EN 16931, BR-S-05, BR-E-05, BR-E-10."""
    if treatment not in VatTreatment.values:
        raise Invalid(_("There is no VAT treatment “%s”.") % treatment, field="vat_treatment")
    if treatment == VatTreatment.STANDARD and not 0 < rate_bp <= WHOLE_BP:
        raise Invalid(_("VAT on top needs a rate above 0 and up to 100 per cent."), field="vat_rate")
    if treatment != VatTreatment.STANDARD and rate_bp:
        raise Invalid(_("Without VAT on top there is no rate."), field="vat_rate")
    if treatment != VatTreatment.STANDARD and not reason.get("da"):
        raise Invalid(_("Say why no VAT is charged; the invoice has to."), field="reason_da")

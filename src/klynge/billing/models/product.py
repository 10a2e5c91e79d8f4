"""Fee products: what a line on an invoice is for, and how it is taxed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from klynge.access.models import ClusterRow
from klynge.core.texts import TextField


class VatTreatment(models.TextChoices):
    """EN 16931 categories: S standard rate, E exempt, O outside the scope, Z zero rate."""

    STANDARD = "S", _("VAT on top")
    EXEMPT = "E", _("Exempt from VAT")
    OUTSIDE = "O", _("Outside the scope of VAT")
    ZERO = "Z", _("Zero rate")


class ProductKind(models.TextChoices):
    """Dues are charged only from the day of their introduction; everything else at any time."""

    DUES = "dues", _("Membership dues")
    OTHER = "other", _("Something else")


class Product(ClusterRow):
    """Something the cluster charges for: dues, a group fee, an entrance fee."""

    kind = models.CharField(max_length=8, choices=ProductKind.choices, default=ProductKind.DUES)
    code = models.SlugField(max_length=40)  # "dues"
    name = TextField()
    vat_treatment = models.CharField(max_length=1, choices=VatTreatment.choices, default=VatTreatment.STANDARD)
    vat_rate_bp = models.PositiveIntegerField(default=2500)  # basis points: 2500 is 25 %
    vat_reason = TextField()  # why, as printed on the invoice when no VAT is charged
    income_account = models.CharField(max_length=80, default="income:dues")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code"], name="product_code_once"),
            models.CheckConstraint(condition=Q(vat_treatment="S") | Q(vat_rate_bp=0), name="product_rate_only_when_standard"),
        ]

    def __str__(self) -> str:
        return self.code

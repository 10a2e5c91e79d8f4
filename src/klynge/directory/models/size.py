"""How large an organisation is, said by whom, as of which day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class Metric(models.TextChoices):
    HEADCOUNT = "headcount", _("Employees")
    FTE = "fte", _("Full-time equivalents")
    TURNOVER = "turnover", _("Turnover")
    PAYROLL = "payroll", _("Payroll")
    BALANCE = "balance", _("Balance sheet total")
    MEMBERS = "members", _("Own members")
    GROUPS = "groups", _("Focus networks taken part in")


class SizeSource(models.TextChoices):
    REGISTER = "register", _("The company register")
    MEMBER = "member", _("The member")
    STAFF = "staff", _("The secretariat")


class SizeDeclaration(models.Model):
    """A size as an interval: low = high when it is exact, no high when it is open above.

    Units: heads; FTE in hundredths; money in whole kroner (or euro) of the cluster's currency.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sizes")
    metric = models.CharField(max_length=10, choices=Metric.choices, default=Metric.HEADCOUNT)
    low = models.BigIntegerField()
    high = models.BigIntegerField(null=True, blank=True)
    as_of = models.DateField()
    source = models.CharField(max_length=10, choices=SizeSource.choices)
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(low__gte=0), name="size_not_negative"),
            models.CheckConstraint(condition=Q(high__isnull=True) | Q(high__gte=F("low")), name="size_interval_ordered"),
        ]
        indexes = [models.Index(fields=["organisation", "metric", "-as_of", "-id"], name="size_latest")]

"""What a member pays for a term, and how that came about: copied in and frozen."""

from django.db import models
from django.db.models import F, Q

from klynge.access.models import ClusterRow
from klynge.core.ranges import SpanField

from .membership import Membership
from .schedule import FeeBand, FeeSchedule
from .term import Term


class Assessment(models.Model):
    """One way to a fee: the facts that went in, each step, and the amount; shared by all members of the same case."""

    schedule = models.ForeignKey(FeeSchedule, on_delete=models.PROTECT, related_name="assessments", db_index=False)
    fingerprint = models.CharField(max_length=64)  # of the facts
    facts = models.JSONField()
    band = models.ForeignKey(FeeBand, on_delete=models.PROTECT, null=True, related_name="+")
    gross_minor = models.BigIntegerField()  # a full year, before adjustments
    factor_numerator = models.PositiveIntegerField(default=1)
    factor_denominator = models.PositiveIntegerField(default=1)
    net_minor = models.BigIntegerField()  # to be charged, excl. VAT
    hours = models.PositiveIntegerField(default=0)
    lines = models.JSONField()  # [{"component": ..., "product_id": ..., "label": {...}, "net_minor": ...}]; sums to net_minor
    steps = models.JSONField()  # [{"rule": "band", ...}] in order
    words = models.JSONField(default=dict)  # the steps as sentences: {"da": [...], "en": [...]}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "fingerprint"], name="assessment_once"),
            models.CheckConstraint(condition=Q(net_minor__gte=0) & Q(gross_minor__gte=0), name="assessment_not_negative"),
            models.CheckConstraint(
                condition=Q(factor_denominator__gt=0) & Q(factor_numerator__lte=F("factor_denominator")), name="assessment_factor"
            ),
        ]


class MembershipPeriod(ClusterRow):
    """A membership's share of one term, charged once; crediting it, or undoing its run, makes room for a new one."""

    # written by the hundred thousand: what follows from another key of the row is not checked a second time
    cluster = models.ForeignKey(
        "access.Cluster", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # the membership's
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="periods", db_index=False)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="periods", db_index=False)
    during = SpanField()
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="periods", db_index=False)
    declaration = models.ForeignKey("directory.SizeDeclaration", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    band = models.ForeignKey(
        FeeBand, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )  # the assessment's
    net_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    invoice = models.ForeignKey(
        "billing.Invoice", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # none: waived (zero)
    credit_note = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    freed_at = models.DateTimeField(null=True)  # since then the term can be charged anew: the invoice was credited, or the run undone
    run = models.ForeignKey(
        "membership.DuesRun", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )  # what charged it; none: taken over in a merger
    charged_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "term"], condition=Q(freed_at__isnull=True), name="period_charged_once"),
            models.CheckConstraint(condition=Q(credit_note__isnull=True) | Q(freed_at__isnull=False), name="period_credited_is_freed"),
        ]
        indexes = [
            models.Index(fields=["membership", "term"], name="period_by_membership"),
            models.Index(fields=["cluster", "term"], name="period_by_term"),
            models.Index(fields=["invoice"], name="period_by_invoice"),
        ]

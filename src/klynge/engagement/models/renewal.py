"""How likely each member is to leave after this year: one model of all members, fitted again and again, and what it says of each."""

from __future__ import annotations

from django.db import models

from klynge.access.models import ClusterRow


class RenewalModel(ClusterRow):
    """What was learnt from the years that are over, on a day; where there was too little to learn from, nothing is said of any member."""

    fitted_on = models.DateField()
    fitted_at = models.DateTimeField()
    years = models.PositiveIntegerField()  # years of membership that it learnt from
    losses = models.PositiveIntegerField()
    is_enough = models.BooleanField()
    coefficients = models.JSONField()  # [{"name", "value", "low", "high", "prior"}]
    calibration = models.JSONField()  # foretold against happened, and beside the baseline
    at_risk = models.JSONField(default=dict)  # dues at risk in minor units: {"fees", "expected", "low", "high", "currency", "members"}

    class Meta:
        ordering = ["-fitted_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["cluster", "fitted_on"], name="renewal_model_once_a_day")]

    def __str__(self) -> str:
        return self.fitted_on.isoformat()


class RenewalRisk(ClusterRow):
    """What the model says of one member: the chance of leaving, with the interval in which it lies nine times of ten; in basis points."""

    model = models.ForeignKey(RenewalModel, on_delete=models.CASCADE, related_name="risks", db_index=False)
    membership = models.ForeignKey("membership.Membership", on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    risk_bp = models.PositiveSmallIntegerField()
    low_bp = models.PositiveSmallIntegerField()
    high_bp = models.PositiveSmallIntegerField()
    fee_minor = models.BigIntegerField()  # net, of the term that runs
    features = models.JSONField()  # what it was told of the member

    class Meta:
        ordering = ["-risk_bp", "id"]
        constraints = [models.UniqueConstraint(fields=["model", "membership"], name="renewal_risk_once")]
        indexes = [models.Index(fields=["cluster", "organisation"], name="renewal_risk_by_organisation")]

"""Benefits that rest while a member is in arrears; the membership itself goes on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from klynge.access.models import ClusterRow

from .membership import Membership


class BenefitSuspension(ClusterRow):
    """The member gets no benefits from a day until it has paid."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="suspensions")
    from_on = models.DateField()
    until_on = models.DateField(null=True)  # the first day with benefits again

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["membership"], condition=Q(until_on__isnull=True), name="suspension_living_once"),
            models.CheckConstraint(condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="suspension_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.membership)

"""From which day a cluster charges dues: none, announced, introduced."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from klynge.access.models import ClusterRow


class FeeStatus(models.TextChoices):
    NONE = "none", _("No dues")
    ANNOUNCED = "announced", _("Dues announced")
    INTRODUCED = "introduced", _("Dues introduced")


class FeeStatusChange(ClusterRow):
    """From a day on, the cluster's dues have this status; the latest row not after a day holds on it."""

    status = models.CharField(max_length=12, choices=FeeStatus.choices)
    from_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-from_on"]
        constraints = [models.UniqueConstraint(fields=["cluster", "from_on"], name="fee_status_once_a_day")]

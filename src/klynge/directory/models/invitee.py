"""Where an invited person will belong once the invitation is accepted; until then nobody is told whether the address is known."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from klynge.access.models import ClusterRow

from .organisation import Organisation
from .person import ContactRoleKind


class Invitee(ClusterRow):
    """An organisation's colleague-to-be: what the person will be there."""

    invitation = models.OneToOneField("access.Invitation", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitees")
    title = models.CharField(max_length=120, blank=True)
    kinds = ArrayField(models.CharField(max_length=10, choices=ContactRoleKind.choices), default=list)

    def __str__(self) -> str:
        return str(self.invitation)

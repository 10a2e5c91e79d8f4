"""What people said yes and no to: rows are added, never changed (a trigger sees to it); the latest one counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from klynge.access.models import ClusterRow

from .person import Person


class ConsentPurpose(models.TextChoices):
    """What a consent is for."""

    MARKETING = "marketing", _("Offers and invitations by e-mail")
    PROFILE = "profile", _("Name and picture on the public profile")
    DIRECTORY = "directory", _("Being found in the members' directory")


class Consent(ClusterRow):
    """One yes or no of one person to one cluster about one purpose."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField(max_length=12, choices=ConsentPurpose.choices)
    is_given = models.BooleanField()  # False: withdrawn, or said no
    at = models.DateTimeField()
    how = models.CharField(max_length=160)  # "by phone", "the link in a mail"
    wording = models.TextField(blank=True)  # the text that was shown when the yes was given
    is_own = models.BooleanField()  # the person answered, not somebody on their behalf; who that was stands in the audit log

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(how=""), name="consent_says_how")]
        indexes = [models.Index(fields=["cluster", "purpose", "person", "-at", "-id"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"

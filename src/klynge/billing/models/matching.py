"""What became of each entry of the bank: what was proposed, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow

from .payment import Payment


class MatchQuerySet(models.QuerySet["EntryMatch"]):
    def visible_to(self, actor: Actor) -> MatchQuerySet:
        """Keep the rows of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class MatchState(models.TextChoices):
    WAITING = "waiting", _("To decide")
    BOOKED = "booked", _("Booked")
    ASIDE = "aside", _("Set aside")


class AsideReason(models.TextChoices):
    """Why an entry is none of what members owe."""

    WAGES = "wages", _("Wages")
    RENT = "rent", _("Rent")
    FEE = "fee", _("Fee or interest of the bank")
    BILL = "bill", _("A supplier's bill")
    GRANT = "grant", _("Grant")
    TRANSFER = "transfer", _("Between own accounts")
    RETURNED = "returned", _("Taken back by the bank")
    OTHER = "other", _("Something else")


class EntryMatch(ClusterRow):
    """An entry of the bank and where it stands: it is there once, and at any time at most one payment is booked for it (a trigger sees to it)."""

    entry = models.OneToOneField("banking.BankEntry", on_delete=models.PROTECT, related_name="match")
    certainty = models.CharField(max_length=7)  # rules/matching: "certain", "likely", "open"
    reasons = models.JSONField(default=list)  # codes; queries/match_wording.py says them
    payer = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    parts = models.JSONField(default=list)  # [[invoice id, minor units], ...]
    surplus_minor = models.BigIntegerField(default=0)  # stays on the payer's account
    takes_back = models.ForeignKey(  # which entry the bank takes back with this one
        "banking.BankEntry", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=7, choices=MatchState.choices, default=MatchState.WAITING)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="match")
    proposed_at = models.DateTimeField()

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(MatchQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state="booked") ^ Q(payment__isnull=True), name="match_booked_has_payment"),
            models.CheckConstraint(condition=Q(certainty__in=["certain", "likely", "open"]), name="match_certainty_known"),
        ]
        indexes = [models.Index(fields=["cluster", "entry"], condition=Q(state="waiting"), name="match_waiting")]

    def __str__(self) -> str:
        return str(self.entry_id)


class DecisionKind(models.TextChoices):
    BOOKED = "booked", _("Booked")
    ASIDE = "aside", _("Set aside")
    RESTORED = "restored", _("Taken up again")
    REVERSED = "reversed", _("Booking reversed")


class MatchDecision(models.Model):
    """One decision about an entry, by a person or by the rules; only ever added."""

    match = models.ForeignKey(EntryMatch, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind.choices)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    is_automatic = models.BooleanField(default=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="decisions", db_index=False)
    aside_reason = models.CharField(max_length=8, choices=AsideReason.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["payment"], condition=Q(kind="booked"), name="payment_of_one_entry"),
            models.CheckConstraint(condition=Q(kind__in=["booked", "reversed"]) ^ Q(payment__isnull=True), name="decision_names_payment"),
            models.CheckConstraint(condition=Q(kind="aside") ^ Q(aside_reason=""), name="aside_has_reason"),
        ]

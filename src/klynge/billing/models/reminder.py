"""Late payers: the cluster's rule for reminders, what stands in their way, and each reminder that was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.texts import TextField

from .invoice import Invoice


class Audience(models.TextChoices):
    """Whom a rule is for; public bodies have one of their own."""

    BUSINESS = "business", _("Companies and associations")
    PUBLIC = "public", _("Public bodies")


class Days(models.TextChoices):
    """How days become a share of a year."""

    THIRTY_360 = "30/360", _("Months of 30 days, a year of 360")
    ACTUAL_365 = "actual/365", _("Calendar days, a year of 365")


class ReminderStep(ClusterRow):
    """One step of the rule; the law's limits are checks of the database too."""

    audience = models.CharField(max_length=8, choices=Audience.choices)
    number = models.PositiveSmallIntegerField()
    days_after = models.PositiveSmallIntegerField()  # the due day, or the step before
    deadline_days = models.PositiveSmallIntegerField()
    fee_minor = models.PositiveIntegerField(default=0)
    charges_interest = models.BooleanField(default=False)
    charges_compensation = models.BooleanField(default=False)
    text = TextField()

    class Meta:
        ordering = ["audience", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "audience", "number"], name="reminder_step_once"),
            models.CheckConstraint(condition=Q(number__range=(1, 3)), name="reminder_step_three"),
            models.CheckConstraint(condition=Q(fee_minor__lte=100_00), name="reminder_fee_lawful"),
            models.CheckConstraint(condition=Q(number=1) | Q(days_after__gte=10), name="reminder_ten_days_apart"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.number}"


class ArrearsRule(ClusterRow):
    """How the cluster counts days of interest, and when a member in arrears loses its benefits until it pays."""

    day_count = models.CharField(max_length=10, choices=Days.choices, default=Days.THIRTY_360)
    suspend_days = models.PositiveSmallIntegerField(null=True)  # after the deadline of the last reminder; none: never

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster"], name="arrears_rule_once")]


class ReferenceRate(ClusterRow):
    """The lending rate of Danmarks Nationalbank on the first day of a half-year."""

    valid_from = models.DateField()
    rate_bp = models.IntegerField()  # basis points

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "valid_from"], name="reference_rate_once"),
            models.CheckConstraint(condition=Q(valid_from__day=1, valid_from__month__in=(1, 7)), name="reference_rate_half_year"),
        ]

    def __str__(self) -> str:
        return str(self.valid_from)


class Dispute(ClusterRow):
    """The buyer says that the invoice is wrong; until that is settled there are no reminders."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="disputes")
    opened_on = models.DateField()
    reason = models.CharField(max_length=300)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice"], condition=Q(closed_on__isnull=True), name="dispute_open_once"),
            models.CheckConstraint(condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="dispute_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.invoice)


class ReminderPause(ClusterRow):
    """No reminders of one invoice, or of any of an organisation's, until before a day."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="pauses")  # none: all of them
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="reminder_pause_lasts")]

    def __str__(self) -> str:
        return str(self.invoice or self.organisation)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, actor: Actor) -> ReminderQuerySet:
        """Keep the reminders of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class Reminder(ClusterRow):
    """One reminder of one invoice, with what it charged; the charges are an invoice of their own, ``reminder:<id>``."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    number = models.PositiveSmallIntegerField()
    sent_on = models.DateField()
    deadline_on = models.DateField()
    open_minor = models.BigIntegerField()  # of the invoice on the day
    fee_minor = models.PositiveIntegerField(default=0)
    interest_minor = models.BigIntegerField(default=0)  # since the reminder before
    compensation_minor = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3)
    text = models.CharField(max_length=1000, blank=True)  # in the invoice's language
    sent_at = models.DateTimeField()

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(ReminderQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "number"], name="reminder_once"),
            models.CheckConstraint(condition=Q(number__range=(1, 3)), name="reminder_at_most_three"),
            models.CheckConstraint(condition=Q(fee_minor__lte=100_00), name="reminder_fee_at_most_100"),
            models.CheckConstraint(condition=Q(deadline_on__gt=F("sent_on")), name="reminder_has_deadline"),
        ]
        indexes = [models.Index(fields=["cluster", "-sent_on", "-id"], name="reminder_by_day")]

    def __str__(self) -> str:
        return f"{self.invoice} {self.number}"

    @property
    def charges_minor(self) -> int:
        """All that it charged."""
        return int(self.fee_minor + self.interest_minor + self.compensation_minor)

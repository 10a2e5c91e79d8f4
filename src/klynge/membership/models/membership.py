"""Memberships: one row per unbroken membership; what ends one is a row of its own."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.ranges import SpanField
from klynge.core.texts import TextField


class MembershipType(ClusterRow):
    """A kind of member: ordinary, core, knowledge institution, free. A free one is real, with zero-fee periods."""

    code = models.SlugField(max_length=20)  # "ordinary"; named by FeeComponent.kinds
    name = TextField()
    votes = models.PositiveSmallIntegerField(default=1)
    is_free = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="membership_type_once")]

    def __str__(self) -> str:
        return self.code


class NumberSeries(models.Model):
    """Hands out member numbers: short, stable, never used again. Its row lock keeps them apart."""

    cluster = models.OneToOneField("access.Cluster", on_delete=models.PROTECT, related_name="+")
    next_number = models.PositiveIntegerField(default=1)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, actor: Actor) -> MembershipQuerySet:
        """Keep the memberships of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)

    def active_on(self, day: date) -> MembershipQuerySet:
        """Keep the memberships that hold on the day."""
        return self.filter(during__contains=day)


class Membership(ClusterRow):
    """An organisation is a member of a cluster during an unbroken span; joining again is a new row, same number."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="memberships")
    type = models.ForeignKey(MembershipType, on_delete=models.PROTECT, related_name="memberships")
    member_no = models.PositiveIntegerField()
    during = SpanField()  # [joined_on, first day no longer a member)
    is_founding = models.BooleanField(default=False)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(MembershipQuerySet))

    class Meta:
        ordering = ["member_no", "during"]
        constraints = [
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    ("cluster", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(during__startswith__isnull=False), name="membership_has_start"),
        ]
        indexes = [models.Index(fields=["cluster", "member_no"], name="membership_by_number")]

    def __str__(self) -> str:
        return f"#{self.member_no}"


class MembershipTypeChange(models.Model):
    """From a day on (the first of a term) the membership is of another type; before the first change it is of ``Membership.type``."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="type_changes")
    type = models.ForeignKey(MembershipType, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()

    class Meta:
        ordering = ["membership", "from_on"]
        constraints = [models.UniqueConstraint(fields=["membership", "from_on"], name="type_change_once_a_day")]


class EndReason(models.TextChoices):
    RESIGNED = "resigned", _("Resigned")
    EXCLUDED = "excluded", _("Excluded")
    NON_PAYMENT = "non_payment", _("Dues not paid")
    BANKRUPT = "bankrupt", _("Bankrupt or closed")
    MERGED = "merged", _("Merged into another member")
    MOVED = "moved", _("Moved or no longer eligible")
    OTHER = "other", _("Other")


class Resignation(models.Model):
    """Notice received; it takes effect by the cluster's notice rule unless it is withdrawn."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="resignations")
    received_on = models.DateField()
    effective_on = models.DateField()  # first day no longer a member
    reason = models.CharField(max_length=20, choices=EndReason.choices, default=EndReason.RESIGNED)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["membership"], condition=Q(withdrawn_at__isnull=True), name="resignation_one_standing"),
        ]


class Ending(models.Model):
    """Why a membership ended: by resignation, exclusion, non-payment, bankruptcy or merger."""

    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="ending")
    reason = models.CharField(max_length=20, choices=EndReason.choices)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)


class MergedMembership(models.Model):
    """What a merger of two organisations did to their memberships, so that undoing it restores them."""

    merger = models.OneToOneField("directory.Merger", on_delete=models.PROTECT, related_name="+")
    ended = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")  # the loser's
    ended_before = models.DateField(null=True)  # when it would have ended; none: it would have run on
    made = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")  # the survivor's, which was no member
    followed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class PersonalAdjustment(models.Model):
    """A change of one member's fee that somebody approved, for the terms that start within the span."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="adjustments")
    percent_bp = models.IntegerField(null=True, blank=True)  # basis points of the fee; -5000 halves it
    amount_minor = models.BigIntegerField(null=True, blank=True)  # added; negative is a discount
    fixed_minor = models.BigIntegerField(null=True, blank=True)  # this fee whatever the size
    reason = models.CharField(max_length=200)
    during = SpanField()
    approved_by = models.CharField(max_length=120)
    approved_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent_bp__isnull=False, amount_minor__isnull=True, fixed_minor__isnull=True)
                | Q(percent_bp__isnull=True, amount_minor__isnull=False, fixed_minor__isnull=True)
                | Q(percent_bp__isnull=True, amount_minor__isnull=True, fixed_minor__gte=0),
                name="adjustment_one_way",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(approved_by=""), name="adjustment_has_reason_and_approver"),
        ]

"""Plans in versions, the search for them, which one holds, and what people said about their meetings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from klynge.access.actor import Actor


class MeetingPlan(models.Model):
    """One version of a day's plan. A version is never changed by planning again: that makes a new one."""

    day = models.ForeignKey("MeetingDay", on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    score = models.JSONField(
        default=dict
    )  # {"musts_missing": 0, "short": 0, "missing": 2, "breaks": 3, "worst": 1, "idle": 4, "table_changes": 9}
    proved = models.JSONField(default=list)  # the aims that no plan betters, in their order

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="plan_number_once")]

    def __str__(self) -> str:
        return f"{self.number}"


class MeetingQuerySet(models.QuerySet["PlannedMeeting"]):
    def held(self) -> MeetingQuerySet:
        """Keep those that have a slot."""
        return self.filter(slot__isnull=False)

    def visible_to(self, actor: Actor) -> MeetingQuerySet:
        """Keep the meetings of the actor's cluster: all for its staff, for others the published ones of their companies."""
        mine = self.filter(plan__day__cluster_id=actor.cluster_id)
        if actor.is_staff_of(actor.cluster_id):
            return mine
        companies = actor.companies_where("portal.see_company", cluster_id=actor.cluster_id)
        return mine.filter(
            Q(one__organisation__in=companies) | Q(other__organisation__in=companies), plan__publications__isnull=False
        ).distinct()


class PlannedMeeting(models.Model):
    """Two participants and when they meet, or why they don't."""

    plan = models.ForeignKey(MeetingPlan, on_delete=models.CASCADE, related_name="meetings")
    one = models.ForeignKey("Participant", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("Participant", on_delete=models.CASCADE, related_name="+")
    is_must = models.BooleanField(default=False)
    slot = models.ForeignKey("Slot", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    table = models.PositiveSmallIntegerField(null=True, blank=True)  # from one; none at a stand
    reason = models.JSONField(default=dict, blank=True)  # why it isn't held: {"kind": "busy", "guest": 7, "wanted": 12, "free": 10}
    confirmed_at = models.DateTimeField(null=True, blank=True)  # stays where it is when planned again
    confirmed_by = models.CharField(max_length=120, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["slot__number", "table", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "one", "other"], name="meeting_once"),
            models.UniqueConstraint(fields=["plan", "slot", "table"], name="table_of_one_meeting"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="meeting_pair_in_order"),
            models.CheckConstraint(
                condition=Q(slot__isnull=False) | Q(table__isnull=True, confirmed_at__isnull=True), name="meeting_has_slot"
            ),
        ]


class Publication(models.Model):
    """From this moment the version holds; publishing an older one again is the way back."""

    plan = models.ForeignKey(MeetingPlan, on_delete=models.CASCADE, related_name="publications")
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]


class Planning(models.Model):
    """An order to plan, and how far it is. The best slots so far are kept, so a job that was cut off goes on from there."""

    day = models.ForeignKey("MeetingDay", on_delete=models.CASCADE, related_name="plannings")
    keeps_confirmed = models.BooleanField(default=True)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=120)
    pairs = models.JSONField(default=list)  # [[one, other], ...]: the meetings in the order of `slots`
    slots = models.JSONField(null=True, blank=True)  # the best so far: a slot's number or null for each
    plan = models.OneToOneField(MeetingPlan, on_delete=models.CASCADE, null=True, blank=True, related_name="planning")
    ended_at = models.DateTimeField(null=True, blank=True)
    is_impossible = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["day"], condition=Q(ended_at__isnull=True), name="one_planning_at_a_time")]


class Progress(models.Model):
    """What a search knew at a moment."""

    planning = models.ForeignKey(Planning, on_delete=models.CASCADE, related_name="steps")
    noted_at = models.DateTimeField()
    score = models.JSONField(null=True, blank=True)
    proved = models.JSONField(default=list)
    aim = models.CharField(max_length=20, blank=True)
    bound = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]


class Rating(models.Model):
    """What one side said about a meeting."""

    meeting = models.ForeignKey(PlannedMeeting, on_delete=models.CASCADE, related_name="ratings")
    participant = models.ForeignKey("Participant", on_delete=models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField()  # 1 to 5
    follows_up = models.BooleanField(default=False)
    comment = models.CharField(max_length=500, blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participant"], name="rating_once"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_one_to_five"),
        ]

"""Fee schedules: versions of what membership costs, kept for ever."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.texts import TextField


class ScheduleStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ADOPTED = "adopted", _("Adopted")
    SUPERSEDED = "superseded", _("Superseded")
    REFERENCE = "reference", _("Reference")  # another organisation's schedule, for comparison


class Proration(models.TextChoices):
    """What part of the first year's fee somebody pays who joins during it."""

    NONE = "none", _("Always the full year")
    MONTH = "month", _("By remaining months")
    QUARTER = "quarter", _("By remaining quarters")
    HALF = "half", _("Half when less than six months are left")
    STEPS = "steps", _("By dated steps")


class Rejoining(models.TextChoices):
    """What somebody pays who left and joined again within one term."""

    DIFFERENCE = "difference", _("What is paid for the year counts; only the difference is charged")
    ANEW = "anew", _("The new membership is charged anew")


class ScheduleQuerySet(models.QuerySet["FeeSchedule"]):
    def visible_to(self, actor: Actor) -> ScheduleQuerySet:
        """Keep the schedules of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class FeeSchedule(ClusterRow):
    """One version of what membership costs, effective from a day; an adopted version is never edited."""

    code = models.SlugField(max_length=60)  # the schedule across its versions: "ordinary"
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=160)
    status = models.CharField(max_length=12, choices=ScheduleStatus.choices, default=ScheduleStatus.DRAFT)
    effective_on = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    resolution = models.CharField(max_length=200, blank=True)  # who decided, and where it is written
    product = models.ForeignKey("billing.Product", on_delete=models.PROTECT, null=True, related_name="+")
    currency = models.CharField(max_length=3, default="DKK")
    is_vat_included = models.BooleanField(default=False)
    proration = models.CharField(max_length=10, choices=Proration.choices, default=Proration.NONE)
    bills_next_year_from = models.CharField(max_length=5, blank=True)  # "11-15": joiners from this month-day on pay next year too
    rejoining = models.CharField(max_length=10, choices=Rejoining.choices, default=Rejoining.DIFFERENCE)
    assumption = TextField(blank=True)  # what in it is assumed; shown wherever it is shown
    source = models.CharField(max_length=300, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(ScheduleQuerySet))

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "code", "version"], name="schedule_version_once"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "reference"])
                | Q(adopted_on__isnull=False, effective_on__isnull=False) & ~Q(resolution=""),
                name="schedule_adopted_by_resolution",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class FeeMethod(models.TextChoices):
    """How a component turns facts about a member into an amount."""

    BAND = "band", _("By size")
    FLAT = "flat", _("Flat")
    PER_UNIT = "per_unit", _("Per employee, with a minimum and a maximum")
    BASE_RATE = "base_rate", _("Base plus per mille, with a cap")
    PER_GROUP = "per_group", _("Per focus network")
    HOURS = "hours", _("Hours in kind")


class FeeComponent(models.Model):
    """One part of the fee; the parts that apply to a member are added up."""

    schedule = models.ForeignKey(FeeSchedule, on_delete=models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField(default=1)
    code = models.SlugField(max_length=60)
    label = TextField()
    method = models.CharField(max_length=10, choices=FeeMethod.choices)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # codes of membership types; empty is all
    metrics = ArrayField(models.CharField(max_length=10), default=list, blank=True)  # directory.Metric; the first is the main one
    needs_all_metrics = models.BooleanField(default=False)  # bands: "and" takes the lowest band reached, "or" the highest
    parameters = models.JSONField(default=dict, blank=True)  # integers: amount_minor, per_unit_minor, rate_ppm, min_minor, max_minor, ...

    class Meta:
        ordering = ["schedule", "position"]
        constraints = [models.UniqueConstraint(fields=["schedule", "code"], name="component_code_once")]


class FeeBand(models.Model):
    """A size category: [low, high) of the main metric, and what it costs a year."""

    component = models.ForeignKey(FeeComponent, on_delete=models.CASCADE, related_name="bands")
    position = models.PositiveSmallIntegerField()
    label = TextField()
    low = models.BigIntegerField(default=0)
    high = models.BigIntegerField(null=True, blank=True)  # first size above; none is open
    other_bounds = models.JSONField(default=dict, blank=True)  # {"turnover": [low, high or null]}
    amount_minor = models.BigIntegerField(default=0)
    hours = models.PositiveIntegerField(default=0)
    printed_gross_minor = models.BigIntegerField(null=True, blank=True)  # what the source prints with VAT, to be checked
    predicate = models.JSONField(default=dict, blank=True)  # for categories that are not by size: {"max_age_years": 3}
    is_assumption = models.BooleanField(default=False)

    class Meta:
        ordering = ["component", "position"]
        constraints = [
            models.UniqueConstraint(fields=["component", "position"], name="band_position_once"),
            models.CheckConstraint(condition=Q(low__gte=0), name="band_low_not_negative"),
            models.CheckConstraint(condition=Q(high__isnull=True) | Q(high__gt=F("low")), name="band_interval_ordered"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="band_amount_not_negative"),
        ]


class FeeRuleKind(models.TextChoices):
    """What changes the yearly fee of some members; applied in this order."""

    NEWCOMER = "newcomer", _("Newcomer discount")
    RAMP = "ramp", _("Ramp by membership year")
    FOUNDING = "founding", _("Founding members' rate")
    CAP_RISE = "cap_rise", _("Cap on the yearly rise")


class FeeRule(models.Model):
    """An adjustment that the schedule itself grants, with its predicates in ``parameters`` (see rules/adjustments.py)."""

    schedule = models.ForeignKey(FeeSchedule, on_delete=models.CASCADE, related_name="fee_rules")
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=FeeRuleKind.choices)
    label = TextField()
    parameters = models.JSONField(default=dict)

    class Meta:
        ordering = ["schedule", "position"]
        constraints = [models.UniqueConstraint(fields=["schedule", "position"], name="fee_rule_position_once")]


class ProrationStep(models.Model):
    """Who joins on this month-day or later (in the membership year) pays this fraction of the year."""

    schedule = models.ForeignKey(FeeSchedule, on_delete=models.CASCADE, related_name="proration_steps")
    from_month = models.PositiveSmallIntegerField()
    from_day = models.PositiveSmallIntegerField()
    numerator = models.PositiveSmallIntegerField()
    denominator = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["schedule", "id"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "from_month", "from_day"], name="proration_step_once"),
            models.CheckConstraint(condition=Q(denominator__gt=0) & Q(numerator__lte=F("denominator")), name="proration_fraction"),
        ]

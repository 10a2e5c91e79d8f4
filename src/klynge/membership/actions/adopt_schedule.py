"""Adopt a draft: from a day on it is what membership costs."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import say
from klynge.membership import policies
from klynge.membership.models import FeeSchedule, MembershipPeriod, ScheduleStatus
from klynge.membership.queries.explaining import finding_words
from klynge.membership.queries.schedules import load_schedule, schedule_in_force
from klynge.membership.rules.validating import ERROR, findings


@transaction.atomic
def adopt_schedule(
    schedule: FeeSchedule, *, adopted_on: date, resolution: str, effective_on: date, actor: Actor, at: datetime
) -> FeeSchedule:
    """Adopt a draft by a resolution; the former version stays in force until ``effective_on`` and keeps its own days for ever.

    Raises: Refused, Invalid (faults in the schedule, no resolution, dates), Conflict (no draft, dues charged by a former version).
    """
    require(policies.may_adopt_schedule(actor, schedule.cluster))
    schedule = FeeSchedule.objects.select_for_update(of=("self",)).select_related("cluster", "product").get(pk=schedule.pk)
    _check(schedule, adopted_on, resolution, on=day_of(at))
    _check_order(schedule, effective_on)

    schedule.status, schedule.adopted_on = ScheduleStatus.ADOPTED, adopted_on
    schedule.effective_on, schedule.resolution = effective_on, resolution.strip()
    schedule.save(update_fields=["status", "adopted_on", "effective_on", "resolution"])
    _retire(schedule, on=day_of(at))
    said = {"adopted_on": adopted_on.isoformat(), "effective_on": effective_on.isoformat(), "resolution": schedule.resolution}
    record(actor, "membership.schedule.adopted", schedule, at=at, **said)
    return schedule


def _check(schedule: FeeSchedule, adopted_on: date, resolution: str, *, on: date) -> None:
    if schedule.status != ScheduleStatus.DRAFT:
        raise Conflict(_("Only a draft can be adopted; %s is none.") % schedule)
    if not resolution.strip():
        raise Invalid(_("Say who decided it and where that is written, for example: general assembly 2026, item 5."), field="resolution")
    if adopted_on > on:
        raise Invalid(_("The day of adoption lies ahead. Adopt the schedule once it is decided."), field="adopted_on")
    if schedule.product_id is None:
        raise Invalid(_("%s has no fee product, so its VAT is unknown. Choose one on the draft.") % schedule, field="product")
    faults = [each for each in findings(load_schedule(schedule)) if each.severity == ERROR]
    if faults:
        sentences = [finding_words(each, get_language() or "en", currency=schedule.currency) for each in faults]
        raise Invalid(_("The schedule can't be adopted yet. %s") % " ".join(sentences))


def _check_order(schedule: FeeSchedule, effective_on: date) -> None:
    """Refuse a start that would change what was charged, or that two versions share."""
    others = FeeSchedule.objects.filter(cluster=schedule.cluster, code=schedule.code, effective_on__isnull=False).exclude(pk=schedule.pk)
    if others.filter(effective_on=effective_on).exists():
        raise Conflict(_("Another version of %(code)s already starts on %(day)s.") % {"code": schedule.code, "day": say(effective_on)})
    charged = MembershipPeriod.objects.filter(
        cluster=schedule.cluster,
        term__during__startswith__gte=effective_on,
        assessment__schedule__code=schedule.code,
        freed_at__isnull=True,
    ).select_related("term")
    if period := charged.order_by("term__during").first():
        said = {"term": period.term.label, "day": effective_on}
        raise Conflict(_("Dues for %(term)s are already charged by a former version, so this one can't start on %(day)s.") % said)


def _retire(schedule: FeeSchedule, *, on: date) -> None:
    """Mark the versions as superseded whose successor is in force today."""
    current = schedule_in_force(schedule.cluster, on=on, code=schedule.code)
    if current:
        former = FeeSchedule.objects.filter(cluster=schedule.cluster, code=schedule.code, status=ScheduleStatus.ADOPTED)
        former.filter(effective_on__lt=current.effective_on).update(status=ScheduleStatus.SUPERSEDED)

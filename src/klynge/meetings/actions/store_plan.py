"""Store a version of a meeting day's plan."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.meetings import policies
from klynge.meetings.models import MeetingDay, MeetingPlan, PlannedMeeting
from klynge.meetings.queries.instance import Instance
from klynge.meetings.rules.checking import faults
from klynge.meetings.rules.day import Plan, score
from klynge.meetings.rules.explaining import why_not
from klynge.meetings.rules.tables import changes, seat


@transaction.atomic
def store_plan(day: MeetingDay, *, instance: Instance, slots: Plan, proved: Sequence[str], actor: Actor, at: datetime) -> MeetingPlan:
    """Give each meeting its table and keep the version, with a reason for each meeting that isn't held.

    Raises: Refused, Invalid when the independent checker finds fault with it.
    """
    require(policies.may_search(actor, day))
    tables = seat(instance.day, slots, instance.tables)
    if wrong := faults(instance.day, slots, tables):
        raise Invalid(_("The plan breaks a rule of the day (%s), so it isn't kept.") % wrong[0].kind)
    last = MeetingPlan.objects.filter(day=day).first()
    facts = {**asdict(score(instance.day, slots)), "table_changes": changes(instance.day, slots, tables)}
    plan = MeetingPlan.objects.create(
        day=day, number=last.number + 1 if last else 1, made_at=at, made_by=actor.name[:120], score=facts, proved=list(proved)
    )
    PlannedMeeting.objects.bulk_create(_rows(plan, instance, slots, tables))
    record(actor, "meetings.plan.stored", day, at=at, number=plan.number, **facts)
    return plan


def _rows(plan: MeetingPlan, instance: Instance, slots: Plan, tables: list[int | None]) -> list[PlannedMeeting]:
    reasons = why_not(instance.day, slots)
    rows = []
    for number, (pair, slot, table) in enumerate(zip(instance.pairs, slots, tables, strict=True)):
        reason, kept = reasons.get(number), instance.settled.get(number)
        said = {}
        if reason:
            said = {"kind": reason.kind, "wanted": reason.wanted, "free": reason.free}
            said["guest"] = instance.guests[reason.guest] if reason.guest is not None else None
        rows.append(
            PlannedMeeting(
                plan=plan, one_id=pair.one, other_id=pair.other, is_must=pair.is_must, reason=said,
                slot_id=instance.slots[slot] if slot is not None else None, table=table + 1 if table is not None else None,
                confirmed_at=kept.confirmed_at if kept else None, confirmed_by=kept.confirmed_by if kept else "",
            )
        )  # fmt: skip
    return rows

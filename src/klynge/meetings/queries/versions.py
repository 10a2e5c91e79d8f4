"""What the independent checker says about a version, in sentences."""

from django.utils.translation import gettext as _

from klynge.meetings.models import MeetingPlan
from klynge.meetings.rules.checking import Fault, faults

from .instance import Instance, instance_of


def faults_of(plan: MeetingPlan) -> list[str]:
    """Return what is wrong with the version as the day stands now; those who didn't come are no fault of it."""
    meetings = {(m.one_id, m.other_id): m for m in plan.meetings.all() if m.slot_id is not None}
    instance = instance_of(plan.day, meetings.values(), with_no_shows=False)
    number_of = {pk: number for number, pk in enumerate(instance.slots)}
    lost = len(meetings) - len(instance.settled)
    rows = [meetings.get((pair.one, pair.other)) for pair in instance.pairs]
    slots = tuple(number_of[row.slot_id] if row and row.slot_id else None for row in rows)
    tables = [row.table - 1 if row and row.table else None for row in rows]
    found = [_sentence(fault, instance) for fault in faults(instance.day, slots, tables)]
    return [_("Somebody is away in the slot of their meeting.")] * min(lost, 1) + found


def _sentence(fault: Fault, instance: Instance) -> str:
    name = instance.day.guests[fault.guest].name if fault.guest is not None else ""
    slot = fault.slot + 1 if fault.slot is not None else 0
    return {
        "absent": _("%s is away in the slot of a meeting.") % name,
        "twice": _("%(name)s has more meetings than delegates in slot %(slot)s.") % {"name": name, "slot": slot},
        "most": _("%s has more meetings than wished for.") % name,
        "tables": _("Slot %s has more meetings than tables.") % slot,
        "table": _("A meeting in slot %s has no table of its own.") % slot,
        "order": _("A meeting that was to come later comes first."),
    }.get(fault.kind, _("A meeting has no slot."))

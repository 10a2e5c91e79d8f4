"""In which slots two participants can still meet."""

from collections import Counter

from klynge.meetings.models import Absence, MeetingPlan, Participant, PlannedMeeting, Slot


def free_slots(plan: MeetingPlan, one: Participant, other: Participant) -> dict[int, int | None]:
    """Return the slots (ids, in order) in which both are there and free, each with the first free table (None at a stand)."""
    meetings = list(PlannedMeeting.objects.filter(plan=plan, slot__isnull=False))
    for participant in (one, other):
        if participant.most is not None and sum(participant.pk in (m.one_id, m.other_id) for m in meetings) >= participant.most:
            return {}
    away = set(Absence.objects.filter(participant__in=(one, other)).values_list("slot_id", flat=True))
    busy = {p.pk: Counter(m.slot_id for m in meetings if p.pk in (m.one_id, m.other_id)) for p in (one, other)}
    seats = {p.pk: max(1, p.delegates.count()) for p in (one, other)}
    found: dict[int, int | None] = {}
    for slot in Slot.objects.filter(day=plan.day).exclude(pk__in=away).order_by("number").values_list("pk", flat=True):
        if any(busy[p.pk][slot] >= seats[p.pk] for p in (one, other)):
            continue
        if one.stand or other.stand:
            found[slot] = None
            continue
        taken = {m.table for m in meetings if m.slot_id == slot}
        table = next((number for number in range(1, plan.day.tables + 1) if number not in taken), None)
        if table is not None:
            found[slot] = table
    return found

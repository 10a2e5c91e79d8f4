"""Meeting days in words and rows, for office and portal."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.meetings.models import MarkKind, MeetingPlan, Participant

AIMS = {
    "musts_missing": gettext_lazy("Must-meets not held"),
    "short": gettext_lazy("Meetings short of the fewest"),
    "missing": gettext_lazy("Meetings not held"),
    "breaks": gettext_lazy("Breaks"),
    "worst": gettext_lazy("Most breaks of one"),
    "idle": gettext_lazy("Slots waited"),
    "table_changes": gettext_lazy("Changes of table"),
}


def aims_of(score: Mapping[str, int], proved: list[str]) -> list[dict[str, Any]]:
    """Return the figures of a score in their order, each with whether no plan betters it."""
    return [{"label": label, "value": score[name], "is_proved": name in proved} for name, label in AIMS.items() if name in score]


def said_of(plan: MeetingPlan) -> str:
    """Say in one word how good a version is known to be; only what is proved is called best."""
    if len(plan.proved) == len(AIMS) - 1:
        return _("Proved best")
    if "breaks" in plan.proved:
        return _("Breaks proved fewest")
    if "missing" in plan.proved:
        return _("Meetings proved most")
    return _("Not proved best")


def reasons_of(plan: MeetingPlan, most: int) -> list[dict[str, Any]]:
    """Return why meetings of the version aren't held, in sentences."""
    rows = (
        plan.meetings.filter(slot__isnull=True).select_related("one__organisation", "other__organisation").order_by("-is_must", "pk")[:most]
    )
    return [
        {"meeting": row, "why": _why(row.reason, {row.one_id: row.one.organisation.name, row.other_id: row.other.organisation.name})}
        for row in rows
    ]


def _why(reason: Mapping[str, Any], names: Mapping[int, str]) -> str:
    facts = {"name": names.get(reason.get("guest") or 0, ""), "wanted": reason.get("wanted", 0), "free": reason.get("free", 0)}
    kind = reason.get("kind")
    if kind == "busy" and facts["name"]:
        return _("%(name)s has no free slot left: %(wanted)s meetings, %(free)s free slots.") % facts
    return {
        "never_together": _("They are never there at the same time."),
        "enough": _("%(name)s has the %(wanted)s meetings that they want at most.") % facts,
        "busy": _("When one of them is free, the other is not."),
        "full": _("In the slots in which both are free, all tables are taken."),
    }.get(str(kind), _("The order of meetings leaves no slot."))


def wish_rows(participant: Participant) -> dict[str, Any]:
    """Return the others with what is marked about each, and the slots with whether the participant is there."""
    said = dict(participant.marks.values_list("about_id", "kind"))
    wanted_by = set(participant.marks_about.exclude(kind=MarkKind.NO).values_list("participant_id", flat=True))
    away = set(participant.absences.values_list("slot_id", flat=True))
    others = Participant._base_manager.filter(day=participant.day_id).exclude(pk=participant.pk).select_related("organisation")
    return {
        "others": [
            {"guest": other, "mark": said.get(other.pk, ""), "wants": other.pk in wanted_by}
            for other in sorted(others, key=lambda each: each.organisation.name.casefold())
        ],
        "presence": [{"slot": slot, "is_away": slot.pk in away} for slot in participant.day.slots.all()],
        "marks": MarkKind.choices,
    }


def read_wishes(post: QueryDict) -> tuple[dict[int, str], set[int]]:
    """Return what a form of wishes says: marks by participant, and the slots without them."""
    marks = {
        int(name[5:]): value
        for name, value in post.items()
        if name.startswith("mark-") and name[5:].isascii() and name[5:].isdigit() and len(name) < 15
    }
    away = {int(value) for value in post.getlist("away") if value.isascii() and value.isdigit() and len(value) < 10}
    return marks, away

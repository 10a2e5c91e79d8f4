"""Who may have come to a meeting and who did, and how they liked it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Avg, Count, Q

from klynge.directory.models import Organisation, Person
from klynge.networks.models import Feedback, NetworkMeeting, Seat


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who sits in the network, or came and has left it since."""

    person: Person
    organisation: Organisation
    came: bool
    is_substitute: bool


def people_at(meeting: NetworkMeeting) -> list[Guest]:
    """Return holders and substitutes of today's seats, and whoever else came, by company and name."""
    came = {row.person_id: row for row in meeting.attendances.select_related("person", "organisation") if row.person}
    found: dict[int, Guest] = {}
    for seat in Seat.objects.filter(network=meeting.network_id).seated().select_related("holder", "substitute", "organisation"):
        for person, is_substitute in ((seat.holder, False), (seat.substitute, True)):
            if person is not None and person.pk not in found:
                found[person.pk] = Guest(person, seat.organisation, person.pk in came, is_substitute)
    for pk, row in came.items():
        if pk not in found:
            found[pk] = Guest(row.person, row.organisation, came=True, is_substitute=False)
    return sorted(found.values(), key=lambda guest: (guest.organisation.name, guest.is_substitute, guest.person.name))


def feedback_of(meeting: NetworkMeeting) -> dict[str, object]:
    """Return {"count", "mean", "nps", "texts"}; nps is the share of 9 and 10 less that of 0 to 6, in whole per cent, None without answers.

    Source: Reichheld, The One Number You Need to Grow, HBR 2003.
    """
    rows = Feedback.objects.filter(meeting=meeting)
    sums = rows.aggregate(
        count=Count("pk"), mean=Avg("score"), good=Count("pk", filter=Q(score__gte=9)), bad=Count("pk", filter=Q(score__lte=6))
    )
    nps = round(100 * (sums["good"] - sums["bad"]) / sums["count"]) if sums["count"] else None
    return {"count": sums["count"], "mean": sums["mean"], "nps": nps, "texts": list(rows.exclude(text="").values_list("text", flat=True))}

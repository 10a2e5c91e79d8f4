"""Five focus networks of Nordlys: seats, chairs, two years of meetings with minutes, and what comes next."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from klynge.core.clock import DANISH, day_of
from klynge.directory.models import Affiliation
from klynge.membership.models import Membership
from klynge.networks.actions import announce_news, appoint_officer, found_network, plan_meeting
from klynge.networks.models import Attendance, Network, NetworkMeeting, Seat

from .stage import Stage

CAME = 0.75
MEETINGS, WEEKS = 12, 9  # in the two years that are over
NETWORKS = (
    ("Robotter og automation", "Robots and automation", ["robotter", "automation"], "public", "open", 16, False),
    ("Cybersikkerhed", "Cyber security", ["sikkerhed", "drift"], "members", "request", 12, True),
    ("Data og kunstig intelligens", "Data and artificial intelligence", ["data", "ai"], "public", "open", None, False),
    ("Salg til det offentlige", "Selling to the public sector", ["udbud", "salg"], "members", "open", 14, False),
    ("Ledere i vækst", "Leaders of growing companies", ["ledelse"], "hidden", "invitation", 10, True),
)
TOPICS = (
    "Erfaringer fra praksis",
    "Besøg hos en af os",
    "Hvad gik galt, og hvad lærte vi",
    "Værktøjer vi bruger",
    "Gæst udefra",
    "Planer for det næste år",
)
MINUTES = "## Vi talte om\n\n- hvad der virker hos os\n- hvor vi kan hjælpe hinanden\n\n## Vi aftalte\n\nVærten sender sit oplæg rundt. Næste møde er aftalt."


def play(stage: Stage, random: Random) -> None:
    """Found the networks, let companies take their seats, hold the meetings, and call the next ones."""
    now = timezone.now()
    works = _works(stage)
    for number, (danish, english, tags, visibility, joining, most, is_confidential) in enumerate(NETWORKS):
        facts = {
            "name": {"da": danish, "en": english}, "tags": tags, "visibility": visibility, "join_policy": joining, "seats_most": most, "is_confidential": is_confidential,
            "purpose": {"da": "Vi mødes hos hinanden hver niende uge og deler, hvad vi har lært.", "en": "We meet at each other's every ninth week and share what we have learnt."},
        }  # fmt: skip
        by: dict[str, Any] = {"actor": stage.planner, "at": now - timedelta(days=800)}
        network = found_network(stage.nordlys, facts=facts, founded_on=day_of(by["at"]), **by)
        seats = _seats(network, works, random, number, most, by["at"])
        chair = seats[number].holder
        appoint_officer(network, person=chair, office="chair", from_on=network.founded_on, **by)
        _meet(network, seats, random, stage, now)
    announce_news(
        network, subject="Nyt mødested", text="Kære alle\n\nVi mødes fremover hos værten.", key="demo", actor=stage.planner, at=now
    )


def _works(stage: Stage) -> list[Affiliation]:
    members = Membership.objects.filter(cluster=stage.nordlys).active_on(day_of(timezone.now())).values("organisation")
    rows = Affiliation.objects.filter(organisation__in=members, during__endswith__isnull=True, person__emails__is_primary=True)
    found: dict[int, Affiliation] = {}
    for work in rows.select_related("person", "organisation").order_by("pk"):
        found.setdefault(work.organisation_id, work)
    return list(found.values())


def _seats(network: Network, works: list[Affiliation], random: Random, number: int, most: int | None, at: datetime) -> list[Seat]:
    """Regulars first: a company in eleven sits nearly everywhere; one seat more than there are waits."""
    regulars = [work for work in works if work.organisation_id % 11 == 0][: (most or 18) // 2]
    others = random.sample([work for work in works if work.organisation_id % 11], (most or 18) - len(regulars) + 2)
    rows = [
        Seat(
            cluster=network.cluster, network=network, organisation=work.organisation, holder=work.person, asked_at=at + timedelta(days=turn),
            asked_by=work.person.name, admitted_at=at + timedelta(days=turn), seated_at=at + timedelta(days=turn) if most is None or turn < most else None,
        )
        for turn, work in enumerate([*regulars, *others])
    ]  # fmt: skip
    if network.join_policy == "request":
        rows[-1].admitted_at = None
    return [seat for seat in Seat.objects.bulk_create(rows) if seat.seated_at]


def _meet(network: Network, seats: list[Seat], random: Random, stage: Stage, now: datetime) -> None:
    first = _afternoon(now - timedelta(weeks=WEEKS * MEETINGS - 2) + timedelta(days=network.pk % 4))
    rows = []
    for turn in range(MEETINGS):
        starts_at = first + timedelta(weeks=WEEKS * turn)
        rows.append(NetworkMeeting(
            cluster=network.cluster, network=network, title=TOPICS[turn % len(TOPICS)], starts_at=starts_at, ends_at=starts_at + timedelta(hours=2),
            host=seats[turn % len(seats)].organisation, agenda="1. Velkomst\n2. Oplæg\n3. Runde\n4. Næste møde", minutes=MINUTES, minutes_at=starts_at + timedelta(days=2),
            minutes_by=seats[0].holder.name if seats[0].holder else "",
        ))  # fmt: skip
    held = [row for row in NetworkMeeting.objects.bulk_create(rows) if row.ends_at < now]
    Attendance.objects.bulk_create(
        Attendance(cluster=network.cluster, meeting=meeting, person=seat.holder, organisation=seat.organisation, noted_at=meeting.ends_at, noted_by=stage.planner.name)
        for meeting in held for seat in seats if random.random() < CAME
    )  # fmt: skip
    starts_at = _afternoon(now + timedelta(days=12 + network.pk % 9))
    facts = {
        "title": TOPICS[network.pk % len(TOPICS)],
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "agenda": "1. Velkomst\n2. Oplæg\n3. Runde",
    }
    plan_meeting(network, facts=facts, times=3, weeks=WEEKS, actor=stage.planner, at=now)


def _afternoon(moment: datetime) -> datetime:
    return datetime.combine(day_of(moment), time(14, 0), DANISH)

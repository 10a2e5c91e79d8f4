"""Three programmes of Nordlys over two years: calls, seats, hours, outcomes."""

from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from klynge.core.clock import day_of
from klynge.directory.models import Affiliation
from klynge.membership.models import Membership
from klynge.programmes.actions import admit_application, open_call, record_outcome, send_application, set_milestone, start_programme
from klynge.programmes.models import Application, Hours, Milestone, Participation, Programme

from .stage import Stage

PROGRAMMES = (
    ("Robotter i små virksomheder", "Robots in small companies", -720, -200, 8),
    ("AI i produktionen", "AI on the shop floor", -330, 200, 7),
    ("Grøn drift af data", "Green operation of data", -40, 500, 4),
)
WORK = ("Workshop hos værten", "Forsøg i egen produktion", "Møde med forskere", "Forberedelse")
OUTCOMES = (
    ("competence", "To medarbejdere kan selv programmere cellen."),
    ("product", "En ny sensor er i salg."),
    ("collaboration", "Vi udvikler videre med Aalborg Universitet."),
)


def play(stage: Stage, random: Random) -> None:
    """Start the programmes, let companies apply and take part, and note the hours of those that are under way or over."""
    now = timezone.now()
    members = Membership.objects.filter(cluster=stage.nordlys).active_on(day_of(now)).values("organisation")
    works: dict[int, Affiliation] = {}
    rows = (
        Affiliation.objects.filter(organisation__in=members, during__endswith__isnull=True)
        .select_related("person", "organisation")
        .order_by("pk")
    )
    for work in rows:
        works.setdefault(work.organisation_id, work)
    for danish, english, first, last, seats in PROGRAMMES:
        programme = _programme(stage, danish, english, first, last)
        begun = now + timedelta(days=first)
        _take_part(stage, programme, random.sample(sorted(works), seats + 2), works, seats, begun)
        _work(stage, programme, works, random)


def _programme(stage: Stage, danish: str, english: str, first: int, last: int) -> Programme:
    now = timezone.now()
    today = day_of(now)
    facts: dict[str, Any] = {
        "name": {"da": danish, "en": english}, "purpose": {"da": "Virksomheder og forskere prøver noget nyt af sammen.", "en": "Companies and researchers try something new together."},
        "funder": "Danmarks Erhvervsfremmebestyrelse", "starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last),
        "hour_rate_minor": 600_00, "aid_minor": 45_000_00, "budget_minor": 400_000_00,
    }  # fmt: skip
    programme = start_programme(stage.nordlys, facts=facts, actor=stage.planner, at=now + timedelta(days=first))
    for number, (phase, name) in enumerate(
        (("Opstart", "Alle deltagere er i gang"), ("Forsøg", "Forsøg hos alle"), ("Afslutning", "Resultater er delt")), 1
    ):
        due = programme.starts_on + (programme.ends_on - programme.starts_on) * number // 3
        milestone = set_milestone(programme, name=name, phase=phase, due_on=due, actor=stage.planner, at=now)
        if due < today:
            Milestone.objects.filter(pk=milestone.pk).update(reached_on=due)
    return programme


def _take_part(stage: Stage, programme: Programme, chosen: list[int], works: dict[int, Affiliation], seats: int, begun: Any) -> None:
    is_coming = programme.ends_on > day_of(timezone.now()) + timedelta(days=400)
    closes = day_of(timezone.now()) + timedelta(days=25) if is_coming else programme.starts_on + timedelta(days=40)
    facts = {"title": {"da": f"Deltag i {programme.name['da']}", "en": f"Take part in {programme.name['en']}"}, "text": {"da": "Fortæl, hvad I vil prøve, og hvem der deltager."}, "opens_on": programme.starts_on, "closes_on": closes, "seats_most": seats}  # fmt: skip
    call = open_call(programme, facts=facts, actor=stage.planner, at=begun)
    for number, company in enumerate(chosen):
        work = works[company]
        at = begun + timedelta(days=5 + number)
        application = send_application(call, organisation=work.organisation, contact=work.person, text="Vi vil prøve det af i vores egen drift.", researcher="Aalborg Universitet", actor=stage.planner, at=at)  # fmt: skip
        if number < seats - (2 if is_coming else 0):
            admit_application(Application.objects.get(pk=application.pk), actor=stage.planner, at=at + timedelta(days=10))


def _work(stage: Stage, programme: Programme, works: dict[int, Affiliation], random: Random) -> None:
    today, now = day_of(timezone.now()), timezone.now()
    rows = []
    for seat in Participation.objects.filter(programme=programme).order_by("pk"):
        day = programme.starts_on + timedelta(days=30)
        while day < min(today, programme.ends_on):
            is_signed = day < today - timedelta(days=45)
            rows.append(Hours(
                cluster=stage.nordlys, participation=seat, person=works[seat.organisation_id].person, worked_on=day, minutes=random.choice((90, 120, 240, 420)),
                activity=random.choice(WORK), noted_at=now, noted_by=stage.planner.name, rate_minor=600_00 if is_signed else None,
                signed_at=now if is_signed else None, signed_by=stage.planner.name if is_signed else "",
            ))  # fmt: skip
            day += timedelta(days=random.randrange(9, 25))
        if programme.ends_on < today:
            kind, text = random.choice(OUTCOMES)
            record_outcome(seat, kind=kind, text=text, actor=stage.planner, at=now)
    Hours.objects.bulk_create(rows)

"""What the members of Nordlys offer and seek, who found whom, and what came of it."""

from datetime import date, datetime, timedelta
from typing import Any

from klynge.access.actor import Actor
from klynge.core.clock import noon_of
from klynge.directory.models import ContactRole, ContactRoleKind, Organisation
from klynge.matchmaking.actions import (
    choose_intents,
    compute_suggestions,
    introduce_match,
    publish_opportunity,
    record_meeting,
    record_outcome,
    review_opportunity,
    say_interested,
    write_opportunity,
)
from klynge.matchmaking.models import Match
from klynge.membership.models import Membership

from .stage import Stage

BEGUN = date(2026, 9, 1)
# kind, area, ripeness, agreements, Danish title and sentence, English title and sentence ("" where the company writes one language only)
WRITTEN: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    ("request", "technology", "prototype", "develop", "Billedgenkendelse til pakkelinje", "Vi søger en partner til billedgenkendelse, der finder fejl på fødevareemballage i fart.", "", ""),
    ("offer", "technology", "market", "supply develop", "", "", "Machine vision for production lines", "We offer camera systems and machine vision that find faults on fast production lines."),
    ("request", "business", "market", "supply", "Gennemgang før NIS2", "Vi søger en rådgiver, der kan gennemgå vores cybersikkerhed før tilsynet.", "", ""),
    ("offer", "business", "market", "supply", "Penetrationstest og NIS2-rådgivning", "Vi tester it-sikkerheden og hjælper mindre virksomheder gennem NIS2.", "Penetration tests and NIS2 advice", "We test IT security and help smaller companies through NIS2."),
    ("request", "technology", "idea", "talk develop", "", "", "Low-power radio for sensors at sea", "We are looking for somebody who can design low-power wireless sensors for offshore use."),
    ("offer", "technology", "market", "develop", "Antenner og trådløse sensorer", "Vi udvikler antenner og trådløse sensorer, der virker i ti år på et batteri.", "", ""),
    ("request", "business", "market", "supply", "Hjælp til eksport til Tyskland", "Vi søger en partner, der kender det tyske marked for sundhedssoftware og kan åbne døre.", "", ""),
    ("offer", "business", "market", "supply talk", "", "", "Market entry in Germany", "We help software companies with export, sales partners and their first customers in Germany."),
    ("request", "technology", "prototype", "develop research", "Forudsigelse af varmeforbrug", "Vi søger en partner i dataanalyse og maskinlæring til at forudsige forbruget i fjernvarme.", "", ""),
    ("offer", "research", "tested", "research", "Maskinlæring på tidsserier", "Vores forskergruppe tilbyder prognoser med maskinlæring til energi og forsyning.", "Machine learning on time series", "Our research group offers forecasts by machine learning for energy and utilities."),
    ("idea", "research", "idea", "bid research", "Fælles ansøgning om grøn havnelogistik", "Vi samler et hold om en ansøgning om digital logistik i mindre havne.", "Joint application on green port logistics", "We gather a team for an application on digital logistics in smaller ports."),
    ("offer", "business", "market", "supply", "Integration til havne og speditører", "Vi bygger API'er og integrationer mellem havne, speditører og told.", "", ""),
    ("request", "technology", "market", "develop", "Embedded-udvikler til måleudstyr", "Vi søger en partner til firmware i vores nye vandmåler.", "", ""),
    ("offer", "technology", "market", "develop supply", "", "", "Embedded software and electronics", "We design firmware, circuit boards and embedded software for measuring instruments."),
    ("request", "business", "idea", "talk", "Brugertest med ældre", "Vi søger nogen, der kan afprøve vores velfærdsteknologi med ældre og pårørende.", "", ""),
    ("offer", "business", "market", "supply", "UX og brugertest", "Vi tilbyder design, brugerundersøgelser og brugertest i sundhed og pleje.", "UX and user tests", "We offer design and user tests in health and care."),
    ("request", "technology", "tested", "develop licence", "Robotgriber til bløde varer", "Vi søger en robotpartner, der kan gribe frugt og brød uden mærker.", "", ""),
    ("offer", "technology", "market", "develop", "Robotceller og gribere", "Vi bygger robotceller med særlige gribere til fødevarer.", "Robot cells and grippers", "We build robot cells with special grippers for food."),
    ("idea", "technology", "prototype", "develop invest", "", "", "Open data platform for utilities", "We want to share a data platform among small utilities and are looking for two more."),
    ("offer", "business", "market", "supply", "Cloud-drift med dansk support", "Vi driver Kubernetes og databaser for softwarehuse, dag og nat.", "", ""),
    ("request", "business", "market", "supply", "Drift af vores platform", "Vi søger en driftspartner til hosting og overvågning af vores platform.", "", ""),
    ("request", "technology", "idea", "talk", "Måling af CO2 i leverancer", "Vi søger et system, der kan lave klimaregnskab for vores leverandørkæde.", "", ""),
    ("offer", "technology", "market", "supply", "Klimaregnskab og ESG-rapportering", "Vores software samler data til klimaregnskab og ESG-rapport.", "Carbon accounts and ESG reporting", "Our software gathers data for carbon accounts and ESG reports."),
    ("offer", "business", "market", "talk", "Mentor for nye ledere", "Vi deler gerne vores erfaring med at vokse fra 10 til 60 medarbejdere.", "", ""),
)  # fmt: skip
INTENTS = (("inspire", "data.ai"), ("share", "security.cyber"), ("team_up", "energy"), ("share", "data.ai"), ("inspire", "market.export"), ("team_up", "robots"))  # fmt: skip
# asker, answerer (places in the list of companies), how far it came, what each says, and what it was worth in kroner
PAIRS = (
    (0, 1, "outcome", "contract", 240_000), (2, 3, "outcome", "contract", 85_000), (4, 5, "met", "", 0), (6, 7, "outcome", "knowledge", 0),
    (8, 9, "outcome", "project", 400_000), (12, 13, "introduced", "", 0), (14, 15, "met", "", 0), (16, 17, "outcome", "nothing", 0),
    (20, 19, "introduced", "", 0), (21, 22, "mutual", "", 0), (10, 11, "interested", "", 0), (18, 8, "interested", "", 0),
)  # fmt: skip
COMPANIES = 60


def play(stage: Stage) -> None:
    """Let sixty members write, some of them find each other, and work out suggestions as of the demo's day."""
    held = (
        Membership.objects.filter(cluster=stage.nordlys)
        .active_on(BEGUN)
        .active_on(date(2027, 1, 1))
        .order_by("member_no")
        .select_related("organisation")
    )
    companies = [membership.organisation for membership in held[:COMPANIES]]
    for number, company in enumerate(companies):
        _write(stage, company, number)
    for number, company in enumerate(companies[:36]):
        by = _by(stage, company, BEGUN + timedelta(days=number))
        choose_intents(company, cluster=stage.nordlys, chosen=[INTENTS[number % len(INTENTS)]], **by)
    compute_suggestions(stage.nordlys, actor=stage.planner, at=noon_of(BEGUN + timedelta(days=70)))
    for number, (one, other, *come) in enumerate(PAIRS):
        _meet(stage, companies[one], companies[other], BEGUN + timedelta(days=75 + 3 * number), *come)
    compute_suggestions(stage.nordlys, actor=stage.planner, at=noon_of(date(2027, 1, 4)))


def _write(stage: Stage, company: Organisation, number: int) -> None:
    kind, area, ripeness, agreements, title, said, title_en, said_en = WRITTEN[number % len(WRITTEN)]
    day = BEGUN + timedelta(days=number)
    texts = {"title": _texts(title, title_en), "summary": _texts(said, said_en)}
    choices = {"kind": kind, "field": area, "ripeness": ripeness, "agreements": agreements.split()}
    ends = {
        "deadline_on": day + timedelta(days=540),
        "is_anonymous": number in (21, 45),
        "visibility": "everybody" if number % 3 else "members",
    }
    by = _by(stage, company, day)
    made = publish_opportunity(write_opportunity(company, cluster=stage.nordlys, facts=texts | choices | ends, **by), **by)
    if number < COMPANIES - 6:  # the last ones wait for the office
        review_opportunity(made, actor=stage.planner, at=noon_of(day + timedelta(days=1)))


def _texts(danish: str, english: str) -> dict[str, str]:
    return {"da": danish, "en": english}


def _by(stage: Stage, company: Organisation, day: date) -> dict[str, Any]:
    """Act as the company's first contact, who has no account in the demo."""
    role = (
        ContactRole.objects.filter(cluster=stage.nordlys, organisation=company, kind=ContactRoleKind.PRIMARY)
        .select_related("person")
        .first()
    )
    name = role.person.name if role else company.name
    return {"actor": Actor(name, stage.nordlys.pk, companies=frozenset({(company.pk, "company_admin")})), "at": noon_of(day)}


def _meet(stage: Stage, one: Organisation, other: Organisation, day: date, reached: str, kind: str, kroner: int) -> None:
    def later(days: int) -> datetime:
        return noon_of(day + timedelta(days=days))

    said = {"cluster": stage.nordlys, "message": "Det lyder som noget for os – skal vi tale sammen?"}
    match = say_interested(one, other=other, **said, **_by(stage, one, day))
    if reached == "interested":
        return
    match = say_interested(other, other=one, **said, **_by(stage, other, day + timedelta(days=2)))
    if reached == "mutual":
        return
    match = introduce_match(Match.objects.get(pk=match.pk), actor=stage.planner, at=later(3))
    if reached == "introduced":
        return
    record_meeting(match, organisation=one, met_on=day + timedelta(days=9), **_by(stage, one, day + timedelta(days=10)))
    if kind:
        told = _by(stage, one, day + timedelta(days=25))
        record_outcome(match, organisation=one, kind=kind, value_minor=kroner * 100 if kroner else None, **told)

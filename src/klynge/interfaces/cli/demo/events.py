"""Two years of events at Nordlys, and what is coming."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.db import connection
from django.utils import timezone

from klynge.billing.models import Product, ProductKind
from klynge.core.clock import DANISH, day_of
from klynge.directory.models import Affiliation
from klynge.events.actions import plan_event, publish_event, register_attendee
from klynge.events.models import Attendance, Event, Feedback, Registration, Series, Speaker
from klynge.events.queries.attending import Attendee
from klynge.membership.models import Membership

from .stage import Stage

# (Danish title, English title, place, seats); they come back in turn
TOPICS = (
    ("Morgenmøde: robotter i lageret", "Breakfast: robots in the warehouse", "Nordkraft, Aalborg", 60),
    ("Cybersikkerhed for mindre virksomheder", "Cyber security for smaller companies", "Havnegade 2, Frederikshavn", 40),
    ("Åbent hus hos et medlem", "Open house at a member", "Hos værten", 30),
    ("Data og maskinlæring i praksis", "Data and machine learning in practice", "Universitetet, Aalborg Øst", 80),
    ("Salg til det offentlige", "Selling to the public sector", "Nordkraft, Aalborg", 50),
    ("Rekruttering: find de rigtige", "Recruiting: finding the right people", "Online", 120),
    ("Sensorer til landbruget", "Sensors for farming", "Agro Nord, Hjørring", 40),
    ("Årsmøde med medlemmerne", "Annual meeting of the members", "Musikkens Hus, Aalborg", 150),
)
CAME, SHARE = 0.78, (0.45, 0.95)  # of those with a seat; of the seats that were taken
REGULARS = 11  # one company in so many comes to nearly everything
OFTEN = 3  # one in so many comes now and then, the rest rarely
NOBODY_COMES = 0.12  # of the companies: they read the newsletter only
WAITING = 6
TELLS = 0.4  # of those who came: say how it was
SCORES = (10, 10, 9, 9, 9, 8, 8, 8, 7, 7, 6, 4)
SAID = ("", "", "", "Godt med tid til at tale sammen.", "Mere om økonomien næste gang.", "Konkret og brugbart.", "Lokalet var for lille.")
SPEAKERS = (
    ("Rita Ravn", "Professor", "Nordjyllands Universitet", {"da": "Robotter, der lærer af dem, de arbejder sammen med", "en": "Robots that learn from those they work with"}),
    ("Knud Falk", "Driftschef", "Limfjord Logistik", {"da": "Sådan fik vi lageret til at køre om natten", "en": "How our warehouse came to work at night"}),
    ("Signe Lund", "Sikkerhedsrådgiver", "Orkan Sikkerhed", {"da": "De tre huller, vi altid finder", "en": "The three holes we always find"}),
    ("Aksel Brandt", "Indkøber", "Region Nord", {"da": "Hvad det offentlige køber, og hvordan", "en": "What the public sector buys, and how"}),
    ("Freja Toft", "Direktør", "Datahavnen", {"da": "Fra regneark til model på seks uger", "en": "From spreadsheet to model in six weeks"}),
)  # fmt: skip


def play(stage: Stage, random: Random) -> None:
    """Hold about two events a month for two years, and open three that are coming; one of them is full."""
    people = _people(stage, random)
    product = Product.objects.create(
        cluster=stage.nordlys,
        kind=ProductKind.OTHER,
        code="event",
        name={"da": "Arrangement", "en": "Event"},
        income_account="income:events",
    )
    series = Series.objects.create(cluster=stage.nordlys, name={"da": "Morgenmøder", "en": "Breakfasts"})
    today = day_of(timezone.now())
    for number in range(48, 0, -1):
        topic = TOPICS[number % len(TOPICS)]
        starts = _morning(today - timedelta(days=15 * number - 7))
        event = _event(stage, topic, starts, product, series if "Morgen" in topic[0] else None)
        _hold(stage, event, people, random)
    for number, days in enumerate((9, 24, 45)):
        event = _event(
            stage,
            TOPICS[number],
            _morning(today + timedelta(days=days)),
            product,
            series if "Morgen" in TOPICS[number][0] else None,
            seats=12 if number == 0 else TOPICS[number][3],
        )
        for person in random.sample(people, 12 + WAITING if number == 0 else 14):
            attendee = Attendee(person.person.name, _address(person), person=person.person, organisation=person.organisation, language="da")
            register_attendee(event, attendee=attendee, actor=stage.planner, at=timezone.now())
        _name(event, random)
    _forget_jobs()


def _people(stage: Stage, random: Random) -> list[Affiliation]:
    members = Membership.objects.filter(cluster=stage.nordlys).active_on(day_of(timezone.now())).values("organisation")
    works = Affiliation.objects.filter(organisation__in=members, during__endswith__isnull=True, person__emails__is_primary=True)
    found = list(works.select_related("person", "organisation").prefetch_related("person__emails").order_by("pk"))
    companies = sorted({work.organisation_id for work in found})
    quiet = set(random.sample(companies, int(len(companies) * NOBODY_COMES)))
    return [work for work in found if work.organisation_id not in quiet]


def _morning(day: Any) -> datetime:
    day += timedelta(days=(1 - day.weekday()) % 7)  # the next Tuesday
    return datetime.combine(day, time(8, 30), DANISH)


def _address(work: Affiliation) -> str:
    return next(email.address for email in work.person.emails.all() if email.is_primary)


def _event(
    stage: Stage, topic: tuple[str, str, str, int], starts: datetime, product: Product, series: Series | None, *, seats: int = 0
) -> Event:
    facts = {
        "title": {"da": topic[0], "en": topic[1]}, "lead": {"da": "Korte oplæg, spørgsmål og tid til at tale sammen.", "en": "Short talks, questions, and time to talk."},
        "starts_at": starts, "ends_at": starts + timedelta(hours=3), "place": topic[2], "capacity": seats or topic[3], "product": product, "series": series,
    }  # fmt: skip
    prices = [{"who": "member", "amount_minor": 0}, {"who": "guest", "amount_minor": 75_000}]
    planned_at = starts - timedelta(days=60)
    event = plan_event(stage.nordlys, facts=facts, prices=prices, actor=stage.planner, at=planned_at)
    return publish_event(event, actor=stage.planner, at=planned_at)


def _hold(stage: Stage, event: Event, people: list[Affiliation], random: Random) -> None:
    """Fill an event that was held: rows in bulk, as if each had signed up at the time."""
    taken = min(int((event.capacity or 40) * random.uniform(*SHARE)), len(people))
    first = [work for work in people if work.organisation_id % REGULARS == 0 and random.random() < 0.9][:taken]
    others = [work for work in people if work.organisation_id % REGULARS and (work.organisation_id % OFTEN == 0 or random.random() < 0.2)]
    others = random.sample(others, min(taken - len(first), len(others)))
    made_at = event.starts_at - timedelta(days=20)
    rows = [
        Registration(
            cluster=stage.nordlys, event=event, person=work.person, organisation=work.organisation, name=work.person.name, email=_address(work),
            is_member=True, guest_minor=75_000, made_at=made_at, made_by=work.person.name, seated_at=made_at,
        )
        for work in (*first, *others)
    ]  # fmt: skip
    _name(event, random)
    came = [row for row in Registration.objects.bulk_create(rows) if random.random() < CAME]
    Attendance.objects.bulk_create(
        Attendance(cluster=stage.nordlys, registration=row, came_at=event.starts_at, noted_at=event.starts_at, noted_by=stage.planner.name, nonce=f"demo:{row.pk}")
        for row in came
    )  # fmt: skip
    Feedback.objects.bulk_create(
        Feedback(
            cluster=stage.nordlys, registration=row, score=random.choice(SCORES), text=random.choice(SAID), given_at=event.ends_at + timedelta(days=1)
        )
        for row in came
        if random.random() < TELLS
    )  # fmt: skip


def _name(event: Event, random: Random) -> None:
    """Put two speakers on the programme; of what is coming the last has not been asked yet."""
    for number, (name, title, place, talk) in enumerate(random.sample(SPEAKERS, 2)):
        agreed = event.starts_at - timedelta(days=30)
        is_open = number == 1 and event.starts_at > timezone.now()
        Speaker.objects.create(
            cluster=event.cluster, event=event, name=name, title=title, organisation_name=place, talk=talk, named_at=agreed,
            email=f"{name.split()[0].lower()}@foredrag.example", asked_at=None if is_open else agreed, agreed_at=None if is_open else agreed,
        )  # fmt: skip


def _forget_jobs() -> None:
    """The demo sends no mail: what its sign-ups have put on the queue is taken off again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE 'events.%%' AND status = 'todo'")

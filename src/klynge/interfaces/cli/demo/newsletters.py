"""A newsletter a month for two years: who got it, what was followed, who left."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from klynge.directory.models import Subscription
from klynge.events.models import Event
from klynge.newsletters.actions import draft_edition
from klynge.newsletters.models import Click, Edition, EditionPart, EditionReader
from klynge.outbox.models import Batch

from .stage import Stage

SITE = "http://127.0.0.1:8000"
AGREED, FOLLOWS = 0.4, 0.3
MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")


def play(stage: Stage, random: Random) -> None:
    """Keep 24 editions as if each had left in its month, without their mails, which would have been deleted since; and one draft."""
    now = timezone.now()
    readers = list(Subscription.objects.filter(cluster=stage.nordlys).order_by("pk"))
    for each in readers:
        each.clicks_agreed_at = each.consented_at if random.random() < AGREED else None
    Subscription.objects.bulk_update(readers, ["clicks_agreed_at"])
    events = list(Event.objects.filter(cluster=stage.nordlys).order_by("starts_at"))
    for back in range(24, 0, -1):
        at = now - timedelta(days=30 * back)
        edition = _edition(stage, at)
        coming = [event for event in events if at < event.starts_at < at + timedelta(days=45)][:2]
        EditionPart.objects.bulk_create(
            EditionPart(cluster=stage.nordlys, edition=edition, position=n, kind="event", event=event) for n, event in enumerate(coming, 1)
        )
        got = [each for each in readers if each.consented_at < at and (each.withdrawn_at is None or each.withdrawn_at > at)]
        rows = EditionReader.objects.bulk_create(EditionReader(cluster=stage.nordlys, edition=edition, subscription=each) for each in got)
        Click.objects.bulk_create(
            Click(cluster=stage.nordlys, reader=row, url=f"{SITE}/nordlys/events/{event.slug}/", at=at + timedelta(hours=random.randrange(1, 60)))
            for row in rows if row.subscription.clicks_agreed_at for event in coming if random.random() < FOLLOWS
        )  # fmt: skip
    facts = {
        "subject": {"da": "Nyt fra Nordlys: vinterens møder", "en": "News of Nordlys: the winter's meetings"},
        "lead": {"da": "Kære læser\n\nHer er, hvad der kommer."},
        "is_public": True,
    }
    parts = [{"kind": "event", "event": event} for event in events if event.starts_at > now]
    draft_edition(stage.nordlys, facts=facts, parts=parts, actor=stage.planner, at=now)


def _edition(stage: Stage, at: datetime) -> Edition:
    batch = Batch.objects.create(
        cluster=stage.nordlys, rule="newsletters.edition", source_key=f"demo:{at:%Y-%m-%d}", title="Nyhedsbrev", created_at=at, released_at=at,
        released_by=stage.planner.name,
    )  # fmt: skip
    return Edition.objects.create(
        cluster=stage.nordlys, slug=f"nyt-fra-nordlys-{at:%Y-%m-%d}", subject={"da": f"Nyt fra Nordlys, {MONTHS[at.month - 1]} {at.year}", "en": f"News of Nordlys, {at:%B %Y}"},
        lead={"da": "Kære læser\n\nMåneden i netværket, og hvad der kommer.", "en": "Dear reader\n\nThe month in the network, and what is coming."}, drafted_at=at,
        drafted_by=stage.planner.name, released_at=at, released_by=stage.planner.name, batch=batch,
    )  # fmt: skip

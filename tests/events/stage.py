"""An event of Nordlys, open for sign-up, and somebody who wants to come."""

from datetime import timedelta

from django_scopes import scope

from klynge.billing.models import Product, ProductKind
from klynge.events.actions import plan_event, publish_event, register_attendee
from klynge.events.queries.attending import Attendee

TITLE = {"da": "Morgenmøde om robotter", "en": "Breakfast on robots"}


def facts_of(world, **facts):
    starts_at = world.noon + timedelta(days=30)
    return {"title": TITLE, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "place": "Kajen 1", **facts}


def held(world, *, prices=(), questions=(), **facts):
    """Plan and publish an event."""
    event = plan_event(
        world.nordlys, facts=facts_of(world, **facts), prices=list(prices), questions=list(questions), actor=world.astrid, at=world.noon
    )
    return publish_event(event, actor=world.astrid, at=world.noon)


def conference(world):
    """Return a product for what is not dues, 25 % VAT."""
    return Product.objects.create(
        cluster=world.nordlys, kind=ProductKind.OTHER, code="event", name={"da": "Arrangement"}, income_account="income:events"
    )


def come(world, event, number=1, *, actor=None, at=None, **facts):
    """Sign somebody up."""
    attendee = Attendee(**{"name": f"Gæst {number}", "email": f"guest{number}@else.example", **facts})
    with scope(cluster=event.cluster):
        return register_attendee(event, attendee=attendee, actor=actor or world.astrid, at=at or world.noon)

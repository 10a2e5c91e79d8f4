"""``klynge events``: what is coming, who comes, and who came."""

import argparse
from typing import Any

from django_scopes import scope

from klynge.core.errors import Invalid
from klynge.events.models import Event, Registration
from klynge.events.queries.feedback import report_of
from klynge.events.queries.listing import with_counts

from .frame import Output, group, leaf, operator, the_cluster, the_moment


def register(commands: Any) -> None:
    """Add ``events list``, ``events attendees`` and ``events report``."""
    events = group(commands, "events", "What is coming, who comes, and how it was")
    listing = leaf(events, "list", "List events with how full they are", listed, is_dated=True)
    listing.add_argument("--past", action="store_true", help="those that were held, the latest first")
    for name, summary, run in (
        ("attendees", "List who is signed up for one event", attendees),
        ("report", "Say how one event went", report),
    ):
        leaf(events, name, summary, run).add_argument("event", help="the event's address, as in its link")


def listed(options: argparse.Namespace) -> Output:
    """Print the events that are coming, or that were held."""
    cluster, at = the_cluster(options), the_moment(options)
    with scope(cluster=cluster):
        found = Event.objects.filter(cluster=cluster)
        found = found.filter(ends_at__lte=at).order_by("-starts_at") if options.past else found.filter(ends_at__gt=at).order_by("starts_at")
        rows = [
            {"event": row.slug, "title": str(row), "starts_at": row.starts_at.isoformat(), "state": row.state_at(at).value, "seats": row.seats, "taken": row.taken, "waiting": row.waiting, "came": row.came}
            for row in with_counts(found)
        ]  # fmt: skip
    lines = [f"{row['starts_at'][:16]}  {row['taken']:>5} of {row['seats'] or '–':>5}  {row['state']:<10} {row['event']}" for row in rows]
    return Output(rows, lines or ["There is none."])


def attendees(options: argparse.Namespace) -> Output:
    """Print who is signed up, in the order in which they did."""
    with scope(cluster=the_cluster(options)):
        rows = Registration.objects.filter(event=_event(options)).select_related("organisation", "attendance").order_by("pk")
        data = [
            {"name": row.name, "email": row.email, "organisation": row.organisation.name if row.organisation else row.organisation_name, "party": row.party, "state": row.state.value, "came_at": row.attendance.came_at.isoformat() if hasattr(row, "attendance") else None}
            for row in rows
        ]  # fmt: skip
    lines = [f"{each['state']:<10} {'came' if each['came_at'] else '':<5} {each['name']}, {each['organisation'] or '–'}" for each in data]
    return Output(data, lines or ["Nobody has signed up."])


def report(options: argparse.Namespace) -> Output:
    """Print the sums of one event and what those who were there said."""
    with scope(cluster=the_cluster(options)):
        found = report_of(_event(options))
    return Output(found, [f"{name}: {value}" for name, value in found.items() if not isinstance(value, list)])


def _event(options: argparse.Namespace) -> Event:
    cluster = the_cluster(options)
    found: Event | None = Event.objects.visible_to(operator(cluster)).filter(slug=options.event).first()
    if found is None:
        raise Invalid(f"There is no event {options.event} at {cluster.slug}; see klynge events list.", field="event")
    return found

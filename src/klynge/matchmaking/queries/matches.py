"""Two companies on their way to each other: where it stands, and what each may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.directory.models import ContactRole, ContactRoleKind, Organisation, Person, PersonEmail
from klynge.directory.queries.people import remembered
from klynge.matchmaking.models import Interest, Match, Opportunity, Outcome, OutcomeQuestion
from klynge.membership.models import Membership


def matches_of(organisation: Organisation, *, cluster: Cluster) -> QuerySet[Match]:
    """Return what the company may know of, the latest first, with both companies, interests and outcomes."""
    found = Match.objects.filter(cluster=cluster).of(frozenset([organisation.pk]))
    return (
        found.select_related("first", "second")
        .prefetch_related("interests__opportunity", "outcomes", "questions")
        .order_by("-interested_at", "-pk")
    )


def open_match(cluster: Cluster, one: int, other: int) -> Match | None:
    """Return the open match between the two, or None."""
    return Match.objects.filter(cluster=cluster, closed_at__isnull=True).between(one, other).first()


def partners_of(organisation_id: int, *, cluster: Cluster) -> frozenset[int]:
    """Return with whom the company is mutual: they know each other's names."""
    found = Match.objects.filter(cluster=cluster, mutual_at__isnull=False).filter(
        Q(first_id=organisation_id) | Q(second_id=organisation_id)
    )
    return frozenset(other if one == organisation_id else one for one, other in found.values_list("first_id", "second_id"))


def is_member(organisation_id: int, *, cluster: Cluster, on: date) -> bool:
    """Say whether the organisation is a member on the day."""
    return Membership.objects.filter(cluster=cluster, organisation_id=organisation_id).active_on(on).exists()


def refuse_others(match: Match, organisation: Organisation) -> None:
    """Stop whoever is neither of the two. Raises: Invalid."""
    if organisation.pk not in (match.first_id, match.second_id):
        raise Invalid(_("This is between two other companies."))


def contact_of(match: Match, organisation_id: int, *, on: date) -> Person | None:
    """Return who speaks for the company in this match: who said yes, else the opportunity's contact, else the primary contact."""
    interest = next((each for each in match.interests.all() if each.organisation_id == organisation_id), None)
    working = Person.objects.filter(affiliations__organisation_id=organisation_id, affiliations__during__contains=on)
    if interest and interest.user_id and (said := working.filter(user_id=interest.user_id).first()):
        return said
    about = next((each.opportunity for each in match.interests.all() if each.opportunity_id), None)
    if about and about.organisation_id == organisation_id and about.contact_id and (named := working.filter(pk=about.contact_id).first()):
        return named
    roles = ContactRole.objects.filter(remembered(), cluster_id=match.cluster_id, organisation_id=organisation_id, during__contains=on)
    role = roles.filter(kind=ContactRoleKind.PRIMARY).select_related("person").first()
    return role.person if role else None


def address_of(person: Person | None) -> str:
    """Return the person's first e-mail address, or nothing."""
    if person is None:
        return ""
    return PersonEmail.objects.filter(person=person).order_by("-is_primary", "pk").values_list("address", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many came how far since a day; each step counts what reached it, also if it went on."""

    suggested: int
    interested: int
    mutual: int
    introduced: int
    met: int
    outcome: int


def funnel(cluster: Cluster, *, since: datetime, suggested: int) -> Funnel:
    """Return the counts of matches that began since the moment; ``suggested`` is counted elsewhere."""
    found = Match.objects.filter(cluster=cluster, interested_at__gte=since)
    names = ("mutual", "introduced", "met", "outcome")
    counts = found.aggregate(interested=Count("pk"), **{name: Count("pk", filter=Q(**{f"{name}_at__isnull": False})) for name in names})
    return Funnel(suggested=suggested, **counts)


def waiting_answers(organisation: Organisation, *, cluster: Cluster) -> QuerySet[OutcomeQuestion]:
    """Return what the company was asked and has not answered since, the oldest first."""
    asked = OutcomeQuestion.objects.filter(match__cluster=cluster, organisation=organisation).select_related(
        "match__first", "match__second"
    )
    answers = Outcome.objects.filter(match=OuterRef("match"), organisation=organisation, recorded_at__gte=OuterRef("asked_at"))
    return asked.exclude(Exists(answers)).order_by("asked_at", "pk")


def interests_in(opportunity: Opportunity) -> QuerySet[Interest]:
    """Return who has said yes to the opportunity and waits for its owner, the oldest first; for the owner and brokers."""
    return (
        Interest.objects.filter(opportunity=opportunity, match__closed_at__isnull=True)
        .select_related("organisation", "match")
        .order_by("pk")
    )


def may_know(match: Match, organisation_id: int) -> dict[str, Any]:
    """Return what this side may see of the other: its name, and its message only once both have said yes."""
    theirs = next((each for each in match.interests.all() if each.organisation_id != organisation_id), None)
    said = next((each for each in match.interests.all() if each.organisation_id == organisation_id), None)
    about = next((each.opportunity for each in match.interests.all() if each.opportunity_id), None)
    is_open = match.mutual_at is not None
    to_answer = theirs is not None and said is None and about is not None and about.organisation_id == organisation_id
    hides = about is not None and about.is_anonymous and about.organisation_id != organisation_id and not is_open
    return {
        "about": about,
        "said": said,
        "message": theirs.message if theirs and (is_open or to_answer) else "",
        "to_answer": to_answer,
        "other": None if hides else match.other_than(organisation_id),
    }

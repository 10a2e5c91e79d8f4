"""Applications: what an organisation is made of, whether it is known, how its size fits, and how many came to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Count, Q, QuerySet

from klynge.access.models import Cluster
from klynge.directory.models import Organisation
from klynge.directory.queries.organisations import with_number
from klynge.membership.models import Application, ApplicationState, DropOut, Membership
from klynge.membership.rules.applications import NO_DATA, OPEN, size_outcome

from .schedules import load_schedule, member_facts, schedule_in_force

SALT = "klynge.membership.application"
REQUIRED = ("name", "street", "postcode", "town", "employees", "contact_name", "contact_email", "wished_on")
FACTS = ("name", "kind", "legal_form", "cvr", "street", "postcode", "town", "website", "founded_on", "industry_code", "gln", "buyer_reference", "is_advertising_protected")  # fmt: skip


def organisation_facts(application: Application) -> dict[str, Any]:
    """Return what the directory takes to register the organisation; what was left out stays out."""
    found = {name: getattr(application, name) for name in FACTS}
    return {name: value for name, value in found.items() if value not in (None, "")}


def recognised(application: Application) -> Organisation | None:
    """Return the organisation in the registry with the applicant's number, if there is one."""
    return with_number("DK", application.cvr) if application.cvr else None


def is_member_already(application: Application, *, on: date) -> bool:
    """Say whether the organisation is a member of the cluster on the day or later."""
    held = Membership.objects.filter(cluster=application.cluster, organisation=recognised(application))
    return held.filter(Q(during__endswith__isnull=True) | Q(during__endswith__gt=on)).exists()


def outcome_of(application: Application) -> str:
    """Compare the number told with the register's, by the categories of the schedule in force (see rules.applications.size_outcome)."""
    schedule = schedule_in_force(application.cluster, on=application.wished_on) if application.wished_on else None
    if schedule is None or application.employees is None or application.register_low is None:
        return NO_DATA
    plain = load_schedule(schedule)
    code = application.type.code if application.type else "ordinary"
    facts = member_facts(plain, application.cluster, on=application.wished_on, size=0, joined_on=application.wished_on, type_code=code)
    return size_outcome(plain, facts, told=application.employees, register=(application.register_low, application.register_high))


def token_of(application: Application) -> str:
    """Return what stands in the applicant's link: signed, so that nobody can make one up."""
    return signing.Signer(salt=SALT).sign_object([application.cluster_id, application.pk])


def application_by(token: str, *, cluster: Cluster) -> Application | None:
    """Return the application that the link is of, or None when it was altered or is of another cluster."""
    try:
        cluster_id, pk = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if cluster_id != cluster.pk:
        return None
    found: Application | None = Application.objects.filter(pk=pk).select_related("cluster", "type", "membership").first()
    return found


def applications(cluster: Cluster, *, state: str = "") -> QuerySet[Application]:
    """Return the applications that were sent, the newest first; "open" keeps those that wait for an answer."""
    rows = Application.objects.filter(cluster=cluster, submitted_at__isnull=False).select_related("type", "organisation", "membership")
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state in ApplicationState.values:
        rows = rows.filter(state=state)
    return rows.order_by("-submitted_at", "-pk")


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many began in a span of days, how many sent, and what came of them."""

    started: int
    submitted: int
    approved: int
    open: int
    dropped: list[tuple[str, str, int]]  # (code, label, how many), the most frequent first; never began to send counts as no reason
    unsent: int  # drafts that nobody has sent


def funnel(cluster: Cluster, *, first: date, end: date) -> Funnel:
    """Return what became of the applications begun from ``first`` until before ``end``; the numbers add up to those begun."""
    rows = Application.objects.filter(cluster=cluster, started_at__date__gte=first, started_at__date__lt=end)
    counts = rows.aggregate(
        started=Count("pk"),
        submitted=Count("pk", filter=Q(submitted_at__isnull=False)),
        approved=Count("pk", filter=Q(state=ApplicationState.APPROVED)),
        open=Count("pk", filter=Q(state__in=OPEN)),
        unsent=Count("pk", filter=Q(state=ApplicationState.DRAFT)),
    )
    ended = rows.filter(state__in=[ApplicationState.REJECTED, ApplicationState.WITHDRAWN])
    reasons = ended.order_by().values_list("drop_out").annotate(count=Count("pk")).order_by("-count", "drop_out")
    labels = dict(DropOut.choices)
    return Funnel(**counts, dropped=[(code, str(labels.get(code, code)), count) for code, count in reasons])

"""What becomes of what is held about somebody who is forgotten: shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.directory.models import ContactRole, ContactRoleKind, Person, PersonEmail
from klynge.directory.queries.forgetting import is_known_elsewhere, works_in_the_office
from klynge.directory.queries.people import addresses_of, roles_of
from klynge.membership.models import Application
from klynge.newsletters.models import MessageRecipient
from klynge.privacy.rules.retention import books_kept_until

from .dossiers import (
    activities_of,
    attendances_of,
    delegations_of,
    events_of,
    interests_of,
    invoices_naming,
    mails_to,
    opportunities_of,
    seats_of,
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What is held, how much of it, and what becomes of it; ``until`` for what the law makes us keep."""

    what: str
    count: int
    becomes: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What forgetting would do: what goes, what stays, what to think of first, and why it can't be done (empty: it can)."""

    gone: list[Fate]
    kept: list[Fate]
    warnings: list[str]
    hindrance: str


def plan_forgetting(person: Person, *, cluster: Cluster, on: date) -> Plan:
    """Return the rehearsal; nothing changes."""
    addresses = addresses_of(person)
    is_whole = not is_known_elsewhere(person, cluster=cluster)
    hindrance = ""
    if works_in_the_office(person, cluster=cluster):
        hindrance = _("%s has a role in the office. Withdraw the role under Settings first.") % person.name
    return Plan(_gone(person, addresses, cluster, is_whole=is_whole), _kept(person, addresses, cluster), _warnings(person, on), hindrance)


def message_keys(person: Person) -> list[str]:
    """Return the subjects of the mails that messages made for the person."""
    return [f"newsletters.recipient:{pk}" for pk in MessageRecipient.objects.filter(person=person).values_list("pk", flat=True)]


def _gone(person: Person, addresses: list[str], cluster: Cluster, *, is_whole: bool) -> list[Fate]:
    applications = Application.objects.filter(cluster=cluster, contact_email__in=addresses)
    rows = [
        Fate(_("Places of work and roles"), roles_of(person, cluster=cluster).count(), _("They end today; the days stay, without a name.")),
        Fate(
            _("Mails to the person"),
            mails_to(addresses, cluster=cluster).count(),
            _("Address and text are erased; what waits is not sent."),
        ),
        Fate(_("Applications and what files said"), applications.count(), _("Name, address and words are erased.")),
        Fate(
            _("What the person took part in"),
            activities_of(person, cluster=cluster).count(),
            _("It stays for the company, without the person."),
        ),
        Fate(
            _("Opportunities and yeses in the person's name"),
            opportunities_of(person, cluster=cluster).count() + interests_of(person, cluster=cluster).count(),
            _("They stay for the company, without the person."),
        ),
        Fate(
            _("Meeting days"), delegations_of(person, cluster=cluster).count(), _("The meetings stay for the company, without the person.")
        ),
        Fate(
            _("Seats and meetings in focus networks"),
            seats_of(person, cluster=cluster).count() + attendances_of(person, cluster=cluster).count(),
            _("They stay for the company, without the person."),
        ),
        Fate(_("Events in the audit log"), events_of(person, cluster=cluster).count(), _("The name is blotted out; what was done stays.")),
    ]
    if not is_whole:
        words = _("Another cluster here knows the person too and keeps them. In this cluster nobody sees the person any more.")
        return [Fate(_("Name, phone and addresses"), 1, words), *rows]
    mine = [
        Fate(_("Name and phone"), 1, _("They are erased.")),
        Fate(_("E-mail addresses"), PersonEmail.objects.filter(person=person).count(), _("They are deleted.")),
        Fate(_("Account"), int(person.user_id is not None), _("It is closed and emptied; nobody can sign in with it.")),
    ]
    return [*mine, *rows]


def _kept(person: Person, addresses: list[str], cluster: Cluster) -> list[Fate]:
    invoices = invoices_naming(person, addresses, cluster=cluster)
    latest = invoices.aggregate(latest=Max("issued_on"))["latest"]
    until = books_kept_until(latest, fiscal_month=cluster.fiscal_year_month) if latest else None
    return [
        Fate(
            _("Invoices that name the person"),
            invoices.count(),
            _("The law on bookkeeping makes us keep them (bogføringsloven § 12)."),
            until,
        ),
        Fate(_("Answers about consent"), person.consents.filter(cluster=cluster).count(), _("They stay as evidence, without a name.")),
    ]


def _warnings(person: Person, on: date) -> list[str]:
    held = ContactRole.objects.filter(person=person, during__contains=on).select_related("organisation").order_by("kind")
    others = ContactRole.objects.filter(during__contains=on).exclude(person=person)
    return [
        _("%(organisation)s will have no %(role)s any more. Find a new one first.")
        % {"organisation": role.organisation.name, "role": role.get_kind_display().lower()}
        for role in held
        if role.kind in (ContactRoleKind.PRIMARY, ContactRoleKind.BILLING)
        and not others.filter(organisation=role.organisation, kind=role.kind).exists()
    ]

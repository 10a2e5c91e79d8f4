"""What events hold about one person, for the dossier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.texts import in_language
from klynge.directory.models import Person
from klynge.events.models import Registration, Speaker


def speaker_rows(addresses: Iterable[str], *, cluster: Cluster) -> list[dict[str, Any]]:
    """Return where one of the addresses stands on a programme, oldest first."""
    low = [address.lower() for address in addresses]
    rows = Speaker.objects.filter(cluster=cluster).annotate(low=Lower("email")).filter(low__in=low).select_related("event").order_by("pk")
    return [
        {_("Event"): str(row.event), _("Name"): row.name, _("Title"): row.title, _("Organisation"): row.organisation_name, _("Talk"): in_language(row.talk), _("Address"): row.email, _("State"): str(row.state.label)}
        for row in rows
    ]  # fmt: skip


def registration_rows(person: Person, addresses: Iterable[str], *, cluster: Cluster) -> list[dict[str, Any]]:
    """Return where the person, or one of the addresses, was signed up for an event, oldest first."""
    low = [address.lower() for address in addresses]
    rows = Registration.objects.filter(cluster=cluster).annotate(low=Lower("email")).filter(Q(person=person) | Q(low__in=low))
    rows = rows.select_related("event", "organisation", "attendance").prefetch_related("answers__question")
    return [_registration(row) for row in rows.order_by("pk")]


def _registration(each: Registration) -> dict[str, Any]:
    answers = "; ".join(f"{answer.question}: {answer.text}" for answer in each.answers.all())
    return {
        _("Event"): str(each.event), _("When"): each.event.starts_at, _("Name"): each.name, _("Address"): each.email,
        _("Organisation"): each.organisation.name if each.organisation else each.organisation_name, _("State"): str(each.state.label),
        _("Came"): hasattr(each, "attendance"), _("Answers"): answers,
    }  # fmt: skip

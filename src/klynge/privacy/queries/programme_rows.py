"""What innovation programmes hold about one person, for the dossier."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.directory.models import Person
from klynge.programmes.models import Application, Hours


def hours_rows(person: Person, *, cluster: Cluster) -> list[dict[str, Any]]:
    """Return the hours that the person worked, oldest first."""
    rows = Hours.objects.filter(cluster=cluster, person=person).select_related("participation__programme", "participation__organisation")
    return [
        {_("Programme"): str(row.participation.programme), _("For"): row.participation.organisation.name, _("Day"): row.worked_on, _("Hours"): row.minutes / 60, _("Activity"): row.activity}
        for row in rows.order_by("worked_on", "pk")
    ]  # fmt: skip


def application_rows(person: Person, *, cluster: Cluster) -> list[dict[str, Any]]:
    """Return the applications whose contact the person is, oldest first."""
    rows = Application.objects.filter(cluster=cluster, contact=person).select_related("call", "organisation").order_by("pk")
    return [
        {_("Call"): str(row.call), _("Organisation"): row.organisation.name, _("Text"): row.text, _("When"): row.sent_at} for row in rows
    ]

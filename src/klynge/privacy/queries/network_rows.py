"""What focus networks hold about one person, for the dossier."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.directory.models import Person
from klynge.networks.models import Hearing, Post


def post_rows(person: Person, *, cluster: Cluster) -> list[dict[str, Any]]:
    """Return what the person wrote in discussions, oldest first."""
    rows = Post.objects.filter(cluster=cluster, person=person).select_related("thread", "network").order_by("pk")
    return [
        {_("Network"): str(row.network), _("Discussion"): str(row.thread), _("When"): row.written_at, _("Text"): row.text} for row in rows
    ]


def hearing_rows(person: Person, *, cluster: Cluster) -> list[dict[str, Any]]:
    """Return how the person hears of which network's discussions."""
    rows = Hearing.objects.filter(cluster=cluster, person=person).select_related("network").order_by("pk")
    return [{_("Network"): str(row.network), _("Mail"): str(row.get_frequency_display())} for row in rows]

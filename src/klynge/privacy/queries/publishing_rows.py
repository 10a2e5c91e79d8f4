"""What the public site says in somebody's name, for the dossier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.texts import in_language
from klynge.publishing.models import Testimonial


def testimonial_rows(addresses: Iterable[str], *, cluster: Cluster) -> list[dict[str, Any]]:
    """Return what is written down under one of the addresses, oldest first."""
    low = [address.lower() for address in addresses]
    rows = Testimonial.objects.filter(cluster=cluster).annotate(low=Lower("email")).filter(low__in=low).order_by("pk")
    return [
        {_("Name"): row.name, _("Title"): row.title, _("Organisation"): row.organisation_name, _("Text"): in_language(row.text), _("State"): str(row.state.label), _("Agreed"): row.agreed_at}
        for row in rows
    ]  # fmt: skip

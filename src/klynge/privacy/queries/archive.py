"""A dossier as a file that anybody can open."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.directory.models import Person

from .dossiers import Part
from .fields import personal_fields


def archive(parts: list[Part], *, person: Person, cluster: Cluster, at: datetime) -> bytes:
    """Return a ZIP of one HTML page without anything from outside, and one JSON file with the same."""
    facts = {
        "person": person,
        "cluster": cluster,
        "at": at,
        "parts": parts,
        "fields": personal_fields(),
        "language": get_language() or "da",
    }
    data: dict[str, Any] = {"person": person.pk, "cluster": cluster.name, "at": at, "parts": [asdict(part) for part in parts]}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(_("personal-data.html"), render_to_string("privacy/dossier.html", facts))
        packed.writestr(_("personal-data.json"), json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
    return file.getvalue()

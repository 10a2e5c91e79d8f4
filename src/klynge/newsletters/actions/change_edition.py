"""Change a draft of the newsletter."""

from datetime import datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.newsletters import policies
from klynge.newsletters.models import Edition, EditionPart
from klynge.newsletters.queries.editions import cleaned, locked_edition, part_rows


@transaction.atomic
def change_edition(edition: Edition, *, facts: dict[str, Any], parts: list[dict[str, Any]], actor: Actor, at: datetime) -> Edition:
    """Write what stands in it; one that was to leave by itself waits for another yes. Raises: Refused; Invalid; Conflict when it has left."""
    require(policies.may_write(actor, edition.cluster))
    edition = locked_edition(edition)
    given = cleaned(edition.cluster, facts) | {"send_at": None}
    for name, value in given.items():
        setattr(edition, name, value)
    edition.save(update_fields=list(given))
    rows = part_rows(edition, parts)
    edition.parts.all().delete()
    EditionPart.objects.bulk_create(rows)
    record(actor, "newsletters.edition.changed", edition, at=at)
    return edition

"""Begin an edition of the newsletter."""

from datetime import datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.slugs import slug_of
from klynge.newsletters import policies
from klynge.newsletters.models import Edition, EditionPart
from klynge.newsletters.queries.editions import cleaned, part_rows


@transaction.atomic
def draft_edition(cluster: Cluster, *, facts: dict[str, Any], parts: list[dict[str, Any]], actor: Actor, at: datetime) -> Edition:
    """Keep a draft with its pieces in their order; nothing leaves. Raises: Refused; Invalid with the field."""
    require(policies.may_write(actor, cluster))
    Cluster.objects.select_for_update(of=("self",), no_key=True).get(pk=cluster.pk)  # one address at a time
    given = cleaned(cluster, facts)
    slug = slug_of(given["subject"][cluster.locale], taken=set(Edition.objects.filter(cluster=cluster).values_list("slug", flat=True)))
    edition: Edition = Edition.objects.create(cluster=cluster, slug=slug, drafted_at=at, drafted_by=actor.name[:120], **given)
    EditionPart.objects.bulk_create(part_rows(edition, parts))
    record(actor, "newsletters.edition.drafted", edition, at=at)
    return edition

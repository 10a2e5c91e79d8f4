"""Change a text; how it read while it was public stays."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.publishing import policies
from klynge.publishing.models import Release, ReleaseKind, Revision
from klynge.publishing.queries.releases import cleaned, content_of


@transaction.atomic
def change_release(release: Release, *, facts: dict[str, Any], actor: Actor, at: datetime) -> Release:
    """Write the text anew; its address stays. Of a text that was public the former wording is kept. Raises: Refused, Invalid."""
    require(policies.may_write(actor, release.cluster))
    release = Release.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=release.pk)
    before, after = content_of(release), cleaned(release.cluster, facts)
    if release.slug and (release.kind == ReleaseKind.PAGE) != (after["kind"] == ReleaseKind.PAGE):
        raise Invalid(_("This has an address already, and the address stays. Write a new text to have it as something else."), field="kind")
    for name, value in after.items():
        setattr(release, name, value)
    if content_of(release) == before:
        return release

    if release.published_at is not None and release.published_at <= at:
        Revision.objects.create(release=release, until_at=at, changed_by=actor.name[:120], content=before)
    release.changed_at, release.changed_by = at, actor.name[:120]
    release.save()
    record(actor, "publishing.release.changed", release, at=at)
    return release

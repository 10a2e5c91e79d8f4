"""Throw a draft away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.publishing import policies
from klynge.publishing.models import Release


@transaction.atomic
def discard_release(release: Release, *, actor: Actor, at: datetime) -> None:
    """Delete what nobody outside has ever read. Raises: Refused, Conflict once it was published or is scheduled."""
    require(policies.may_write(actor, release.cluster))
    release = Release.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=release.pk)
    if release.published_at is not None:
        raise Conflict(_("This was published or is scheduled. Withdraw it instead."))
    record(actor, "publishing.release.discarded", release, at=at)
    release.delete()

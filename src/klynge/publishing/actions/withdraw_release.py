"""Take a text back."""

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
def withdraw_release(release: Release, *, actor: Actor, at: datetime) -> Release:
    """Take it off the site; its address says so from now on. One that is only scheduled becomes a draft again. Raises: Refused, Conflict."""
    require(policies.may_write(actor, release.cluster))
    release = Release.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=release.pk)
    if release.published_at is None or release.withdrawn_at is not None:
        raise Conflict(_("This is not public."))

    if release.published_at > at:
        release.published_at, release.published_by = None, ""
    else:
        release.withdrawn_at = at
    release.save(update_fields=["published_at", "published_by", "withdrawn_at"])
    record(actor, "publishing.release.withdrawn", release, at=at, slug=release.slug)
    return release

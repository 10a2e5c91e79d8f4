"""Let everybody see an organisation's profile."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.directory import policies
from klynge.directory.models import Profile


@transaction.atomic
def publish_profile(profile: Profile, *, actor: Actor, at: datetime) -> Profile:
    """Make the profile public, with who said so; one that is public stays as it is. Raises: Refused, Invalid without a summary."""
    require(policies.may_edit_profile(actor, profile.organisation, profile.cluster))
    profile = Profile.objects.select_for_update(of=("self",)).select_related("organisation", "cluster").get(pk=profile.pk)
    if profile.published_at is not None:
        return profile
    if not profile.summary:
        raise Invalid(_("Write one sentence about the company first: it is what visitors read."), field="summary_da")

    profile.published_at, profile.published_by = at, actor.name
    profile.save(update_fields=["published_at", "published_by"])
    record(actor, "directory.profile.published", profile.organisation, at=at, cluster_id=profile.cluster_id)
    return profile

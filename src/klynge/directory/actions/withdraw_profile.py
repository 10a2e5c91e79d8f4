"""Take an organisation's profile off the public site."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Profile


@transaction.atomic
def withdraw_profile(profile: Profile, *, actor: Actor, at: datetime) -> Profile:
    """Make the profile private at once; its texts are kept. Raises: Refused."""
    require(policies.may_edit_profile(actor, profile.organisation, profile.cluster))
    profile = Profile.objects.select_for_update(of=("self",)).select_related("organisation", "cluster").get(pk=profile.pk)
    if profile.published_at is None:
        return profile

    profile.published_at, profile.published_by = None, ""
    profile.save(update_fields=["published_at", "published_by"])
    record(actor, "directory.profile.withdrawn", profile.organisation, at=at, cluster_id=profile.cluster_id)
    return profile

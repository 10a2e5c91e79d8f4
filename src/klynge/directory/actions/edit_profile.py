"""Change how an organisation shows itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Organisation, Profile
from klynge.directory.queries.profiles import tags_of, texts_of


@transaction.atomic
def edit_profile(
    organisation: Organisation, *, cluster: Cluster, texts: Mapping[str, Mapping[str, str]], competences: Sequence[str], actor: Actor, at: datetime
) -> Profile:  # fmt: skip
    """Store the texts ("summary", "about", "offers", "needs", each by language) and competences; whether it is public stays as it is.

    Raises: Refused, Invalid for texts or competences that are too long.
    """
    require(policies.may_edit_profile(actor, organisation, cluster))
    after = {**texts_of(texts), "competences": tags_of(competences)}
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)  # two who write at once: one after the other
    profile = Profile.objects.filter(cluster=cluster, organisation=organisation).first()
    profile = profile or Profile(cluster=cluster, organisation=organisation, changed_at=at)
    changed = [name for name, value in after.items() if getattr(profile, name) != value]
    if not changed and profile.pk:
        return profile

    for name, value in after.items():
        setattr(profile, name, value)
    profile.changed_at = at
    profile.save()
    record(actor, "directory.profile.changed", organisation, at=at, cluster_id=cluster.pk, fields=changed)
    return profile

"""Give an organisation's profile a logo."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actions.change_logo import WORDS
from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.access.rules.logos import logo_suffix
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.directory import policies
from klynge.directory.models import Organisation, Profile


@transaction.atomic
def change_profile_logo(organisation: Organisation, *, cluster: Cluster, content: bytes, actor: Actor, at: datetime) -> Profile:
    """Store a PNG or a plain SVG. Raises: Refused, Invalid when it is not one or can't be stored."""
    require(policies.may_edit_profile(actor, organisation, cluster))
    try:
        suffix = logo_suffix(content)
    except ValueError as fault:
        raise Invalid(str(WORDS[str(fault)]), field="logo") from fault
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    profile = Profile.objects.filter(cluster=cluster, organisation=organisation).first()
    profile = profile or Profile(cluster=cluster, organisation=organisation)

    try:
        profile.logo.save(f"{cluster.pk}-{organisation.pk}.{suffix}", ContentFile(content), save=False)
    except OSError as fault:
        raise Invalid(_("The logo could not be stored: %s. Ask the operator to make room.") % fault.strerror, field="logo") from fault
    profile.changed_at = at
    profile.save()
    record(actor, "directory.profile.logo_changed", organisation, at=at, cluster_id=cluster.pk, kind=suffix, size=len(content))
    return profile

"""Say that an organisation's facts are right, after changing those that were not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.directory import policies
from klynge.directory.actions.change_organisation import change_organisation
from klynge.directory.models import MasterDataCheck, Organisation
from klynge.directory.rules.master_data import OWN_FACTS


@transaction.atomic
def confirm_master_data(
    organisation: Organisation, *, cluster: Cluster, facts: Mapping[str, str], actor: Actor, at: datetime
) -> MasterDataCheck:
    """Change the given facts, of those an organisation may change itself, and write down that all of them are right.

    Raises: Refused; Invalid naming the field that is wrong, or one that is not its own to change.
    """
    require(policies.may_edit_profile(actor, organisation, cluster))
    if foreign := sorted(set(facts) - set(OWN_FACTS)):
        raise Invalid(_("“%s” is changed by the secretariat.") % foreign[0])
    vouched = replace(actor, cluster_id=cluster.pk, is_system=True)  # the company's own contact may not change others, only this one
    change_organisation(organisation, actor=vouched, at=at, **facts)
    check: MasterDataCheck = MasterDataCheck.objects.create(
        cluster=cluster, organisation=organisation, confirmed_at=at, confirmed_by=actor.name[:120]
    )
    record(actor, "directory.master_data.confirmed", organisation, at=at, cluster_id=cluster.pk)
    return check

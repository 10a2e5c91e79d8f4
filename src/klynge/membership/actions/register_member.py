"""Register an organisation and admit it as a member in one go."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.actions import add_contact, declare_size, list_organisation, register_organisation
from klynge.directory.models import ContactRoleKind, Organisation, SizeSource
from klynge.directory.queries.organisations import with_number
from klynge.membership import policies
from klynge.membership.actions.join_member import join_member
from klynge.membership.models import Membership, MembershipType


@transaction.atomic
def register_member(
    cluster: Cluster, *, organisation: Mapping[str, Any], type: MembershipType, joined_on: date, actor: Actor, at: datetime,
    contact: Mapping[str, str] | None = None, employees: int | None = None,
) -> Membership:  # fmt: skip
    """Admit an organisation by its facts; one whose registration number is known is taken as it stands.

    ``contact`` (name, email, phone, title) becomes the primary and the billing contact; ``employees`` is kept as the member's word, unconfirmed.
    Raises: what register_organisation, add_contact, declare_size and join_member raise; then nothing is kept.
    """
    require(policies.may_admit(actor, cluster))
    found = _known(cluster, organisation, actor, at) or register_organisation(cluster, actor=actor, at=at, **organisation)
    membership = join_member(cluster, organisation=found, type=type, joined_on=joined_on, actor=actor, at=at)
    if contact:
        kinds = [ContactRoleKind.PRIMARY, ContactRoleKind.BILLING]
        add_contact(cluster, organisation=found, kinds=kinds, from_on=joined_on, actor=actor, at=at, **contact)
    if employees is not None:
        declare_size(found, low=employees, high=employees, as_of=joined_on, source=SizeSource.MEMBER, actor=actor, at=at)
    record(actor, "membership.member.registered", found, at=at, cluster_id=cluster.pk, number=membership.member_no)
    return membership


def _known(cluster: Cluster, facts: Mapping[str, Any], actor: Actor, at: datetime) -> Organisation | None:
    number = "".join(letter for letter in str(facts.get("cvr", "")) if letter.isalnum()).upper().removeprefix("DK")
    found = with_number(facts.get("country") or "DK", number)
    if found:
        list_organisation(cluster, organisation=found, actor=actor, at=at)
    return found

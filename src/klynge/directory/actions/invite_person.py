"""Invite a colleague to a member company's side of the portal, by mail."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actions import create_invitation
from klynge.access.actor import Actor
from klynge.access.models import Cluster, Invitation
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.directory import policies
from klynge.directory.models import ContactRoleKind, Invitee, Organisation
from klynge.directory.rules.checking import clean_text
from klynge.outbox.actions import mail_invitation


@transaction.atomic
def invite_person(
    cluster: Cluster, *, organisation: Organisation, email: str, name: str, site: str, actor: Actor, at: datetime,
    title: str = "", kinds: Sequence[str] = (),
) -> Invitation:  # fmt: skip
    """Ask somebody to join the organisation's people; who it is and whether the address is known shows only when they accept.

    ``kinds`` are what the person will be to the cluster there (ContactRoleKind, "billing" for a finance colleague); ``site`` is the
    address of the installation, "https://…". Raises: Refused, Invalid, Conflict when the address is invited already.
    """
    require(policies.may_invite_person(actor, organisation, cluster, on_day=day_of(at)))
    if unknown := sorted(set(kinds) - set(ContactRoleKind.values)):
        raise Invalid(_("There is no role “%s”.") % unknown[0], field="kinds")

    vouched = replace(actor, cluster_id=cluster.pk, is_system=True)  # the company's own contact may not invite in general, only here
    invitation = create_invitation(cluster, email=email, name=name, role="", actor=vouched, at=at)
    Invitee.objects.create(
        cluster=cluster, invitation=invitation, organisation=organisation, title=clean_text(title)[:120], kinds=list(dict.fromkeys(kinds))
    )
    mail_invitation(invitation, site=site, organisation=organisation.name, actor=vouched, at=at)
    record(actor, "directory.person.invited", invitation, at=at, cluster_id=cluster.pk, organisation=organisation.name)
    return invitation

"""Invite somebody to work in the office, by mail."""

from datetime import datetime

from django.db import transaction

from klynge.access.actions import create_invitation
from klynge.access.actor import Actor
from klynge.access.models import Cluster, Invitation
from klynge.access.policies import may_invite, require
from klynge.audit.actions import record
from klynge.outbox.actions import mail_invitation


@transaction.atomic
def invite_user(cluster: Cluster, *, email: str, name: str, role: str, site: str, actor: Actor, at: datetime) -> Invitation:
    """Write the invitation and send its link. ``site`` is the address of the installation, "https://…". Raises: Refused, Invalid, Conflict."""
    require(may_invite(actor, cluster, role))
    invitation = create_invitation(cluster, email=email, name=name, role=role, actor=actor, at=at)
    mail_invitation(invitation, site=site, organisation="", actor=actor, at=at)
    record(actor, "directory.person.invited", invitation, at=at, organisation=cluster.name)
    return invitation

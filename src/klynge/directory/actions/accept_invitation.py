"""Come in by an invitation: the account, and what the person is at the company that asked."""

from datetime import datetime

from django.db import transaction
from django_scopes import scope

from klynge.access.actions import redeem_invitation
from klynge.access.actor import Actor
from klynge.access.models import InvitationAcceptance, User
from klynge.access.policies import may_accept, require
from klynge.access.queries import invitation_by
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.directory.actions.add_contact import add_contact
from klynge.directory.models import Invitee, Person


@transaction.atomic
def accept_invitation(token: str, *, name: str, password: str, actor: Actor, at: datetime) -> InvitationAcceptance:
    """Redeem the link, then tie the person of that address to the account and to the company. Raises: Refused, Invalid, Conflict."""
    require(may_accept(actor, invitation_by(token)))
    acceptance = redeem_invitation(token, name=name, password=password, actor=actor, at=at)
    invitation, user = acceptance.invitation, acceptance.user
    house = Actor.system(user.name or user.email, cluster_id=invitation.cluster_id)
    with scope(cluster=invitation.cluster):
        invitee = Invitee.objects.filter(invitation=invitation).select_related("organisation").first()
        if invitee:
            person = _introduce(invitee, user, house, at)
        else:
            person = Person.objects.filter(emails__address__iexact=invitation.email).first()
        if person and person.user_id is None and not Person.objects.filter(user=user).exists():
            person.user = user
            person.save(update_fields=["user"])
            record(house, "directory.person.linked", person, at=at, cluster_id=invitation.cluster_id)
    return acceptance


def _introduce(invitee: Invitee, user: User, house: Actor, at: datetime) -> Person:
    """Make the person a contact of the company; whoever has the address already is recognised."""
    return add_contact(
        invitee.cluster, organisation=invitee.organisation, name=user.name or user.email, email=invitee.invitation.email,
        title=invitee.title, kinds=invitee.kinds, language=user.language, from_on=day_of(at), actor=house, at=at,
    )  # fmt: skip

"""What a role may do; ``require`` turns a no into a refusal."""

from datetime import datetime

from django.utils.translation import gettext as _

from klynge.core.errors import Conflict, Refused

from .actor import Actor
from .models import ApiToken, Cluster, Invitation, SavedView, User


def require(allowed: bool) -> None:
    """Refuse unless allowed. Raises: Refused."""
    if not allowed:
        raise Refused(_("You may not do this. Ask an administrator of the cluster for the role that may."))


def may_administer(actor: Actor, cluster: Cluster) -> bool:
    """Change the cluster's settings, its users and their roles."""
    return actor.may("access.administer", cluster_id=cluster.pk)


def may_invite(actor: Actor, cluster: Cluster, role: str) -> bool:
    """Ask somebody in: with a role in the office it is the administrator's, without one it is for who looks after members."""
    return may_administer(actor, cluster) if role else actor.may("access.invite", cluster_id=cluster.pk)


def may_accept(actor: Actor, invitation: Invitation) -> bool:
    """Follow an invitation: whoever has the link and is not signed in as somebody else."""
    return actor.user_id is None or User.objects.filter(pk=actor.user_id, email__iexact=invitation.email).exists()


def refuse_unless_open(invitation: Invitation, *, at: datetime) -> None:
    """Say plainly why the link opens nothing any more. Raises: Conflict."""
    if hasattr(invitation, "acceptance"):
        raise Conflict(_("This invitation was used already. Sign in with %s.") % invitation.email)
    if hasattr(invitation, "withdrawal"):
        raise Conflict(_("This invitation was taken back. Ask %s for a new one.") % invitation.invited_by_name)
    if invitation.expires_at <= at:
        raise Conflict(_("This invitation is too old. Ask %s for a new one.") % invitation.invited_by_name)


def may_keep_views(actor: Actor, cluster: Cluster) -> bool:
    """Save filtered lists for oneself, in the office where one works."""
    return actor.user_id is not None and actor.is_staff_of(cluster.pk)


def may_delete_view(actor: Actor, view: SavedView) -> bool:
    """Delete one's own saved lists."""
    return actor.user_id is not None and view.user_id == actor.user_id


def may_choose_language(actor: Actor, user: User) -> bool:
    """Choose one's own language."""
    return actor.user_id is not None and actor.user_id == user.pk


def may_tend_account(actor: Actor, user: User) -> bool:
    """Change one's own name, and come in as oneself."""
    return actor.user_id is not None and actor.user_id == user.pk


def may_close_account(actor: Actor, cluster: Cluster) -> bool:
    """Close the account of somebody who is forgotten."""
    return actor.may("directory.forget", cluster_id=cluster.pk)


def may_expire(actor: Actor, cluster: Cluster) -> bool:
    """Delete what is kept of people who are forgotten, or was kept as long as it may be."""
    return actor.may("directory.forget", cluster_id=cluster.pk)


def may_create_cluster(actor: Actor, parent: Cluster | None) -> bool:
    """Make a new cluster: the installation itself anywhere, an umbrella's administrator beneath it."""
    return actor.may("access.administer", cluster_id=parent.pk if parent else None)


def may_hold_tokens(actor: Actor, cluster: Cluster) -> bool:
    """Let a program in on one's own behalf."""
    return actor.may("access.hold_tokens", cluster_id=cluster.pk)


def may_revoke_token(actor: Actor, token: ApiToken) -> bool:
    """Stop a program: one's own, or any as an administrator."""
    is_own = actor.user_id is not None and actor.user_id == token.user_id
    return actor.may("access.hold_tokens", cluster_id=token.cluster_id) and (is_own or may_administer(actor, token.cluster))


def may_use_token(actor: Actor, token: ApiToken) -> bool:
    """Ask with the token: whom it stands for."""
    return actor.user_id is not None and actor.user_id == token.user_id

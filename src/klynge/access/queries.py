"""Who may see which cluster, and as whom."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from klynge.core.errors import Invalid

from .actor import Actor
from .models import ApiToken, Cluster, Grant, Invitation, SavedView, SignIn, User

SALT = "klynge.access.invitation"


def valid_grants(user: User, *, at: datetime) -> "list[Grant]":
    """Return the user's grants that hold at the moment, with their clusters, by cluster name."""
    held = Grant.objects.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), user=user, granted_at__lte=at)
    return list(held.select_related("cluster").order_by("cluster__name", "role"))


def clusters_of(user: User, *, at: datetime) -> list[Cluster]:
    """Return the clusters in whose office the user works, by name, each once."""
    return list({grant.cluster_id: grant.cluster for grant in valid_grants(user, at=at)}.values())


@dataclass(frozen=True, slots=True)
class Office:
    """The office in which somebody works: which cluster's, as whom, and where else."""

    cluster: Cluster
    actor: Actor
    clusters: tuple[Cluster, ...]  # all in whose office the user works, by name


def office_of(user: User, *, slug: str, at: datetime) -> Office | None:
    """Return the cluster's office if the user works there, else None (which says nothing about whether it exists); one query."""
    held = valid_grants(user, at=at)
    clusters = {grant.cluster_id: grant.cluster for grant in held}
    cluster = next((each for each in clusters.values() if each.slug == slug), None)
    return Office(cluster, _actor(user, cluster, held), tuple(clusters.values())) if cluster else None


def actor_of(user: User, *, cluster: Cluster, at: datetime) -> Actor:
    """Return the user as an actor in the cluster, with the roles held at the moment."""
    return _actor(user, cluster, valid_grants(user, at=at))


def _actor(user: User, cluster: Cluster, held: Iterable[Grant]) -> Actor:
    roles = frozenset(grant.role for grant in held if grant.cluster_id == cluster.pk)
    return Actor(name=user.name or user.email, cluster_id=cluster.pk, user_id=user.pk, roles=roles)


def actor_by_email(email: str, *, cluster: Cluster, at: datetime) -> Actor | None:
    """Return the active user with that address as an actor in the cluster, or None without a role there."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    actor = actor_of(user, cluster=cluster, at=at) if user else None
    return actor if actor and actor.roles else None


def language_of(email: str) -> str | None:
    """Return the language of whoever signs in with the address, or None."""
    found: str | None = User.objects.filter(email__iexact=email.strip()).values_list("language", flat=True).first()
    return found


def grants_in(cluster: Cluster, *, at: datetime) -> list[Grant]:
    """Return the grants that hold in the cluster at the moment, with their users, by name and role."""
    held = Grant.objects.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), cluster=cluster, granted_at__lte=at)
    return list(held.select_related("user", "cluster").order_by("user__name", "user__email", "role"))


def views_of(actor: Actor, *, page: str) -> QuerySet[SavedView]:
    """Return the lists of a page that the actor has saved in the cluster, by name."""
    return SavedView.objects.filter(user_id=actor.user_id, cluster_id=actor.cluster_id, page=page).order_by("name")


def token_of(invitation: Invitation) -> str:
    """Return what stands in the invitation's link: signed, so that nobody can make one up, and only for this address; it stays the same."""
    return signing.Signer(salt=SALT).sign_object([invitation.pk, invitation.email])


def invitation_by(token: str) -> Invitation:
    """Return the invitation that the link is of. Raises: Invalid when it was altered or is of no invitation that exists."""
    altered = Invalid(_("This link is not whole, or it was altered. Open it once more from the mail, all of it."))
    try:
        pk, email = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise altered from None
    found = Invitation.objects.filter(pk=pk, email=email).select_related("cluster", "acceptance", "withdrawal").first()
    if found is None:
        raise altered
    return found


def open_invitations(cluster: Cluster, *, at: datetime) -> QuerySet[Invitation]:
    """Return the cluster's invitations that still can be followed, the latest first."""
    unanswered = Invitation.objects.filter(cluster=cluster, acceptance__isnull=True, withdrawal__isnull=True)
    return unanswered.filter(expires_at__gt=at).order_by("-id")


def recent_sign_ins(user: User, *, most: int = 10) -> list[SignIn]:
    """Return how the user came in lately, the latest first."""
    return list(SignIn.objects.filter(user=user).order_by("-id")[:most])


def digest_of(secret: str) -> str:
    """Return what is kept of a token's secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def token_by(secret: str, *, at: datetime) -> ApiToken | None:
    """Return the token with that secret, with user and cluster, if it is neither revoked nor expired and its user may sign in; one query."""
    living = ApiToken.objects.filter(revoked_at__isnull=True, expires_at__gt=at, user__is_active=True)
    found: ApiToken | None = living.filter(digest=digest_of(secret)).select_related("user", "cluster").first()
    return found


def actor_by_token(token: ApiToken, *, at: datetime) -> Actor:
    """Return whom the token acts for, with the roles held at the moment; the name says that a program did it."""
    actor = actor_of(token.user, cluster=token.cluster, at=at)
    return replace(actor, name=f"{actor.name[:56]} ({token.name})")


def tokens_in(cluster: Cluster, actor: Actor) -> QuerySet[ApiToken]:
    """Return the cluster's tokens with their users, living ones first: all for an administrator, else one's own."""
    found = ApiToken.objects.filter(cluster=cluster).select_related("user", "cluster").order_by("revoked_at", "-id")
    is_all = actor.may("access.administer", cluster_id=cluster.pk)
    return found if is_all else found.filter(user_id=actor.user_id)

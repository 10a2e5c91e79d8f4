"""What a role may do; ``require`` turns a no into a refusal."""

from django.utils.translation import gettext as _

from klynge.core.errors import Refused

from .actor import Actor
from .models import Cluster, SavedView, User


def require(allowed: bool) -> None:
    """Refuse unless allowed. Raises: Refused."""
    if not allowed:
        raise Refused(_("You may not do this. Ask an administrator of the cluster for the role that may."))


def may_administer(actor: Actor, cluster: Cluster) -> bool:
    """Change the cluster's settings, its users and their roles."""
    return actor.may("access.administer", cluster_id=cluster.pk)


def may_keep_views(actor: Actor, cluster: Cluster) -> bool:
    """Save filtered lists for oneself, in the office where one works."""
    return actor.user_id is not None and actor.is_staff_of(cluster.pk)


def may_delete_view(actor: Actor, view: SavedView) -> bool:
    """Delete one's own saved lists."""
    return actor.user_id is not None and view.user_id == actor.user_id


def may_choose_language(actor: Actor, user: User) -> bool:
    """Choose one's own language."""
    return actor.user_id is not None and actor.user_id == user.pk


def may_create_cluster(actor: Actor, parent: Cluster | None) -> bool:
    """Make a new cluster: the installation itself anywhere, an umbrella's administrator beneath it."""
    return actor.may("access.administer", cluster_id=parent.pk if parent else None)

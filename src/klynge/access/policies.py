"""What a role may do; ``require`` turns a no into a refusal."""

from django.utils.translation import gettext as _

from klynge.core.errors import Refused

from .actor import Actor
from .models import Cluster, Role


def require(allowed: bool) -> None:  # noqa: FBT001
    """Refuse unless allowed. Raises: Refused."""
    if not allowed:
        raise Refused(_("You may not do this. Ask an administrator of the cluster for the role that may."))


def may_administer(actor: Actor, cluster: Cluster) -> bool:
    """Change the cluster's settings, its users and their roles."""
    return actor.has_role({Role.ADMIN}, cluster_id=cluster.pk)

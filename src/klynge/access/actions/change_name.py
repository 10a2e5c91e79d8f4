"""Be known by another name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import User
from klynge.access.policies import may_tend_account, require
from klynge.access.queries import clusters_of
from klynge.core.errors import Invalid
from klynge.core.journal import record


@transaction.atomic
def change_name(user: User, *, name: str, actor: Actor, at: datetime) -> User:
    """Set the actor's own name; it is written down in each office where the user works. Raises: Refused, Invalid."""
    require(may_tend_account(actor, user))
    name = " ".join(name.replace("\x00", "").split())[:120]
    if not name:
        raise Invalid(_("Write your name."), field="name")
    user = User.objects.select_for_update().get(pk=user.pk)
    before, user.name = user.name, name
    if before == name:
        return user

    user.save(update_fields=["name"])
    for cluster in clusters_of(user, at=at):
        record(actor, "access.name.changed", user, at=at, cluster_id=cluster.pk, before=before, after=name)
    return user

"""Close an account for good, and leave nothing in it."""

from datetime import datetime

from django.db import transaction
from django.db.models import CASCADE
from django.utils.translation import gettext as _

from klynge.access import policies
from klynge.access.actor import Actor
from klynge.access.models import Cluster, Grant, User
from klynge.access.policies import require
from klynge.core.errors import Conflict
from klynge.core.journal import record


@transaction.atomic
def close_account(user: User, *, cluster: Cluster, actor: Actor, at: datetime) -> User:
    """Make signing in impossible and delete name, address, keys, passkeys, sign-ins and saved lists.

    The empty row stays, because the audit log names it by number; so do roles that were held. Safe to run twice.
    Raises: Refused; Conflict for somebody who works in an office.
    """
    require(policies.may_close_account(actor, cluster))
    user = User.objects.select_for_update().get(pk=user.pk)
    if Grant.objects.filter(user=user, withdrawn_at__isnull=True).exists():
        raise Conflict(_("%s has a role in the office. Withdraw the role under Settings first.") % user.name)

    for relation in User._meta.related_objects:  # addresses, passkeys and the like of django-allauth among them
        if getattr(relation, "on_delete", None) is CASCADE and relation.related_model is not Grant:
            relation.related_model._base_manager.filter(**{relation.field.name: user.pk}).delete()
    user.email, user.name, user.is_active, user.last_login = f"forgotten-{user.pk}@invalid", "", False, None
    user.set_unusable_password()  # sessions that are open end with it
    user.save(update_fields=["email", "name", "is_active", "last_login", "password"])
    record(actor, "access.account.closed", user, at=at, cluster_id=cluster.pk)
    return user

"""Let somebody work in a cluster's office."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Grant, Role, User
from klynge.access.policies import may_administer, require
from klynge.core.errors import Conflict, Invalid
from klynge.core.journal import record


@transaction.atomic
def grant_role(cluster: Cluster, *, email: str, role: str, actor: Actor, at: datetime, name: str = "") -> Grant:
    """Grant a role from now on; a person who is new here becomes a user who signs in by a code sent to the address.

    Raises: Refused, Invalid, Conflict when the person holds the role already.
    """
    require(may_administer(actor, cluster))
    cluster = Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if role not in Role.values:
        raise Invalid(_("There is no role “%s”.") % role, field="role")
    user = _user(email.strip().lower(), name.strip(), cluster)
    if Grant.objects.filter(user=user, cluster=cluster, role=role, withdrawn_at__isnull=True).exists():
        raise Conflict(_("%(who)s holds the role “%(role)s” already.") % {"who": user, "role": Role(role).label})

    grant = Grant.objects.create(user=user, cluster=cluster, role=role, granted_at=at)
    record(actor, "access.role.granted", user, at=at, cluster_id=cluster.pk, role=role)
    return grant


def _user(email: str, name: str, cluster: Cluster) -> User:
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("“%s” is not an e-mail address.") % email, field="email") from None
    if user := User.objects.filter(email=email).first():
        if not user.is_active:
            raise Conflict(_("The account %s is closed. Ask the operator to open it.") % email)
        return user
    if not name:
        raise Invalid(_("Write the name of the person, who is new here."), field="name")
    return User.objects.create_user(email, name=name[:120], language=cluster.locale)

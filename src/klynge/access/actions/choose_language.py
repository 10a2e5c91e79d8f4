"""Keep in which language somebody reads pages and mail."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Locale, User
from klynge.access.policies import may_choose_language, require
from klynge.access.queries import clusters_of
from klynge.core.errors import Invalid
from klynge.core.journal import record


@transaction.atomic
def choose_language(user: User, *, language: str, actor: Actor, at: datetime) -> User:
    """Set the actor's own language; it is written down in each office where the user works. Raises: Refused, Invalid."""
    require(may_choose_language(actor, user))
    if language not in Locale.values:
        raise Invalid(_("There is Danish and English."), field="language")
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.language == language:
        return user

    before, user.language = user.language, language
    user.save(update_fields=["language"])
    for cluster in clusters_of(user, at=at):
        record(actor, "access.language.chosen", user, at=at, cluster_id=cluster.pk, before=before, after=language)
    return user

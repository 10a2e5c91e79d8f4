"""Keep a filtered list under a name of one's own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster, SavedView
from klynge.access.policies import may_keep_views, require
from klynge.core.errors import Conflict, Invalid
from klynge.core.journal import record

MOST = 30  # views of one page that one person keeps


@transaction.atomic
def save_view(cluster: Cluster, *, page: str, name: str, query: str, actor: Actor, at: datetime) -> SavedView:
    """Save the query string of a page for the actor alone; a name that is there already gets the new one. Raises: Refused, Invalid, Conflict."""
    require(may_keep_views(actor, cluster))
    name, query = " ".join(name.replace("\x00", "").split()), query.replace("\x00", "")
    if not 1 <= len(name) <= SavedView._meta.get_field("name").max_length:
        raise Invalid(_("Give the view a name of up to 60 characters."), field="name")
    if len(query) > SavedView._meta.get_field("query").max_length:
        raise Invalid(_("The filter is too long to be saved. Narrow it by fewer words."), field="name")
    kept = SavedView.objects.select_for_update().filter(user_id=actor.user_id, cluster=cluster, page=page)
    if kept.exclude(name=name).count() >= MOST:
        raise Conflict(_("You have %s views here. Delete one first.") % MOST)

    view, _is_new = SavedView.objects.update_or_create(
        user_id=actor.user_id, cluster=cluster, page=page, name=name, defaults={"query": query}
    )
    record(actor, "access.view.saved", view, at=at, cluster_id=cluster.pk, page=page, query=query)
    return view

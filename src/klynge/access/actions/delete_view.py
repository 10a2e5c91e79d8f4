"""Drop a saved list."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import SavedView
from klynge.access.policies import may_delete_view, require
from klynge.core.journal import record


@transaction.atomic
def delete_view(view: SavedView, *, actor: Actor, at: datetime) -> None:
    """Delete the actor's own view. Raises: Refused for anybody else's."""
    require(may_delete_view(actor, view))
    record(actor, "access.view.deleted", view, at=at, cluster_id=view.cluster_id, page=view.page, query=view.query)
    view.delete()

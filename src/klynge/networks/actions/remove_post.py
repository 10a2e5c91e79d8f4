"""Take a post away."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.networks import policies
from klynge.networks.models import Post


@transaction.atomic
def remove_post(post: Post, *, actor: Actor, at: datetime) -> Post:
    """Erase its words; that something stood there, and who took it away, stays. Safe to run twice. Raises: Refused."""
    require(policies.may_remove_post(actor, post, on=day_of(at)))
    post = Post.objects.select_for_update(of=("self",)).select_related("thread", "cluster").get(pk=post.pk)
    if post.removed_at is None:
        post.text, post.removed_at, post.removed_by = "", at, actor.name[:120]
        post.save(update_fields=["text", "removed_at", "removed_by"])
        record(actor, "networks.post.removed", post.thread, at=at)
    return post

"""Discussions on the page: the latest first, with how much was said; a constant number of statements."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from klynge.networks.models import Frequency, Hearing, Network, Post, Thread


def with_posts(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Give each discussion ``said``, the number of posts that stand, and ``last_by``, who wrote the latest."""
    latest = Post._base_manager.filter(thread=OuterRef("pk"), removed_at__isnull=True).order_by("-pk")
    standing = Count("posts", filter=Q(posts__removed_at__isnull=True))
    return threads.annotate(said=standing, last_by=Subquery(latest.values("by_name")[:1]))


def hearing_of(network: Network, person_id: int | None) -> str:
    """Return how the person hears of the network's discussions; once a day where nothing was chosen."""
    found = Hearing.objects.filter(network=network, person=person_id).values_list("frequency", flat=True).first() if person_id else None
    return found or Frequency.DAILY

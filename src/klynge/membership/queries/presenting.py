"""The public sites of the installation."""

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from klynge.access.models import Cluster
from klynge.membership.models import Presentation


def presentation_of(cluster: Cluster) -> Presentation | None:
    """Return what the cluster says about itself, published or not, or None when nothing is written yet."""
    found: Presentation | None = Presentation.objects.filter(cluster=cluster).first()
    return found


def public_site(slug: str) -> Presentation | None:
    """Return the published texts of the cluster's site, with the cluster, or None when there is no such site."""
    with scopes_disabled():
        return public_sites().filter(cluster__slug=slug).first()


def public_sites() -> "QuerySet[Presentation]":
    """Return all published sites, with their clusters, by name; what stands there is meant for everybody."""
    with scopes_disabled():
        rows: QuerySet[Presentation] = Presentation.objects.filter(published_at__isnull=False)
        return rows.select_related("cluster").order_by("cluster__name")

"""What the frame of every office page asks for."""

from django import template
from django.template import Context

from klynge.access.models import Cluster
from klynge.interfaces.office import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def sections(context: Context) -> list[navigation.Section]:
    """Return the menu of the cluster's office."""
    request = context["request"]
    return navigation.sections(request.cluster.slug, request.resolver_match, request.actor)


@register.simple_tag(takes_context=True)
def my_clusters(context: Context) -> tuple[Cluster, ...]:
    """Return the clusters in whose office the reader works, as the middleware found them."""
    return context["request"].clusters

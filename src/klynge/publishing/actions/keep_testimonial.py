"""Write down what somebody says about being a member."""

from datetime import datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.publishing import policies
from klynge.publishing.models import Testimonial
from klynge.publishing.queries.testimonials import cleaned_testimonial


@transaction.atomic
def keep_testimonial(
    cluster: Cluster, *, facts: dict[str, Any], testimonial: Testimonial | None = None, actor: Actor, at: datetime
) -> Testimonial:
    """Keep a new one, or other words of one: a yes was to the words of then, so that it falls away with them. Raises: Refused, Invalid."""
    require(policies.may_write(actor, cluster))
    given = cleaned_testimonial(cluster, facts)
    if testimonial is None:
        testimonial = Testimonial(cluster=cluster, written_at=at)
    else:
        testimonial = Testimonial.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=testimonial.pk, cluster=cluster)
        if all(getattr(testimonial, name) == value for name, value in given.items()):
            return testimonial
        testimonial.asked_at = testimonial.agreed_at = None  # a no stays: whoever said it is not asked again by a change of words
    for name, value in given.items():
        setattr(testimonial, name, value)
    testimonial.save()
    record(actor, "publishing.testimonial.written", testimonial, at=at)
    return testimonial

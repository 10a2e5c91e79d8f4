"""Delete what somebody said."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.publishing import policies
from klynge.publishing.models import Testimonial


@transaction.atomic
def delete_testimonial(testimonial: Testimonial, *, actor: Actor, at: datetime) -> None:
    """Delete it; that there was one stays in the log. Raises: Refused."""
    require(policies.may_write(actor, testimonial.cluster))
    cluster = testimonial.cluster
    deleted, _rows = Testimonial.objects.filter(pk=testimonial.pk).delete()
    if deleted:
        record(actor, "publishing.testimonial.deleted", cluster, at=at)

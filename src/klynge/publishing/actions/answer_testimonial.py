"""Somebody agrees to be quoted, or takes it back."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.publishing import policies
from klynge.publishing.models import Testimonial


@transaction.atomic
def answer_testimonial(testimonial: Testimonial, *, agrees: bool, actor: Actor, at: datetime) -> Testimonial:
    """Keep the answer with its moment; a no takes the words off the site at once, a later yes counts again. Safe to run twice. Raises: Refused."""
    require(policies.may_answer(actor, testimonial.cluster))
    testimonial = Testimonial.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=testimonial.pk)
    is_shown = testimonial.agreed_at is not None and testimonial.declined_at is None
    if is_shown if agrees else testimonial.declined_at is not None:
        return testimonial
    if agrees:
        testimonial.agreed_at, testimonial.declined_at = at, None
    else:
        testimonial.declined_at = at
    testimonial.save(update_fields=["agreed_at", "declined_at"])
    record(actor, "publishing.testimonial.agreed" if agrees else "publishing.testimonial.declined", testimonial, at=at)
    return testimonial

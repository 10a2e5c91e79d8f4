"""Ask somebody whether the words may be shown."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.core.texts import in_language
from klynge.outbox.models import Batch, Mail
from klynge.publishing import policies
from klynge.publishing.models import Testimonial
from klynge.publishing.queries.testimonials import testimonial_token

RULE = "publishing.testimonial"


@transaction.atomic
def ask_testimonial(testimonial: Testimonial, *, site: str, actor: Actor, at: datetime) -> Mail:
    """Write to the person with the words and a link to say yes or no. Raises: Refused; Conflict when answered."""
    require(policies.may_write(actor, testimonial.cluster))
    testimonial = Testimonial.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=testimonial.pk)
    if testimonial.agreed_at is not None or testimonial.declined_at is not None:
        raise Conflict(_("%s has answered already.") % testimonial.name)
    testimonial.asked_at = at
    testimonial.save(update_fields=["asked_at"])
    cluster = testimonial.cluster
    context = {"site": site, "token": testimonial_token(testimonial), "said": in_language(testimonial.text, cluster.locale)}
    batch = Batch.objects.create(
        cluster=cluster, rule=RULE, source_key=f"testimonial:{testimonial.pk}:{at.timestamp():.6f}", title=_("A testimonial is to be approved"),
        created_at=at, released_at=at, released_by=actor.name[:120],
    )  # fmt: skip
    mail: Mail = Mail.objects.create(
        cluster=cluster, batch=batch, rule=RULE, subject_key=f"{RULE}:{testimonial.pk}:{batch.pk}", reference_on=day_of(at), to_address=testimonial.email,
        to_name=testimonial.name, language=cluster.locale, template="publishing/mail/testimonial", context=context, created_at=at,
    )  # fmt: skip
    record(actor, "publishing.testimonial.asked", testimonial, at=at)
    jobs.announce("outbox.batch_released", cluster_id=cluster.pk, batch_id=batch.pk)
    return mail

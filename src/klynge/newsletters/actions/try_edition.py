"""Send an edition to oneself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.newsletters import policies
from klynge.newsletters.models import Edition
from klynge.newsletters.queries.edition_letters import content_of
from klynge.outbox.models import Batch, Mail
from klynge.outbox.queries import TEST_RULE, is_address


@transaction.atomic
def try_edition(edition: Edition, *, address: str, language: str, site: str, actor: Actor, at: datetime) -> Mail:
    """Send the edition as it is to one address, marked as a test and without a way out. Raises: Refused; Invalid for no address."""
    require(policies.may_write(actor, edition.cluster))
    if not is_address(address):
        raise Invalid(_("This is not an e-mail address. Compare it with name@company.dk."), field="address")
    key = f"edition:{edition.pk}:{at.timestamp():.6f}"
    batch = Batch.objects.create(
        cluster=edition.cluster,
        rule=TEST_RULE,
        source_key=key,
        title=str(edition)[:160],
        created_at=at,
        released_at=at,
        released_by=actor.name[:120],
    )
    mail: Mail = Mail.objects.create(
        cluster=edition.cluster, batch=batch, rule=TEST_RULE, subject_key=key, reference_on=day_of(at), to_address=address, to_name=actor.name[:160],
        language=language, template="newsletters/mail/edition", context=content_of(edition, language=language, site=site), created_at=at,
    )  # fmt: skip
    record(actor, "newsletters.edition.tried", edition, at=at)
    jobs.announce("outbox.batch_released", cluster_id=edition.cluster_id, batch_id=batch.pk)
    return mail

"""Let somebody confirm that they want the newsletter: the first half of a double opt-in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.newsletters import policies
from klynge.newsletters.queries.subscribing import asked_token
from klynge.outbox.models import Batch, Mail

RULE = "newsletters.confirm"


@transaction.atomic
def ask_subscriber(
    cluster: Cluster, *, name: str, address: str, counts_clicks: bool, language: str, site: str, actor: Actor, at: datetime
) -> Mail:
    """Send the link that subscribes; the same mail leaves to who is a subscriber already, so nobody learns who is. Raises: Refused."""
    require(policies.may_serve(actor, cluster))
    typed = {
        "name": name.strip()[:120],
        "address": address.strip(),
        "counts_clicks": counts_clicks,
        "language": language,
        "asked_at": at.isoformat(),
    }
    batch = Batch.objects.create(
        cluster=cluster, rule=RULE, source_key=f"{typed['address']}:{at.timestamp():.6f}"[-120:], title=_("A subscriber confirms"), created_at=at,
        released_at=at, released_by=actor.name[:120],
    )  # fmt: skip
    place = cluster.slug if language == cluster.locale else f"{cluster.slug}/{language}"
    mail: Mail = Mail.objects.create(
        cluster=cluster, batch=batch, rule=RULE, subject_key=f"{RULE}:{batch.pk}", reference_on=day_of(at), to_address=typed["address"], to_name=typed["name"],
        language=language, template="newsletters/mail/confirm", created_at=at, context={"link": f"{site}/{place}/newsletter/confirm/{asked_token(cluster, typed)}/"},
    )  # fmt: skip
    record(actor, "newsletters.subscriber.asked", mail, at=at)
    jobs.announce("outbox.batch_released", cluster_id=cluster.pk, batch_id=batch.pk)
    return mail

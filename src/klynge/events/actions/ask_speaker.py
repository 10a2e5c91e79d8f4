"""Ask a speaker whether the name may be shown."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import in_language
from klynge.events import policies
from klynge.events.models import Speaker
from klynge.events.queries.links import speaker_token
from klynge.outbox.models import Batch, Mail

TEMPLATE = "events/mail/speaker"


@transaction.atomic
def ask_speaker(speaker: Speaker, *, site: str, actor: Actor, at: datetime) -> Mail:
    """Write to the speaker with a link to say yes or no; asked again, a new mail goes out. Raises: Refused; Invalid without an address; Conflict when answered."""
    require(policies.may_manage(actor, speaker.cluster))
    speaker = Speaker.objects.select_for_update(of=("self",)).select_related("event", "cluster").get(pk=speaker.pk)
    cluster = speaker.cluster
    if not speaker.email:
        raise Invalid(_("Give the speaker's e-mail address first."), field="email")
    if speaker.declined_at is not None or speaker.agreed_at is not None:
        raise Conflict(_("%s has answered already.") % speaker.name)
    speaker.asked_at = at
    speaker.save(update_fields=["asked_at"])
    language = cluster.locale
    context = {"event": in_language(speaker.event.title, language), "site": site, "token": speaker_token(speaker)}
    batch = Batch.objects.create(
        cluster=cluster, rule="events.speaker", source_key=f"speaker:{speaker.pk}:{at.timestamp():.6f}", title=_("A speaker is asked"),
        created_at=at, released_at=at, released_by=actor.name[:120],
    )  # fmt: skip
    mail: Mail = Mail.objects.create(
        cluster=cluster, batch=batch, rule=batch.rule, subject_key=f"events.speaker:{speaker.pk}:{batch.pk}", reference_on=day_of(at),
        to_address=speaker.email, to_name=speaker.name, language=language, template=TEMPLATE, context=context, created_at=at,
    )  # fmt: skip
    record(actor, "events.speaker.asked", speaker.event, at=at)
    jobs.announce("outbox.batch_released", cluster_id=cluster.pk, batch_id=batch.pk)
    return mail

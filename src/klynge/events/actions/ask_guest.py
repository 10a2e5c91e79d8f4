"""Let a guest confirm that the address is theirs."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.core.texts import in_language
from klynge.events import policies
from klynge.events.models import Event, EventState
from klynge.events.queries.links import asked_token
from klynge.outbox.models import Batch, Mail

TEMPLATE = "events/mail/asked"


@transaction.atomic
def ask_guest(event: Event, *, typed: dict[str, Any], site: str, actor: Actor, at: datetime) -> Mail:
    """Send the link that signs the guest up; until it is followed nothing of what was typed is kept but in the mail itself.

    ``typed`` is what the form holds, with "name", "email" and "language". Raises: Refused, Conflict when one can't sign up any more.
    """
    cluster = event.cluster
    require(policies.may_move_queue(actor, cluster))
    if event.state_at(at) != EventState.PUBLISHED:
        raise Conflict(_("One can't sign up for this event any more."))
    context = {"event": in_language(event.title, typed["language"]), "slug": event.slug, "site": site, "token": asked_token(event, typed)}
    batch = Batch.objects.create(
        cluster=cluster, rule="events.asked", source_key=f"event:{event.pk}:{typed['email']}:{at.timestamp():.6f}"[:120], title=_("A guest confirms"),
        created_at=at, released_at=at, released_by=actor.name[:120],
    )  # fmt: skip
    mail: Mail = Mail.objects.create(
        cluster=cluster, batch=batch, rule=batch.rule, subject_key=f"events.asked:{event.pk}:{batch.pk}", reference_on=day_of(at),
        to_address=typed["email"], to_name=typed["name"], language=typed["language"], template=TEMPLATE, context=context, created_at=at,
    )  # fmt: skip
    record(actor, "events.guest.asked", mail, at=at)
    jobs.announce("outbox.batch_released", cluster_id=cluster.pk, batch_id=batch.pk)
    return mail

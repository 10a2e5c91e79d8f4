"""Tell attendees where they stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.texts import in_language, say_moment
from klynge.events import policies
from klynge.events.models import Registration, RegistrationState
from klynge.events.queries.links import own_token
from klynge.membership.queries.presenting import public_site
from klynge.outbox.models import Batch, Mail

TEMPLATE = "events/mail/registration"


@transaction.atomic
def mail_registrations(cluster: Cluster, *, registration_ids: Sequence[int], why: str, site: str, actor: Actor, at: datetime) -> int:
    """Let one mail leave to each, with the attendee's own link where the cluster has a site; safe to run twice with the same ``why``. Returns how many were new.

    ``why`` names the occasion ("registered", "changed:<moment>"), ``site`` is the address of the installation, "https://…". Raises: Refused.
    """
    require(policies.may_move_queue(actor, cluster))
    found = Registration.objects.filter(cluster=cluster, pk__in=registration_ids).exclude(email="").select_related("event").order_by("pk")
    is_open = public_site(cluster.slug) is not None  # one's own page is a page of the site
    rows = [_mail(cluster, each, why, site if is_open else "", at) for each in found]
    known = set(
        Mail.objects.filter(cluster=cluster, subject_key__in=[row.subject_key for row in rows]).values_list("subject_key", flat=True)
    )
    fresh = [row for row in rows if row.subject_key not in known]
    if not fresh:
        return 0
    batch = Batch.objects.create(
        cluster=cluster, rule="events.registration", source_key=f"{why}:{fresh[0].subject_key}:{len(fresh)}"[:120], title=_("Where attendees stand"),
        created_at=at, released_at=at, released_by=actor.name[:120],
    )  # fmt: skip
    for row in fresh:
        row.batch = batch
    Mail.objects.bulk_create(fresh)
    record(actor, "events.registration.mailed", batch, at=at, mails=len(fresh), why=why)
    jobs.announce("outbox.batch_released", cluster_id=cluster.pk, batch_id=batch.pk)
    return len(fresh)


def _mail(cluster: Cluster, registration: Registration, why: str, site: str, at: datetime) -> Mail:
    state = registration.state
    return Mail(
        cluster=cluster, rule="events.registration", subject_key=f"events.registration:{registration.pk}:{why}:{state}"[:120], reference_on=day_of(at),
        to_address=registration.email, to_name=registration.name, language=registration.language, template=TEMPLATE,
        context=_context(registration, state, why, site), created_at=at,
    )  # fmt: skip


def _context(registration: Registration, state: RegistrationState, why: str, site: str) -> dict[str, Any]:
    event = registration.event
    until, language = registration.offered_until_at, registration.language
    return {
        "state": state.value, "why": why.partition(":")[0], "event": in_language(event.title, language), "slug": event.slug,
        "when": say_moment(event.starts_at, language), "place": ", ".join(filter(None, (event.place, event.address))),
        "online_url": event.online_url if state == RegistrationState.SEATED else "", "party": registration.party,
        "until": say_moment(until, language) if until else "", "reason": event.cancel_reason if event.cancelled_at else registration.cancel_reason,
        "is_event_cancelled": event.cancelled_at is not None, "site": site, "token": own_token(registration) if site else "",
    }  # fmt: skip

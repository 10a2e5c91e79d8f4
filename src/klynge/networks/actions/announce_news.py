"""Write to all who sit in a network."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import in_language, no_longer_than
from klynge.directory.models import Person
from klynge.networks import policies
from klynge.networks.models import Announcement, Network
from klynge.networks.queries.seating import readers_of
from klynge.networks.queries.wording import address_of
from klynge.outbox.models import Batch, Mail

RULE = "networks.announcement"


@transaction.atomic
def announce_news(network: Network, *, subject: str, text: str, key: str, actor: Actor, at: datetime) -> Announcement:
    """Let one mail leave to each holder, substitute and officer with an address; the same ``key`` sent twice leaves once.

    Raises: Refused; Invalid without subject or text; Conflict when nobody would get it.
    """
    require(policies.may_run(actor, network, on=day_of(at)))
    network = Network.objects.select_for_update(of=("self",), no_key=True).select_related("cluster").get(pk=network.pk)
    if sent := Announcement.objects.filter(network=network, key=key).first():
        return sent
    subject, text = no_longer_than(160, subject, field="subject"), no_longer_than(20_000, text, field="text")
    if not subject or not text:
        raise Invalid(_("Write a subject and a text."), field="text" if subject else "subject")
    readers = [person for person in readers_of(network, on=day_of(at)) if address_of(person)]
    if not readers:
        raise Conflict(_("Nobody with an address sits in this network yet."))
    made: Announcement = Announcement.objects.create(
        cluster=network.cluster,
        network=network,
        subject=subject,
        text=text,
        key=key,
        count=len(readers),
        sent_at=at,
        sent_by=actor.name[:120],
    )
    batch = Batch.objects.create(
        cluster=network.cluster, rule=RULE, source_key=f"announcement:{made.pk}", title=f"{network}: {subject}"[:160], created_at=at,
        released_at=at, released_by=actor.name[:120],
    )  # fmt: skip
    Mail.objects.bulk_create(_mail(made, batch, person, actor.name, at) for person in readers)
    record(actor, "networks.news.announced", network, at=at, said=subject, mails=len(readers))
    jobs.announce("outbox.batch_released", cluster_id=network.cluster_id, batch_id=batch.pk)
    return made


def _mail(made: Announcement, batch: Batch, person: Person, by_name: str, at: datetime) -> Mail:
    paragraphs = [part.split("\n") for part in made.text.split("\n\n")]
    return Mail(
        cluster=made.cluster, batch=batch, rule=RULE, subject_key=f"{RULE}:{made.pk}:{person.pk}", reference_on=day_of(at),
        to_address=address_of(person), to_name=person.name, language=person.language, template="networks/mail/announcement", created_at=at,
        context={"subject": made.subject, "paragraphs": paragraphs, "network": in_language(made.network.name, person.language), "by": by_name},
    )  # fmt: skip

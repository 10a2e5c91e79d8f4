"""Let an edition leave, once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.newsletters import policies
from klynge.newsletters.models import Edition, EditionReader
from klynge.newsletters.queries.edition_letters import content_of, for_reader
from klynge.newsletters.queries.edition_readers import judged
from klynge.newsletters.queries.editions import locked_edition
from klynge.outbox.models import Batch, Mail

RULE, CHUNK = "newsletters.edition", 1_000


@transaction.atomic
def release_edition(edition: Edition, *, site: str, actor: Actor, at: datetime) -> Edition:
    """Put one mail for each subscriber into the outbox; who is left out, and why, is written down.

    One transaction: killed in the midst, nothing has happened; a second call sends nothing. ``site`` is the installation's address,
    "https://…". Raises: Refused; Conflict when it was discarded, is empty, or nobody would get it.
    """
    require(policies.may_write(actor, edition.cluster))
    found = Edition.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=edition.pk)
    if found.released_at is not None:
        return found
    edition = locked_edition(edition)
    if not edition.parts.exists() and not any(edition.lead.values()):
        raise Conflict(_("There is nothing in this edition yet."))
    subscribers = list(judged(edition, at=at))
    readers = EditionReader.objects.bulk_create(
        (EditionReader(cluster=edition.cluster, edition=edition, subscription=each, skipped=each.reason) for each in subscribers),
        batch_size=CHUNK,
    )
    if not any(not reader.skipped for reader in readers):
        raise Conflict(_("Nobody would get this edition."))
    edition.batch = Batch.objects.create(
        cluster=edition.cluster, rule=RULE, source_key=f"edition:{edition.pk}", title=str(edition)[:160], created_at=at, released_at=at,
        released_by=actor.name[:120],
    )  # fmt: skip
    Mail.objects.bulk_create(_mails(edition, readers, site, at), batch_size=CHUNK)
    edition.released_at, edition.released_by, edition.send_at = at, actor.name[:120], None
    edition.save(update_fields=["batch", "released_at", "released_by", "send_at"])
    record(actor, "newsletters.edition.released", edition, at=at, count=sum(not reader.skipped for reader in readers))
    jobs.announce("outbox.batch_released", cluster_id=edition.cluster_id, batch_id=edition.batch.pk)
    return edition


def _mails(edition: Edition, readers: list[EditionReader], site: str, at: datetime) -> list[Mail]:
    contents = {language: content_of(edition, language=language, site=site) for language in ("da", "en")}
    today, rows = day_of(at), []
    for reader in readers:
        if reader.skipped:
            continue
        subscription = reader.subscription
        language = subscription.person.language if subscription.person else edition.cluster.locale
        rows.append(Mail(
            cluster=edition.cluster, batch=edition.batch, rule=RULE, subject_key=f"{RULE}:{reader.pk}", reference_on=today, to_address=subscription.address,
            to_name=subscription.name or (subscription.person.name if subscription.person else ""), language=language, template="newsletters/mail/edition",
            context=for_reader(contents[language], reader, site=site), created_at=at,
        ))  # fmt: skip
    return rows

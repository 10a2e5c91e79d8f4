"""Tell those who sit in a network what was written in it."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.networks import policies
from klynge.networks.models import Frequency, Hearing, Network, Post
from klynge.networks.queries.answers import reply_address
from klynge.networks.queries.telling import Told, hear_all, untold
from klynge.networks.queries.wording import address_of
from klynge.networks.rules.replying import MARK
from klynge.outbox.models import Batch, Mail

RULE = "networks.posts"


@transaction.atomic
def mail_posts(network: Network, *, frequency: str, site: str, reply_base: str = "", actor: Actor, at: datetime) -> int:
    """Write to each reader of this frequency: a mail a post, or one with all that is new. Safe to run twice. Returns how many mails.

    Of a confidential network the mails say that something was written, not what. ``reply_base`` is the mailbox for answers, "" for none.
    Raises: Refused.
    """
    require(policies.may_serve(actor, network.cluster))
    network = Network.objects.select_for_update(of=("self",), no_key=True).select_related("cluster").get(pk=network.pk)
    told = untold(network, hear_all(network, on=day_of(at)), frequency=frequency, at=at)
    letters = [
        (each, posts) for each in told for posts in ([[post] for post in each.posts] if frequency == Frequency.EACH else [each.posts])
    ]
    if not letters:
        return 0
    key = f"posts:{network.pk}:{frequency}:{max(post.pk for _told, posts in letters for post in posts)}:{min(each.hearing.pk for each in told)}"
    batch = Batch.objects.create(
        cluster=network.cluster,
        rule=RULE,
        source_key=key,
        title=str(network)[:160],
        created_at=at,
        released_at=at,
        released_by=actor.name[:120],
    )
    Mail.objects.bulk_create(_mail(batch, network, each, posts, site, reply_base, at) for each, posts in letters)
    for each in told:
        each.hearing.told_post = each.posts[-1].pk
    Hearing.objects.bulk_update([each.hearing for each in told], ["told_post"])
    record(actor, "networks.posts.mailed", network, at=at, mails=len(letters))
    jobs.announce("outbox.batch_released", cluster_id=network.cluster_id, batch_id=batch.pk)
    return len(letters)


def _mail(batch: Batch, network: Network, told: Told, posts: list[Post], site: str, reply_base: str, at: datetime) -> Mail:
    person, last = told.person, posts[-1]
    is_one = len({post.thread_id for post in posts}) == 1
    reply_to = reply_address(last.thread_id, person.pk, base=reply_base) if is_one and not network.is_confidential else ""
    shown = [
        {"subject": post.thread.subject, "by": post.by_name, "company": str(post.organisation or ""), "at": post.written_at.isoformat(),
         "paragraphs": [] if network.is_confidential else [part.split("\n") for part in post.text.split("\n\n")]}
        for post in posts
    ]  # fmt: skip
    return Mail(
        cluster=network.cluster, batch=batch, rule=RULE, subject_key=f"{RULE}:{last.pk}:{person.pk}", reference_on=day_of(at), to_address=address_of(person),
        to_name=person.name, language=person.language, template="networks/mail/posts", created_at=at,
        context={"posts": shown, "count": len(posts), "subject": last.thread.subject if is_one else "", "network": in_language(network.name, person.language),
                 "link": f"{site}/portal/", "reply_to": reply_to, "mark": MARK if reply_to else "", "is_confidential": network.is_confidential},
    )  # fmt: skip

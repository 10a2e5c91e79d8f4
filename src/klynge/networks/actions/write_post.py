"""Begin a discussion, or answer in one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.texts import no_longer_than
from klynge.directory.models import Organisation, Person
from klynge.networks import policies
from klynge.networks.models import Network, Post, Thread, Via
from klynge.networks.queries.seating import readers_of


@transaction.atomic
def write_post(
    network: Network, *, text: str, key: str, subject: str = "", thread: Thread | None = None, person: Person | None = None,
    organisation: Organisation | None = None, via: str = Via.PAGE, actor: Actor, at: datetime,
) -> Post:  # fmt: skip
    """Add what ``person`` of ``organisation`` wrote to the discussion, or begin one with a subject; the same ``key`` stands once.

    What comes by mail is posted by the system for somebody who still sits in the network.
    Raises: Refused; Invalid without text or subject; Conflict in a network or discussion that has ended.
    """
    is_by_mail = actor.user_id is None
    require(policies.may_serve(actor, network.cluster) if is_by_mail else policies.may_talk(actor, network, on=day_of(at)))
    network = Network.objects.select_for_update(of=("self",), no_key=True).select_related("cluster").get(pk=network.pk)
    if is_by_mail and person not in readers_of(network, on=day_of(at)):
        raise Refused(_("Only those who sit in the network write in it."))
    if known := Post.objects.filter(network=network, key=key).first():
        return known
    thread = _thread(network, thread, subject, at)
    text = no_longer_than(20_000, text, field="text")
    if not text:
        raise Invalid(_("Write something."), field="text")
    post: Post = Post.objects.create(
        cluster=network.cluster, network=network, thread=thread, person=person, organisation=organisation,
        by_name=(person.name if person else actor.name)[:120], text=text, key=key, via=via, written_at=at,
    )  # fmt: skip
    record(actor, "networks.post.written", thread, at=at, via=str(via))
    jobs.announce("networks.post_written", cluster_id=network.cluster_id, network_id=network.pk)
    return post


def _thread(network: Network, thread: Thread | None, subject: str, at: datetime) -> Thread:
    if network.closed_on:
        raise Conflict(_("This network has ended; what was said in it stays."))
    if thread is None:
        subject = no_longer_than(160, " ".join(subject.split()), field="subject")
        if not subject:
            raise Invalid(_("Say what it is about."), field="subject")
        begun: Thread = Thread.objects.create(cluster=network.cluster, network=network, subject=subject, begun_at=at, last_at=at)
        return begun
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk, network=network)
    if thread.closed_at:
        raise Conflict(_("This discussion is closed. Begin a new one."))
    thread.last_at = at
    thread.save(update_fields=["last_at"])
    return thread

"""Put a paper where those who sit in the network find it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.files.actions import store_file
from klynge.networks import policies
from klynge.networks.models import Document, DocumentAccess, Network, NetworkMeeting

MOST_BYTES = 20 * 1024 * 1024


@transaction.atomic
def add_document(
    network: Network, *, title: str, name: str, content: bytes, content_type: str, access: str = DocumentAccess.SEATS,
    meeting: NetworkMeeting | None = None, actor: Actor, at: datetime,
) -> Document:  # fmt: skip
    """Store the file and show it to those it is for; a confidential network keeps its papers inside.

    Raises: Refused; Invalid for no file, one that is too large, or papers for all of a confidential network; StorageFault.
    """
    require(policies.may_run(actor, network, on=day_of(at)))
    if not content:
        raise Invalid(_("Choose a file with something in it."), field="file")
    if len(content) > MOST_BYTES:
        raise Invalid(_("At most 20 MB. Make the file smaller, or send a link in an announcement."), field="file")
    if access not in DocumentAccess.values or (network.is_confidential and access != DocumentAccess.SEATS):
        raise Invalid(_("This network is confidential: its papers are for those who sit in it."), field="access")
    system = Actor.system("networks", cluster_id=network.cluster_id)  # a chair may put a paper here and nowhere else
    file = store_file(network.cluster, name=name, content=content, content_type=content_type, actor=system, at=at)
    document: Document = Document.objects.create(
        cluster=network.cluster, network=network, meeting=meeting, file=file, title=(title.strip() or file.name)[:160], access=access,
        added_at=at, added_by=actor.name[:120],
    )  # fmt: skip
    record(actor, "networks.document.added", document, at=at, access=access)
    return document

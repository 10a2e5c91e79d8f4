"""Let a colleague in who has asked, or not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Invitation
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.directory.actions import invite_person
from klynge.directory.policies import may_edit_people
from klynge.membership.models import AccessRequest


@transaction.atomic
def answer_access_request(request: AccessRequest, *, is_welcome: bool, site: str, actor: Actor, at: datetime) -> Invitation | None:
    """Invite the colleague, who gets the link by mail; or say no, of which nothing but the answer is kept.

    ``site`` is the address of the installation. Raises: Refused; Conflict when somebody else has answered meanwhile.
    """
    require(may_edit_people(actor, request.organisation))
    request = AccessRequest.objects.select_for_update(of=("self",)).select_related("cluster", "organisation").filter(pk=request.pk).first()
    if request is None:
        raise Conflict(_("Somebody else has answered this already."))

    invitation = None
    if is_welcome:
        invitation = invite_person(
            request.cluster, organisation=request.organisation, email=request.address, name=request.name, title=request.title, site=site,
            actor=actor, at=at,
        )  # fmt: skip
    request.delete()
    record(actor, "membership.access.answered", request.organisation, at=at, cluster_id=request.cluster_id, is_welcome=is_welcome)
    return invitation

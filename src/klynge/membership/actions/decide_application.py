"""Answer an application, short of approving it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.membership import policies
from klynge.membership.actions.mail_application import mail_application
from klynge.membership.models import Application, ApplicationEvent, ApplicationState, DropOut
from klynge.membership.rules.applications import may_follow

ANSWERS = (ApplicationState.NEEDS_INFORMATION, ApplicationState.ENDORSED, ApplicationState.REJECTED)


@transaction.atomic
def decide_application(
    application: Application, *, state: str, note: str, site: str, actor: Actor, at: datetime, drop_out: str = ""
) -> Application:
    """Ask the applicant for more, write down that the board endorses it, or reject it; the applicant gets the note by mail, but for an endorsement.

    ``drop_out`` (DropOut) says why, for a rejection. Raises: Refused, Conflict when it stands otherwise, Invalid without a note or a reason.
    """
    require(policies.may_admit(actor, application.cluster))
    kept = Application.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=application.pk)
    if state not in ANSWERS or not may_follow(kept.state, state):
        raise Conflict(_("This application stands otherwise by now: %s.") % kept.get_state_display())
    if not note.strip():
        raise Invalid(_("Write what the applicant, or whoever reads this later, has to know."), field="note")
    if state == ApplicationState.REJECTED and drop_out not in DropOut.values:
        raise Invalid(_("Choose why it came to nothing: the reasons are counted."), field="drop_out")

    kept.state = state
    kept.drop_out = drop_out if state == ApplicationState.REJECTED else ""
    kept.save(update_fields=["state", "drop_out"])
    ApplicationEvent.objects.create(application=kept, state=state, at=at, by_name=actor.name, note=note.strip()[:500])
    record(actor, "membership.application.decided", kept, at=at, cluster_id=kept.cluster_id, state=state, note=note.strip()[:500])
    if state != ApplicationState.ENDORSED:
        mail_application(kept, site=site, note=note, actor=actor, at=at)
    return kept

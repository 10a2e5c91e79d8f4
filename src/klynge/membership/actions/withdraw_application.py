"""Take an application back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.membership import policies
from klynge.membership.models import Application, ApplicationEvent, ApplicationState, DropOut
from klynge.membership.rules.applications import may_follow


@transaction.atomic
def withdraw_application(application: Application, *, drop_out: str, actor: Actor, at: datetime, note: str = "") -> Application:
    """End the application on the applicant's side, with the reason (DropOut) that is counted. Raises: Refused, Conflict, Invalid."""
    require(policies.may_apply(actor, application.cluster))
    kept = Application.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=application.pk)
    if not may_follow(kept.state, ApplicationState.WITHDRAWN):
        raise Conflict(_("This application was decided already: %s.") % kept.get_state_display())
    if drop_out not in DropOut.values:
        raise Invalid(_("Choose the reason that fits best."), field="drop_out")

    kept.state, kept.drop_out = ApplicationState.WITHDRAWN, drop_out
    kept.save(update_fields=["state", "drop_out"])
    ApplicationEvent.objects.create(
        application=kept, state=kept.state, at=at, by_name=kept.contact_name or actor.name, note=note.strip()[:500]
    )
    record(actor, "membership.application.withdrawn", kept, at=at, cluster_id=kept.cluster_id, drop_out=drop_out)
    return kept

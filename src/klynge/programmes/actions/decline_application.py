"""Somebody gets no seat."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.programmes import policies
from klynge.programmes.models import Application, ApplicationState


@transaction.atomic
def decline_application(application: Application, *, reason: str, actor: Actor, at: datetime) -> Application:
    """Decline it with a reason that the company reads. Raises: Refused; Invalid without one; Conflict once it is decided."""
    require(policies.may_decide(actor, application.cluster))
    application = Application.objects.select_for_update(of=("self",)).select_related("organisation", "call").get(pk=application.pk)
    if application.state != ApplicationState.SENT:
        raise Conflict(_("This is decided already."))
    if not reason.strip():
        raise Invalid(_("Say why; the company reads it."), field="reason")
    application.state, application.decided_at, application.decided_by, application.reason = (
        ApplicationState.DECLINED,
        at,
        actor.name[:120],
        reason.strip()[:300],
    )
    application.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    record(actor, "programmes.application.declined", application, at=at, reason=application.reason)
    return application

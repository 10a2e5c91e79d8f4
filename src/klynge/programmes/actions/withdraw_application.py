"""A company does not want to take part after all."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.programmes import policies
from klynge.programmes.models import Application, ApplicationState


@transaction.atomic
def withdraw_application(application: Application, *, actor: Actor, at: datetime) -> Application:
    """Take it back. Raises: Refused; Conflict once it is decided."""
    require(policies.may_take_part(actor, application.cluster, organisation_id=application.organisation_id))
    application = Application.objects.select_for_update(of=("self",)).select_related("organisation", "call").get(pk=application.pk)
    if application.state != ApplicationState.SENT:
        raise Conflict(_("This is decided already."))
    application.state, application.decided_at, application.decided_by = ApplicationState.WITHDRAWN, at, actor.name[:120]
    application.save(update_fields=["state", "decided_at", "decided_by"])
    record(actor, "programmes.application.withdrawn", application, at=at)
    return application

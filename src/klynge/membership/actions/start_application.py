"""Begin an application for membership."""

from datetime import datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.rules.register_records import RegisterRecord
from klynge.membership import policies
from klynge.membership.models import Application, ApplicationEvent, ApplicationState


@transaction.atomic
def start_application(
    cluster: Cluster, *, cvr: str, language: str, actor: Actor, at: datetime, found: RegisterRecord | None = None
) -> Application:
    """Keep a draft, filled in with what the company register says; nobody is told of it before it is sent. Raises: Refused."""
    require(policies.may_apply(actor, cluster))
    made = Application.objects.create(cluster=cluster, cvr=cvr, language=language, started_at=at, **_known(found))
    ApplicationEvent.objects.create(application=made, state=ApplicationState.DRAFT, at=at, by_name=actor.name)
    record(actor, "membership.application.started", made, at=at, cluster_id=cluster.pk, is_known_to_register=found is not None)
    return made


def _known(found: RegisterRecord | None) -> dict[str, Any]:
    if found is None:
        return {}
    size = {"register_low": found.low, "register_high": found.high, "register_period": found.size_period}
    exact = {"employees": found.low} if found.low is not None and found.low == found.high else {}
    return {
        "name": found.name[:160],
        "kind": found.kind,
        "legal_form": found.legal_form,
        "street": found.street[:160],
        "postcode": found.postcode[:10],
        "town": found.town[:80],
        "founded_on": found.founded_on,
        "industry_code": found.industry_code[:6],
        "is_advertising_protected": found.is_advertising_protected,
        **size,
        **exact,
    }

"""Change a draft of a fee schedule."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.models import Product
from klynge.core.errors import Conflict
from klynge.membership import policies
from klynge.membership.models import FeeSchedule, ScheduleStatus
from klynge.membership.models.schedule_parts import write_parts
from klynge.membership.queries.schedules import compare, load_schedule
from klynge.membership.rules.specs import WHOLE, read_spec


@transaction.atomic
def edit_schedule(
    schedule: FeeSchedule, *, spec: Mapping[str, Any], actor: Actor, at: datetime,
    name: str | None = None, product: Product | None = None, assumption: Mapping[str, str] | None = None,
) -> FeeSchedule:  # fmt: skip
    """Replace all parts of a draft by plain data (see rules/specs.py); what is None stays.

    Raises: Refused, Invalid, Conflict when the schedule is adopted: an adopted version is copied, never edited.
    """
    require(policies.may_edit_schedule(actor, schedule.cluster))
    schedule = FeeSchedule.objects.select_for_update(of=("self",)).select_related("cluster", "product").get(pk=schedule.pk)
    if schedule.status != ScheduleStatus.DRAFT:
        raise Conflict(_("%s is no draft, so it can't be changed. Copy it to its next version, and change that.") % schedule)
    before, after = load_schedule(schedule), read_spec({"currency": schedule.currency, "rejoining": schedule.rejoining, **spec})

    for field in WHOLE:
        setattr(schedule, field, getattr(after, field))
    schedule.name = name or schedule.name
    schedule.product = product or schedule.product
    schedule.assumption = schedule.assumption if assumption is None else dict(assumption)
    schedule.save()
    write_parts({schedule: after})
    record(actor, "membership.schedule.edited", schedule, at=at, differences=len(compare(before, after)))
    return schedule

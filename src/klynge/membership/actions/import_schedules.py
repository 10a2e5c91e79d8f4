"""Load the schedules of other organisations, for comparison."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.membership import policies
from klynge.membership.models import FeeSchedule, ScheduleStatus
from klynge.membership.models.schedule_parts import write_parts
from klynge.membership.rules.importing import Imported, read_rows


@transaction.atomic
def import_schedules(cluster: Cluster, *, rows: Sequence[Mapping[str, str]], actor: Actor, at: datetime) -> list[FeeSchedule]:
    """Store one reference schedule for each ``schedule_id``; loading a file again replaces what it held.

    Raises: Refused, Invalid naming every row and column that can't be read, Conflict when a code is one of the cluster's own schedules.
    """
    require(policies.may_edit_schedule(actor, cluster))
    cluster = Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    found, faults = read_rows(rows)
    if faults:
        raise Invalid("\n".join(_("Row %(row)s, %(column)s: %(sentence)s") % fault._asdict() for fault in faults))
    codes = [each.code for each in found]
    own = FeeSchedule.objects.filter(cluster=cluster, code__in=codes).exclude(status=ScheduleStatus.REFERENCE)
    if taken := own.order_by("code").first():
        raise Conflict(_("%s is one of the cluster's own schedules. Give the imported one another schedule_id.") % taken.code)

    FeeSchedule.objects.filter(cluster=cluster, code__in=codes).delete()
    schedules = FeeSchedule.objects.bulk_create([_reference(cluster, each) for each in found])
    write_parts({row: each.schedule for row, each in zip(schedules, found, strict=True)})
    record(actor, "membership.schedules.imported", cluster, at=at, count=len(schedules), codes=codes)
    return schedules


def _reference(cluster: Cluster, imported: Imported) -> FeeSchedule:
    return FeeSchedule(
        cluster=cluster, code=imported.code, name=imported.name, status=ScheduleStatus.REFERENCE, currency=imported.schedule.currency,
        is_vat_included=imported.schedule.is_vat_included, assumption=dict(imported.assumption), source=imported.source,
    )  # fmt: skip

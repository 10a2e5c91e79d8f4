"""When somebody last looked at an organisation's facts, and who has to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.db.models import Exists, OuterRef, Q

from klynge.access.models import Cluster
from klynge.core.clock import DANISH, add_months
from klynge.directory.models import MasterDataCheck, Organisation
from klynge.directory.rules.master_data import MONTHS


def last_check(organisation: Organisation, *, cluster: Cluster) -> MasterDataCheck | None:
    """Return the latest look, if there was one."""
    return MasterDataCheck.objects.filter(cluster=cluster, organisation=organisation).first()


def checked_lately(cluster: Cluster, *, on: date) -> Q:
    """Return the condition that the row's ``organisation`` was looked at within the year before the day."""
    since = datetime.combine(add_months(on, -MONTHS), time.min, tzinfo=DANISH).astimezone(UTC)
    looks = MasterDataCheck.objects.filter(cluster=cluster, organisation=OuterRef("organisation"), confirmed_at__gte=since)
    return Q(Exists(looks))

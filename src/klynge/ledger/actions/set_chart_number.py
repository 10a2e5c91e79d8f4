"""Give a family of accounts the number that the cluster's bookkeeping system knows it by."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.ledger import policies
from klynge.ledger.models import ChartNumber
from klynge.ledger.queries import chart_numbers


@transaction.atomic
def set_chart_number(cluster: Cluster, *, family: str, number: str, actor: Actor, at: datetime) -> ChartNumber:
    """Set the number of a family; exports use it from now on, what was booked stays.

    Raises: Refused, Invalid for an unknown family or a number that is none, Conflict when another family has it.
    """
    require(policies.may_close(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    before, number = chart_numbers(cluster), number.strip()
    if family not in before:
        raise Invalid(_("There is no family of accounts called “%s”.") % family, field="family")
    if not re.fullmatch(r"\d{1,12}", number):
        raise Invalid(_("“%s” is no account number: write up to 12 digits.") % number, field="number")
    if other := next((name for name, taken in before.items() if taken == number and name != family), None):
        raise Conflict(_("%(number)s is the number of “%(family)s” already.") % {"number": number, "family": other})

    kept: ChartNumber = ChartNumber.objects.update_or_create(cluster=cluster, family=family, defaults={"number": number})[0]
    record(actor, "ledger.chart.numbered", kept, at=at, before=before[family], after=number)
    return kept

"""Say how large an organisation is."""

from datetime import date, datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Metric, Organisation, SizeDeclaration, SizeSource
from klynge.directory.queries.wording import refuse
from klynge.directory.rules.checking import Problem
from klynge.directory.rules.sizes import size_fault


@transaction.atomic
def declare_size(
    organisation: Organisation, *, low: int, high: int | None, as_of: date, source: str, actor: Actor, at: datetime,
    metric: str = Metric.HEADCOUNT, is_confirmed: bool = False,
) -> SizeDeclaration:  # fmt: skip
    """Declare a size as an interval: low = high when exact, no high when open above; units as in SizeDeclaration.

    A running term is not changed by it. What the company's own people say is marked as such, whatever ``source`` is.
    Raises: Refused, Invalid for negative or absurd sizes.
    """
    require(policies.may_declare_size(actor, organisation))
    source = source if policies.may_edit(actor, organisation) else SizeSource.MEMBER
    shown = str(low) if low == high else f"{low}-{high}" if high is not None else f"{low}+"
    if fault := size_fault(metric, low, high):
        refuse([Problem("low", fault, shown)])

    declaration = SizeDeclaration.objects.create(
        organisation=organisation, metric=metric, low=low, high=high, as_of=as_of, source=source, declared_at=at, declared_by=actor.name,
        confirmed_at=at if is_confirmed else None, confirmed_by=actor.name if is_confirmed else "",
    )  # fmt: skip
    facts = {"metric": metric, "size": shown, "as_of": as_of.isoformat(), "source": source, "is_confirmed": is_confirmed}
    record(actor, "directory.size.declared", organisation, at=at, **facts)
    return declaration

"""The yearly size declaration: what is known, whether it is confirmed for the next year, and until when that can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from klynge.core.clock import add_months, day_of, year_start
from klynge.directory.models import Metric, SizeDeclaration, SizeSource
from klynge.directory.queries.sizes import declared_sizes
from klynge.membership.models import Membership


@dataclass(frozen=True, slots=True)
class SizeCycle:
    """Where a member stands with its number of employees."""

    declaration: SizeDeclaration | None  # what the next dues would be worked out from: the confirmed before the unconfirmed
    register: SizeDeclaration | None  # the latest figure of the company register
    is_confirmed: bool  # by somebody, since the membership year began
    cut_off_on: date  # the last day on which a declaration counts for the next year
    next_on: date  # when that year begins

    @property
    def is_disputed(self) -> bool:
        """Whether the member says something else than the register."""
        own, other = self.declaration, self.register
        if own is None or other is None or own.source != SizeSource.MEMBER:
            return False
        return own.high is not None and (own.high < other.low or (other.high is not None and own.low > other.high))


def size_cycle(membership: Membership, *, on: date) -> SizeCycle:
    """Return where the member stands on the day; one query."""
    first = year_start(on, membership.cluster.membership_year_month)
    next_on = add_months(first, 12)
    known = list(declared_sizes(membership.organisation_id, metrics=[Metric.HEADCOUNT], on=on))
    latest = known[0] if known else None
    register = max((each for each in known if each.source == SizeSource.REGISTER), key=lambda each: (each.as_of, each.pk), default=None)
    confirmed_on = day_of(latest.confirmed_at) if latest and latest.confirmed_at else None
    return SizeCycle(
        declaration=latest,
        register=register,
        is_confirmed=confirmed_on is not None and first <= confirmed_on,
        cut_off_on=next_on - timedelta(days=1),
        next_on=next_on,
    )

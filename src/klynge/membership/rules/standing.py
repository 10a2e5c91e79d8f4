"""How a member stands with what it owes: a function of its invoices and a grace, never kept."""

from datetime import date, timedelta
from typing import Literal

Standing = Literal["nothing", "paid", "invoiced", "overdue", "suspended"]
STANDINGS: tuple[Standing, ...] = ("nothing", "paid", "invoiced", "overdue", "suspended")
GRACE_DAYS = 60  # after the due day; then the rights of membership rest (our choice, after Byens Netværk: unpaid by the end of March)


def standing(*, is_billed: bool, unpaid_since_on: date | None, on_day: date, grace_days: int = GRACE_DAYS) -> Standing:
    """Tell the standing on a day; ``unpaid_since_on`` is the earliest due day of an invoice that is not wholly paid."""
    if unpaid_since_on is None:
        return "paid" if is_billed else "nothing"
    if unpaid_since_on >= on_day:
        return "invoiced"
    return "overdue" if on_day <= unpaid_since_on + timedelta(days=grace_days) else "suspended"

"""What waits for somebody, in the order in which it is worth doing."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klynge.access.models import Cluster
from klynge.reporting.queries.dashboard import Dashboard


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with where to do it."""

    text: str
    href: str
    tone: str  # neutral, warn, bad


def next_steps(cluster: Cluster, figures: Dashboard) -> list[Step]:
    """Return the steps that have anything behind them."""
    waiting = figures.waiting
    steps = []
    if waiting["open_run"]:
        steps.append(
            Step(
                _("A dues run is planned and waits to be looked at and released."),
                reverse("office:dues:run", args=[cluster.slug, waiting["open_run"]]),
                "accent",
            )
        )
    counted = (
        (
            figures.dues["overdue_count"],
            ngettext("%d invoice is overdue.", "%d invoices are overdue.", figures.dues["overdue_count"]),
            "invoices:list",
            "?status=overdue",
            "bad",
        ),
        (
            waiting["mail_failed"],
            ngettext("%d mail could not be delivered.", "%d mails could not be delivered.", waiting["mail_failed"]),
            "outbox:list",
            "",
            "bad",
        ),
        (
            waiting["mail_waiting"],
            ngettext("%d mail waits to be released.", "%d mails wait to be released.", waiting["mail_waiting"]),
            "outbox:list",
            "",
            "warn",
        ),
        (
            waiting["no_size"],
            ngettext("%d member has no size, so no category.", "%d members have no size, so no category.", waiting["no_size"]),
            "members:list",
            "?missing=size",
            "warn",
        ),
        (
            waiting["unconfirmed_size"],
            ngettext("%d member has not confirmed its size.", "%d members have not confirmed their size.", waiting["unconfirmed_size"]),
            "members:list",
            "?missing=confirmation",
            "warn",
        ),
        (
            waiting["no_contact"],
            ngettext("%d member has nobody to send an invoice to.", "%d members have nobody to send an invoice to.", waiting["no_contact"]),
            "members:list",
            "?missing=contact",
            "warn",
        ),
    )
    for count, text, page, query, tone in counted:
        if count:
            steps.append(Step(text % count, _address(page, cluster) + query, tone))
    return steps


def _address(page: str, cluster: Cluster) -> str:
    return reverse(f"office:{page}", args=[cluster.slug])

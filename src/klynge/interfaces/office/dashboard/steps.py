"""What waits for somebody, in the order in which it is worth doing."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.reporting.queries.dashboard import Dashboard

Counted = tuple[int, str, str, str, str]  # how many, in words, the page, its query, the tone


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with where to do it."""

    text: str
    href: str
    tone: str  # neutral, warn, bad


def next_steps(cluster: Cluster, figures: Dashboard, actor: Actor) -> list[Step]:
    """Return the steps that have anything behind them, where the actor may open the page."""
    steps = []
    if run := figures.waiting["open_run"]:
        text = _("A dues run is planned and waits to be looked at and released.")
        steps.append(Step(text, reverse("office:dues:run", args=[cluster.slug, run]), "accent"))
    for count, text, page, query, tone in (*_money(figures), *_facts(figures)):
        if count and actor.may_open(page.partition(":")[0], cluster_id=cluster.pk):
            steps.append(Step(text % count, reverse(f"office:{page}", args=[cluster.slug]) + query, tone))
    return steps


def _money(figures: Dashboard) -> list[Counted]:
    overdue, entries = figures.dues.overdue_invoices, figures.waiting["entries_waiting"]
    failed, waiting, undelivered = (figures.waiting[key] for key in ("mail_failed", "mail_waiting", "einvoice_failed"))
    undelivered_text = ngettext("%d e-invoice could not be delivered.", "%d e-invoices could not be delivered.", undelivered)
    return [
        (overdue, ngettext("%d invoice is overdue.", "%d invoices are overdue.", overdue), "invoices:list", "?status=overdue", "bad"),
        (undelivered, undelivered_text, "invoices:list", "?einvoice=failed", "bad"),
        (failed, ngettext("%d mail could not be delivered.", "%d mails could not be delivered.", failed), "outbox:list", "", "bad"),
        (
            entries,
            ngettext("%d bank entry waits to be decided.", "%d bank entries wait to be decided.", entries),
            "bank:worklist",
            "",
            "warn",
        ),
        (waiting, ngettext("%d mail waits to be released.", "%d mails wait to be released.", waiting), "outbox:list", "", "warn"),
    ]


def _facts(figures: Dashboard) -> list[Counted]:
    size, confirmation, contact = (figures.waiting[key] for key in ("no_size", "unconfirmed_size", "no_contact"))
    asking, disputed = figures.waiting["applications_waiting"], figures.waiting["disputed_size"]
    disputed_text = ngettext("%d member says another size than the register.", "%d members say another size than the register.", disputed)
    stale = figures.waiting["facts_due"]
    stale_text = ngettext(
        "%d member has not looked at its facts for a year.", "%d members have not looked at their facts for a year.", stale
    )
    return [
        (
            asking,
            ngettext("%d application waits for an answer.", "%d applications wait for an answer.", asking),
            "applications:list",
            "",
            "accent",
        ),
        (
            size,
            ngettext("%d member has no size, so no category.", "%d members have no size, so no category.", size),
            "members:list",
            "?missing=size",
            "warn",
        ),
        (
            confirmation,
            ngettext("%d member has not confirmed its size.", "%d members have not confirmed their size.", confirmation),
            "members:list",
            "?missing=confirmation",
            "warn",
        ),
        (disputed, disputed_text, "members:list", "?missing=agreement", "warn"),
        (stale, stale_text, "members:list", "?missing=facts", "neutral"),
        (
            contact,
            ngettext("%d member has nobody to send an invoice to.", "%d members have nobody to send an invoice to.", contact),
            "members:list",
            "?missing=contact",
            "warn",
        ),
    ]

"""What was kept as long as it may be: the rehearsal of the round that deletes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Cluster, Invitation
from klynge.billing.models import Invoice
from klynge.core.clock import DANISH
from klynge.directory.models import Subscription
from klynge.membership.queries.colleagues import old_requests
from klynge.membership.queries.expiring import closed_applications, old_imports, unsent_applications
from klynge.outbox.models import Mail
from klynge.privacy.rules import retention

from .lapsed import lapsed_people

MOST_NAMES = 12
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {  # what, what becomes of it
    retention.MAILS: (_("Mails that were sent"), _("Address and text are erased; that a mail was sent stays.")),
    retention.IMPORTS: (_("Files of members that were read in"), _("The file and what its rows said are deleted; the members stay.")),
    retention.DRAFTS: (_("Applications never sent, and requests nobody answered"), _("They are deleted.")),
    retention.APPLICATIONS: (_("Applications that were decided"), _("Who wrote them is erased; company and outcome stay.")),
    retention.SUBSCRIPTIONS: (_("Newsletter subscriptions that were taken back"), _("They are deleted.")),
    retention.INVITATIONS: (_("Invitations that have run out"), _("They are deleted.")),
    retention.INVOICES: (
        _("Invoices whose five years are over"),
        _("Contact and e-mail address are erased; the invoice itself stays in the books."),
    ),
    retention.PEOPLE: (
        _("People who have had nothing to do with us"),
        _("They are forgotten, as if they had asked: name, addresses, account."),
    ),
}


@dataclass(frozen=True, slots=True)
class Expired:
    """What one rule would delete: from before the day (exclusive), how many; of people the first names, by id."""

    rule: str
    what: str
    becomes: str
    before_on: date
    count: int
    names: list[str]


def start_of(day: date) -> datetime:
    """Return the moment at which the Danish day begins."""
    return datetime.combine(day, time.min, tzinfo=DANISH).astimezone(UTC)


def expired(cluster: Cluster, *, on: date) -> list[Expired]:
    """Return what each rule would delete on the day, in the order in which it is done; nothing changes."""
    rows = []
    for rule in retention.RULES:
        since = retention.kept_since(rule, on=on, fiscal_month=cluster.fiscal_year_month)
        names = [name for _pk, name in lapsed_people(cluster, since=since)] if rule == retention.PEOPLE else []
        count = len(names) if rule == retention.PEOPLE else _count(rule, cluster, since)
        what, becomes = (str(words) for words in WORDS[rule])
        rows.append(Expired(rule, what, becomes, since, count, names[:MOST_NAMES]))
    return rows


def _count(rule: str, cluster: Cluster, since: date) -> int:
    before = start_of(since)
    if rule == retention.DRAFTS:
        return unsent_applications(cluster, before=before).count() + old_requests(cluster, before=before).count()
    found = {
        retention.MAILS: lambda: Mail.objects.filter(cluster=cluster, created_at__lt=before, blotted_at__isnull=True),
        retention.IMPORTS: lambda: old_imports(cluster, before=before),
        retention.APPLICATIONS: lambda: closed_applications(cluster, before=before),
        retention.SUBSCRIPTIONS: lambda: Subscription.objects.filter(cluster=cluster, withdrawn_at__lt=before),
        retention.INVITATIONS: lambda: Invitation.objects.filter(cluster=cluster, expires_at__lt=before),
        retention.INVOICES: lambda: Invoice.objects.filter(cluster=cluster, issued_on__lt=since).exclude(
            Q(buyer__attention="") & Q(buyer__email="")
        ),
    }
    return int(found[rule]().count())

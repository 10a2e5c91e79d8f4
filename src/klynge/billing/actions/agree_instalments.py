"""Let what is open on an invoice be paid in parts."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Instalment, InstalmentPlan, Invoice
from klynge.billing.queries import open_minor
from klynge.billing.queries.instalments import living_plan
from klynge.billing.queries.settling import hold_settlements
from klynge.billing.rules.instalments import FEWEST, MOST, parts_of
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def agree_instalments(invoice: Invoice, *, days: Sequence[date], note: str = "", actor: Actor, at: datetime) -> InstalmentPlan:
    """Divide what is open evenly over the days; while each part comes in time the invoice is not reminded of and benefits stay.

    Raises: Refused, Invalid for too few, too many or past days, Conflict when nothing is open or an agreement holds already.
    """
    cluster = invoice.cluster
    require(policies.may_remind(actor, cluster))
    hold_settlements(cluster)
    invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    today, is_open = day_of(at), open_minor(invoice)
    if is_open <= 0:
        raise Conflict(_("Nothing is open on invoice %s any more.") % invoice.number)
    if living_plan(invoice):
        raise Conflict(_("There is an agreement for invoice %s already. End it before you make another one.") % invoice.number)
    if not FEWEST <= len(set(days)) <= MOST or len(set(days)) != len(days):
        raise Invalid(
            _("Agree on %(fewest)s to %(most)s parts, each on a day of its own.") % {"fewest": FEWEST, "most": MOST}, field="count"
        )
    if min(days) < today:
        raise Invalid(_("The first part can't be due on a day that is over."), field="first_on")
    if is_open < len(days):
        raise Invalid(_("So little can't be divided into %s parts.") % len(days), field="count")

    plan: InstalmentPlan = InstalmentPlan.objects.create(
        cluster=cluster, invoice=invoice, agreed_on=today, open_minor=is_open, currency=invoice.currency, note=note.strip()[:300], made_at=at,
        made_by=actor.name[:120],
    )  # fmt: skip
    parts = parts_of(is_open, days)
    Instalment.objects.bulk_create([Instalment(plan=plan, due_on=part.due_on, amount_minor=part.minor) for part in parts])
    record(actor, "billing.instalments.agreed", invoice, at=at, count=len(parts), amount_minor=is_open)
    return plan

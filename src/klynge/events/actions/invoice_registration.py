"""Invoice what a seat costs, and credit it when somebody cancels in time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.actions import issue_credit_note, issue_invoice
from klynge.billing.actions.issue_invoice import DraftLine
from klynge.billing.models import Invoice
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.core.texts import in_language
from klynge.directory.actions import register_organisation
from klynge.directory.models import Organisation
from klynge.directory.queries.organisations import with_number
from klynge.events import policies
from klynge.events.models import Registration

DAYS = 14  # to pay


@transaction.atomic
def invoice_registration(registration: Registration, *, actor: Actor, at: datetime) -> Registration:
    """Bring the invoice in line with the seat: one for a paid seat, a credit note when it was given up in time; safe to run twice.

    Raises: Refused; Invalid where nothing says what is invoiced.
    """
    require(policies.may_move_queue(actor, registration.cluster))
    found = Registration.objects.select_for_update(of=("self",)).select_related(
        "cluster", "event", "event__product", "invoice", "organisation"
    )
    registration = found.get(pk=registration.pk)
    if (
        registration.cancelled_at is None
        and registration.seated_at is not None
        and registration.amount_minor
        and registration.invoice is None
    ):
        registration.organisation = registration.organisation or _organisation(registration, actor, at)
        registration.invoice = _invoice(registration, registration.organisation, actor, at)
        registration.save(update_fields=["organisation", "invoice"])
        record(actor, "events.registration.invoiced", registration, at=at, number=registration.invoice.number)
    elif registration.cancelled_at is not None and registration.invoice is not None:
        _credit(registration, registration.invoice, registration.cancelled_at, actor, at)
    return registration


def _organisation(registration: Registration, actor: Actor, at: datetime) -> Organisation:
    facts = registration.billing_facts
    known = with_number("DK", facts.get("cvr", ""))
    if known:
        return known
    given = {"name": registration.organisation_name or registration.name, **facts}
    return register_organisation(registration.cluster, actor=actor, at=at, **given)


def _invoice(registration: Registration, organisation: Organisation, actor: Actor, at: datetime) -> Invoice:
    event, today = registration.event, day_of(at)
    if event.product is None:
        raise Invalid(_("The event %s has no product to invoice.") % event)
    with override(registration.language):
        text = f"{in_language(event.title, registration.language)}, {event.starts_on:%d.%m.%Y}: {registration.name}"
        note = _("%d people") % registration.party if registration.party > 1 else registration.price_label
    return issue_invoice(
        organisation, cluster=registration.cluster, lines=[DraftLine(event.product, text[:200], registration.amount_minor, note)],
        source_key=f"events.registration:{registration.pk}", issued_on=today, due_on=today + timedelta(days=DAYS),
        language=registration.language, actor=actor, at=at,
    )  # fmt: skip


def _credit(registration: Registration, invoice: Invoice, cancelled_at: datetime, actor: Actor, at: datetime) -> None:
    event = registration.event
    is_in_time = event.cancelled_at is not None or cancelled_at <= event.free_cancel_ends_at
    if not is_in_time or invoice.credit_notes.exists():
        return
    with override(registration.language):
        reason = _("The event is cancelled") if event.cancelled_at else _("Cancelled in time")
    note = issue_credit_note(invoice, reason=reason, issued_on=max(day_of(at), invoice.issued_on), actor=actor, at=at)
    record(actor, "events.registration.credited", registration, at=at, number=note.number)

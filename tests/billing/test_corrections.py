"""Losses, refunds and instalments: each with its posting, its document and its way back; what is open is told in one place."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scope

from klynge.billing import actions
from klynge.billing.models import PaymentKind, ReminderPause
from klynge.billing.queries import dues_totals, open_minor, receivable_by_organisation, settlement_of, standing, with_balance
from klynge.billing.queries.correction_pdf import correction_name, correction_pdf
from klynge.billing.queries.debts import debts_of
from klynge.billing.queries.instalments import standing_of_plan
from klynge.billing.queries.matching import invoices_to_match
from klynge.billing.queries.receivables import PayerFilter, payers, receivables_total
from klynge.billing.queries.reminding import reminder_plan
from klynge.billing.queries.settling import unallocated_minor
from klynge.billing.rules.instalments import PlanState, monthly
from klynge.billing.rules.reminders import Hold, Step
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.ledger.actions import close_books
from klynge.ledger.queries import balance
from klynge.outbox.models import Mail
from tests.billing.bank import ISSUED, by, owed

IBAN = "DK50 0040 0440 1162 43"


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.invoice = owed(world)
        yield world


def lost(world, invoice=None, **more):
    facts = {"reason": "Konkurs", "on": date(2027, 1, 4)} | more
    return actions.write_off_invoice(invoice or world.invoice, **facts, **by(world))


def paid(world, minor=1_250_00, *, invoice=None, reference="p-1"):
    facts = {"received_on": date(2026, 12, 20), "reference": reference, "invoice": invoice, **by(world)}
    return actions.record_payment(world.fjord, cluster=world.nordlys, amount_minor=minor, **facts)


def paid_back(world, payment, **more):
    facts = {"to_account": IBAN, "paid_on": date(2027, 1, 4), "reason": "Betalt to gange"} | more
    return actions.refund_payment(payment, **facts, **by(world))


def receivable(world):
    return balance(world.nordlys, f"receivable:organisation:{world.fjord.pk}")


def every_answer(world, on):
    """What each query says that is open on all invoices of Fjord."""
    (matched,) = [one.open_minor for one in invoices_to_match(world.nordlys)]
    return {
        open_minor(world.invoice, on=on),
        settlement_of(world.invoice, on=on).open_minor,
        with_balance(type(world.invoice).objects.all(), on=on).get(pk=world.invoice.pk).open_minor,
        receivable_by_organisation(world.nordlys, on=on).get(world.fjord.pk, 0),
        debts_of(world.nordlys, [world.fjord.pk], on=on).get(world.fjord.pk, (0, 0))[0],
        standing(world.nordlys, world.fjord.pk, on=on).open_minor,
        dues_totals(world.nordlys, first=ISSUED, end=date(2027, 12, 1), on=on).open_minor,
        receivables_total(world.nordlys, on=on)[0].owed_minor,
        matched,
    }


def state(world, on=date(2027, 6, 1)):
    return with_balance(type(world.invoice).objects.all(), on=on).get(pk=world.invoice.pk).state


def test_a_loss_leaves_nothing_open_anywhere_and_is_no_payment(stage):
    paid(stage, 250_00, invoice=stage.invoice)
    made = lost(stage)
    assert every_answer(stage, date(2027, 6, 1)) == {0}
    assert every_answer(stage, date(2026, 12, 31)) - {0} == {1_000_00}  # as it stood before; the matching knows of today alone
    assert (receivable(stage), balance(stage.nordlys, "expense:bad_debt"), balance(stage.nordlys, "bank")) == (0, 1_000_00, 250_00)
    stands = standing(stage.nordlys, stage.fjord.pk, on=date(2027, 6, 1))
    assert (stands.billed_minor, stands.received_minor, stands.unallocated_minor, state(stage)) == (250_00, 250_00, 0, "written_off")
    totals = dues_totals(stage.nordlys, first=ISSUED, end=date(2027, 12, 1), on=date(2027, 6, 1))
    assert (totals.billed_minor, totals.paid_minor) == (250_00, 250_00)
    assert (made.payment.kind, made.payment.amount_minor, made.made_by) == (PaymentKind.WRITE_OFF, 1_000_00, "Frida Juhl")


def test_a_loss_is_taken_back_and_owed_again(stage):
    actions.reverse_write_off(lost(stage), reason="De betalte alligevel", **by(stage))
    assert every_answer(stage, date(2027, 6, 1)) == {1_250_00}
    assert (receivable(stage), balance(stage.nordlys, "expense:bad_debt"), state(stage)) == (1_250_00, 0, "overdue")
    lost(stage)
    assert (open_minor(stage.invoice), state(stage)) == (0, "written_off")


@pytest.mark.parametrize(("facts", "error"), [
    ({"reason": " "}, Invalid), ({"on": date(2027, 1, 5)}, Invalid), ({"on": date(2026, 11, 30)}, Invalid),
])  # fmt: skip
def test_a_loss_asks_for_a_reason_and_a_day_that_can_be(stage, facts, error):
    with pytest.raises(error):
        lost(stage, **facts)
    assert open_minor(stage.invoice) == 1_250_00


def test_nothing_open_is_no_loss_twice_neither_and_a_closed_day_takes_none(stage):
    close_books(stage.nordlys, through_on=date(2026, 12, 31), **by(stage))
    with pytest.raises(Conflict):
        lost(stage, on=date(2026, 12, 31))
    made = lost(stage)
    with pytest.raises(Conflict, match="Nothing is open"):
        lost(stage)
    with pytest.raises(Invalid, match="loss and no payment"):
        actions.release_allocation(made.payment.allocations.get(), reason="x", **by(stage))


def test_a_refund_empties_the_account_and_is_taken_back(stage):
    payment = paid(stage, 1_300_00, invoice=stage.invoice)
    refund = paid_back(stage, payment)
    assert (refund.number, refund.amount_minor, refund.to_account) == ("T-00001", 50_00, "DK5000400440116243")
    assert (unallocated_minor(payment), receivable(stage), balance(stage.nordlys, "bank")) == (0, 0, 1_250_00)
    stands = standing(stage.nordlys, stage.fjord.pk, on=stage.today)
    assert (stands.received_minor, stands.unallocated_minor, receivables_total(stage.nordlys, on=stage.today)[0].on_account) == (
        1_250_00,
        0,
        0,
    )
    actions.reverse_refund(refund, reason="Kom retur", **by(stage))
    assert (unallocated_minor(payment), receivable(stage), balance(stage.nordlys, "bank")) == (50_00, -50_00, 1_300_00)
    ((fjord,), _count) = payers(stage.nordlys, PayerFilter(bucket="on_account"), on=stage.today)
    assert fjord.aged.on_account == 50_00
    with pytest.raises(Conflict, match="already"):
        actions.reverse_refund(refund, reason="Igen", **by(stage))


@pytest.mark.parametrize(("facts", "error"), [
    ({"to_account": "12"}, Invalid), ({"to_account": "DK5100400440116243"}, Invalid), ({"reason": ""}, Invalid), ({"amount_minor": 0}, Invalid),
    ({"amount_minor": 50_01}, Conflict), ({"paid_on": date(2026, 12, 19)}, Invalid), ({"paid_on": date(2027, 1, 5)}, Invalid),
])  # fmt: skip
def test_a_refund_asks_for_what_can_be(stage, facts, error):
    payment = paid(stage, 1_300_00, invoice=stage.invoice)
    with pytest.raises(error):
        paid_back(stage, payment, **facts)
    assert (unallocated_minor(payment), balance(stage.nordlys, "bank")) == (50_00, 1_300_00)


def test_what_was_paid_back_settles_nothing_and_its_payment_stays(stage):
    payment = paid(stage)
    paid_back(stage, payment, amount_minor=1_000_00)
    with pytest.raises(Conflict):
        actions.allocate_payment(payment, invoice=stage.invoice, amount_minor=1_250_00, **by(stage))
    with pytest.raises(Conflict, match="refund back first"):
        actions.reverse_payment(payment, reason="x", **by(stage))
    with (
        pytest.raises(DatabaseError, match="refunds_hold|only what is left|Only what is left"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO billing_allocation (payment_id, invoice_id, amount_minor, settled_on, made_at, reason) VALUES (%s, %s, 125000, now(), now(), '')",
            [payment.pk, stage.invoice.pk],
        )
    actions.allocate_payment(payment, invoice=stage.invoice, **by(stage))
    assert open_minor(stage.invoice) == 1_000_00


def steps(world):
    text = {"da": "Betal venligst.", "en": "Please pay."}
    actions.set_reminder_steps(world.nordlys, audience="business", steps=[(Step(1, 8, 10), text)], **by(world))


def held(world, on):
    plan = reminder_plan(world.nordlys, on=on)
    return [one.why for one in plan.held], len(plan.due)


def test_while_each_part_comes_in_time_nobody_is_reminded(stage):
    steps(stage)
    plan = actions.agree_instalments(stage.invoice, days=monthly(date(2027, 1, 31), 3), note="Aftalt i telefonen", **by(stage))
    assert [(part.due_on, part.amount_minor) for part in plan.parts.all()] == [
        (date(2027, 1, 31), 416_67), (date(2027, 2, 28), 416_67), (date(2027, 3, 31), 416_66),
    ]  # fmt: skip
    assert held(stage, date(2027, 1, 31)) == ([Hold.INSTALMENTS], 0)
    assert held(stage, date(2027, 2, 1)) == ([], 1)
    paid(stage, 416_67, invoice=stage.invoice)
    assert held(stage, date(2027, 2, 1)) == ([Hold.INSTALMENTS], 0)
    stands = [standing_of_plan(plan, on=day) for day in (date(2027, 2, 28), date(2027, 3, 1))]
    assert [(one.state, one.missed_minor) for one in stands] == [(PlanState.KEPT, 0), (PlanState.MISSED, 416_67)]
    paid(stage, 833_33, invoice=stage.invoice, reference="p-2")
    assert standing_of_plan(plan, on=date(2027, 3, 1)).state is PlanState.PAID


def test_an_agreement_ends_and_another_one_can_be_made(stage):
    steps(stage)
    days = [stage.today + timedelta(days=30), stage.today + timedelta(days=60)]
    plan = actions.agree_instalments(stage.invoice, days=days, **by(stage))
    with pytest.raises(Conflict, match="already"):
        actions.agree_instalments(stage.invoice, days=days, **by(stage))
    actions.end_instalments(plan, reason="Ny aftale", **by(stage))
    assert (held(stage, date(2027, 1, 20)), standing_of_plan(plan, on=date(2027, 1, 20)).state) == (([], 1), PlanState.ENDED)
    with pytest.raises(Conflict):
        actions.end_instalments(plan, reason="Igen", **by(stage))
    assert actions.agree_instalments(stage.invoice, days=days, **by(stage)).parts.count() == 2


@pytest.mark.parametrize(
    "days", [[], [date(2027, 2, 1)], [date(2027, 2, 1)] * 2, [date(2027, 1, 1), date(2027, 2, 1)], monthly(date(2027, 2, 1), 25)]
)
def test_an_agreement_has_days_that_can_be(stage, days):
    with pytest.raises(Invalid):
        actions.agree_instalments(stage.invoice, days=days, **by(stage))


def test_each_has_its_document_in_its_language_and_the_letters_wait_in_the_outbox(stage):
    refund = paid_back(stage, paid(stage, 100_00, reference="p-3"))
    plan = actions.agree_instalments(stage.invoice, days=monthly(stage.today, 2), **by(stage))
    loss = lost(stage)
    assert [correction_name(one) for one in (refund, plan, loss)] == [
        "tilbagebetaling-T-00001.pdf", "rater-2026-00001.pdf", "tab-2026-00001.pdf",
    ]  # fmt: skip
    assert all(correction_pdf(one).startswith(b"%PDF-") for one in (refund, plan, loss))
    for one in (refund, plan, plan):
        actions.prepare_correction_mail(one, **by(stage))
    assert list(Mail.objects.order_by("id").values_list("template", "status")) == [
        ("billing/mail/refund", "waiting"),
        ("billing/mail/plan", "waiting"),
    ]


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_corrects_nothing(stage, who):
    payment, stranger = paid(stage), {"actor": getattr(stage, who), "at": stage.noon}
    facts = {"to_account": IBAN, "paid_on": stage.today, "reason": "x"}
    for work in (
        lambda: actions.write_off_invoice(stage.invoice, reason="x", on=stage.today, **stranger),
        lambda: actions.refund_payment(payment, **facts, **stranger),
        lambda: actions.agree_instalments(stage.invoice, days=monthly(stage.today, 2), **stranger),
    ):
        with pytest.raises(Refused):
            work()
    assert ReminderPause.objects.count() == 0

"""Late payers are reminded as the law allows: looked at first, once each, and never in a dispute."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django_scopes import scope

from klynge.billing.actions import (
    DraftLine,
    close_dispute,
    end_pause,
    issue_credit_note,
    issue_invoice,
    open_dispute,
    pause_reminders,
    prepare_reminder_mails,
    record_payment,
    send_reminders,
    set_arrears_rule,
    set_reference_rate,
    set_reminder_steps,
)  # fmt: skip
from klynge.billing.models import Invoice, Reminder, ReminderStep
from klynge.billing.queries.reminding import reminder_plan
from klynge.billing.rules.reminders import Hold, Step
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.directory.models import Organisation
from klynge.ledger.queries import balance
from klynge.outbox.models import Mail
from tests import factories

TEXT = {"da": "Betal venligst.", "en": "Please pay."}
STEPS = [
    (Step(1, 8, 10), TEXT),
    (Step(2, 14, 10, 100_00), TEXT),
    (Step(3, 14, 10, 100_00, charges_interest=True, charges_compensation=True), TEXT),
]
DUE = date(2024, 1, 31)


def at(day):
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def owe(world, organisation, number=1, minor=8_000_00, due=DUE):
    return issue_invoice(
        organisation, cluster=world.nordlys, lines=[DraftLine(world.dues, "Kontingent", minor)], source_key=f"x:{organisation.pk}:{number}",
        issued_on=date(2024, 1, 2), due_on=due, language="en", actor=world.frida, at=at(date(2024, 1, 2)),
    )  # fmt: skip


@pytest.fixture
def late(world):
    with scope(cluster=world.nordlys):
        set_reminder_steps(world.nordlys, audience="business", steps=STEPS, actor=world.frida, at=world.noon)
        world.invoice = owe(world, world.fjord)
        yield world


def send(world, day, actor=None):
    plan = reminder_plan(world.nordlys, on=day)
    return send_reminders(world.nordlys, on=day, digest=plan.digest, actor=actor or world.frida, at=at(day))


def held(world, day):
    return [one.why for one in reminder_plan(world.nordlys, on=day).held]


def test_three_reminders_then_no_more_and_each_charge_is_an_invoice_of_its_own(late):
    days = [date(2024, 2, 8), date(2024, 2, 22), date(2024, 3, 7)]
    assert [len(send(late, day)) for day in days] == [1, 1, 1]
    charged = list(Reminder.objects.order_by("number").values_list("fee_minor", "interest_minor", "compensation_minor"))
    assert charged == [(0, 0, 0), (100_00, 0, 0), (100_00, 117_50, 310_00)]  # 10,000 at 11.75 % for 36 of 360 days
    assert held(late, date(2024, 6, 1)) == [Hold.DONE]
    documents = Invoice.objects.filter(source_key__startswith="reminder:").order_by("id")
    assert [(one.total_minor, one.vat_minor, one.due_on) for one in documents] == [
        (100_00, 0, date(2024, 3, 3)),
        (527_50, 0, date(2024, 3, 17)),
    ]
    assert (balance(late.nordlys, "income:reminders"), balance(late.nordlys, "income:interest")) == (510_00, 117_50)


def test_a_charge_is_not_reminded_of_itself(late):
    send(late, date(2024, 2, 8))
    send(late, date(2024, 2, 22))
    assert {one.invoice_id for one in reminder_plan(late.nordlys, on=date(2024, 5, 1)).due} == {late.invoice.pk}


def test_what_was_looked_at_is_what_is_sent(late):
    plan = reminder_plan(late.nordlys, on=date(2024, 2, 8))
    record_payment(late.fjord, cluster=late.nordlys, amount_minor=10_000_00, received_on=date(2024, 2, 7), reference="b", invoice=late.invoice, actor=late.frida, at=at(date(2024, 2, 8)))  # fmt: skip
    with pytest.raises(Conflict, match="has changed"):
        send_reminders(late.nordlys, on=plan.on, digest=plan.digest, actor=late.frida, at=at(plan.on))
    assert (Reminder.objects.count(), reminder_plan(late.nordlys, on=plan.on).due) == (0, ())


def test_sending_twice_sends_once(late):
    plan = reminder_plan(late.nordlys, on=date(2024, 2, 8))
    send_reminders(late.nordlys, on=plan.on, digest=plan.digest, actor=late.frida, at=at(plan.on))
    with pytest.raises(Conflict):
        send_reminders(late.nordlys, on=plan.on, digest=plan.digest, actor=late.frida, at=at(plan.on))
    assert Reminder.objects.count() == 1


def test_a_disputed_invoice_is_left_alone_until_the_dispute_ends(late):
    dispute = open_dispute(late.invoice, reason="Wrong size", actor=late.frida, at=at(date(2024, 2, 1)))
    assert held(late, date(2024, 2, 20)) == [Hold.DISPUTED]
    with pytest.raises(Conflict):
        open_dispute(late.invoice, reason="Again", actor=late.frida, at=late.noon)
    close_dispute(dispute, outcome="They agree", actor=late.frida, at=at(date(2024, 2, 21)))
    assert held(late, date(2024, 2, 20)) == [Hold.DISPUTED] and held(late, date(2024, 2, 21)) == []


def test_a_pause_holds_until_its_day_or_until_it_is_ended(late):
    pause = pause_reminders(late.fjord, cluster=late.nordlys, until_on=date(2024, 4, 1), reason="Illness", actor=late.frida, at=at(date(2024, 2, 1)))  # fmt: skip
    assert (held(late, date(2024, 3, 31)), held(late, date(2024, 4, 1))) == ([Hold.PAUSED], [])
    end_pause(pause, actor=late.frida, at=at(date(2024, 2, 15)))
    assert held(late, date(2024, 2, 15)) == []
    with pytest.raises(Conflict):
        end_pause(pause, actor=late.frida, at=at(date(2024, 2, 16)))


def test_credited_and_paid_invoices_are_not_reminded_of(late):
    issue_credit_note(late.invoice, reason="x", issued_on=date(2024, 2, 1), actor=late.frida, at=at(date(2024, 2, 1)))
    plan = reminder_plan(late.nordlys, on=date(2024, 3, 1))
    assert (plan.due, plan.held) == ((), ())


def test_public_bodies_have_a_rule_of_their_own(late):
    Organisation.objects.filter(pk=late.fjord.pk).update(kind="public")
    assert held(late, date(2024, 3, 1)) == [Hold.NO_RULE]
    set_reminder_steps(late.nordlys, audience="public", steps=[(Step(1, 30, 14), TEXT)], actor=late.frida, at=late.noon)
    assert [one.deadline_on for one in reminder_plan(late.nordlys, on=date(2024, 3, 1)).due] == [date(2024, 3, 15)]


def test_interest_past_the_table_of_rates_is_refused_and_the_rate_can_be_added(late):
    set_reminder_steps(
        late.nordlys, audience="business", steps=[(Step(1, 8, 10, charges_interest=True), TEXT)], actor=late.frida, at=late.noon
    )
    day = date(2024, 7, 31)
    (one,) = reminder_plan(late.nordlys, on=day).held
    assert (one.why, one.missing_rate_on) == (Hold.NO_RATE, date(2024, 7, 1))
    with pytest.raises(Invalid, match="1 January"):
        set_reference_rate(late.nordlys, valid_from=date(2024, 7, 2), rate_bp=350, actor=late.frida, at=late.noon)
    set_reference_rate(late.nordlys, valid_from=date(2024, 7, 1), rate_bp=350, actor=late.frida, at=late.noon)
    set_arrears_rule(late.nordlys, day_count="actual/365", suspend_days=30, actor=late.frida, at=late.noon)
    (planned,) = reminder_plan(late.nordlys, on=day).due
    assert planned.interest_minor == 580_62  # 10,000: 151 days at 11.75 % and 30 at 11.50 %, of 365


@pytest.mark.parametrize("step", [Step(1, 8, 10, 100_01), Step(1, 0, 10), Step(1, 8, 0)])
def test_a_rule_beyond_the_law_is_refused(late, step):
    with pytest.raises(Invalid):
        set_reminder_steps(late.nordlys, audience="business", steps=[(step, TEXT)], actor=late.frida, at=late.noon)
    assert ReminderStep.objects.count() == 3


def test_the_mails_wait_in_the_outbox_with_the_amount_and_the_deadline(late):
    made = send(late, date(2024, 2, 8))
    for _time in range(2):
        prepare_reminder_mails(late.nordlys, reminder_ids=[one.pk for one in made], actor=late.frida, at=late.noon)
    (mail,) = Mail.objects.all()
    assert mail.attachment == {"kind": "billing.invoice_pdf", "id": late.invoice.pk}
    assert (mail.context["open"], mail.context["deadline"]) == ("DKK\u00a010,000.00", "18 February 2024")


def test_a_stranger_a_member_and_the_future_are_refused(late):
    for actor in (late.dorte, late.bo):
        with pytest.raises(Refused):
            send(late, date(2024, 2, 8), actor=actor)
    with pytest.raises(Invalid, match="ahead"):
        send_reminders(late.nordlys, on=late.today + timedelta(days=1), digest="", actor=late.frida, at=late.noon)


def test_the_plan_takes_the_same_queries_for_one_and_for_thirty(late, django_assert_num_queries):
    for number in range(30):
        owe(late, factories.company(late.nordlys, f"Firma {number}"))
    with django_assert_num_queries(4):
        assert len(reminder_plan(late.nordlys, on=date(2024, 3, 1)).due) == 31


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_once(transactional_db):
    from tests.world import build

    world, day = build(), date(2024, 2, 22)
    with scope(cluster=world.nordlys):
        set_reminder_steps(world.nordlys, audience="business", steps=[(Step(1, 8, 10, 100_00), TEXT)], actor=world.frida, at=world.noon)
        owe(world, world.fjord)
        digest = reminder_plan(world.nordlys, on=day).digest

    def work(_number):
        try:
            with scope(cluster=world.nordlys):
                return len(send_reminders(world.nordlys, on=day, digest=digest, actor=world.frida, at=at(day)))
        except Conflict:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [0, 0, 0, 1]
    with scope(cluster=world.nordlys):
        assert Invoice.objects.filter(source_key__startswith="reminder:").count() == 1

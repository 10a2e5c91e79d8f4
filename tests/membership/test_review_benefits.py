"""Benefits rest while a member is in arrears by the cluster's own rule, and come back when it pays; the membership goes on."""

from datetime import UTC, date, datetime

import pytest
from django_scopes import scope

from klynge.billing.actions import (
    DraftLine,
    issue_invoice,
    open_dispute,
    record_payment,
    send_reminders,
    set_arrears_rule,
    set_reminder_steps,
)
from klynge.billing.queries.reminding import reminder_plan
from klynge.billing.rules.reminders import Step
from klynge.core.errors import Refused
from klynge.membership.actions import review_benefits
from klynge.membership.models import BenefitSuspension, Membership


def at(day):
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


@pytest.fixture
def late(world):
    """Fjord was reminded once, with the deadline on 18 February 2026; the cluster suspends 30 days after that."""
    with scope(cluster=world.nordlys):
        by = {"actor": world.frida, "at": at(date(2026, 1, 2))}
        set_reminder_steps(world.nordlys, audience="business", steps=[(Step(1, 8, 10), {"da": "", "en": ""})], **by)
        set_arrears_rule(world.nordlys, day_count="30/360", suspend_days=30, **by)
        lines = [DraftLine(world.dues, "Kontingent", 1_000_00)]
        world.invoice = issue_invoice(world.fjord, cluster=world.nordlys, lines=lines, source_key="x", issued_on=date(2026, 1, 2), due_on=date(2026, 1, 31), language="da", **by)  # fmt: skip
        day = date(2026, 2, 8)
        send_reminders(world.nordlys, on=day, digest=reminder_plan(world.nordlys, on=day).digest, actor=world.frida, at=at(day))
        yield world


def review(world, day, actor=None):
    return review_benefits(world.nordlys, on=day, actor=actor or world.frida, at=at(day))


def pay(world, minor, day, reference="b"):
    record_payment(world.fjord, cluster=world.nordlys, amount_minor=minor, received_on=day, reference=reference, invoice=world.invoice, actor=world.frida, at=at(day))  # fmt: skip


def test_benefits_rest_from_the_day_after_the_clusters_days_and_once(late):
    assert [review(late, date(2026, 3, day)) for day in (20, 21, 22)] == [(0, 0), (1, 0), (0, 0)]
    before = Membership.objects.values_list("during", flat=True).get()
    assert BenefitSuspension.objects.get().from_on == date(2026, 3, 21)
    assert Membership.objects.values_list("during", flat=True).get() == before


def test_paying_in_full_brings_them_back_and_paying_a_part_does_not(late):
    review(late, date(2026, 3, 21))
    pay(late, 500_00, date(2026, 3, 25))
    assert review(late, date(2026, 3, 26)) == (0, 0)
    pay(late, 750_00, date(2026, 4, 1), "c")
    assert review(late, date(2026, 4, 2)) == (0, 1)
    assert list(BenefitSuspension.objects.values_list("from_on", "until_on")) == [(date(2026, 3, 21), date(2026, 4, 2))]


def test_a_dispute_brings_them_back_too(late):
    review(late, date(2026, 3, 21))
    open_dispute(late.invoice, reason="Wrong size", actor=late.frida, at=at(date(2026, 3, 22)))
    assert review(late, date(2026, 3, 23)) == (0, 1)


def test_without_a_rule_nobody_loses_benefits(late):
    set_arrears_rule(late.nordlys, day_count="30/360", suspend_days=None, actor=late.frida, at=late.noon)
    assert review(late, date(2026, 12, 1)) == (0, 0)


def test_a_stranger_reviews_nothing(late):
    with pytest.raises(Refused):
        review(late, date(2026, 3, 21), actor=late.dorte)

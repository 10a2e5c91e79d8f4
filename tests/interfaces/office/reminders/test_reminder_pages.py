"""Reminders on screen: rehearsed, sent as looked at, by a rule that keeps to the law."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_invoice, open_dispute, set_reminder_steps
from klynge.billing.models import ArrearsRule, Dispute, ReferenceRate, Reminder, ReminderPause, ReminderStep
from klynge.billing.rules.reminders import Step
from klynge.core.clock import day_of
from tests import factories
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["plan", "sent", "rule", "rates"]


@pytest.fixture
def stage():
    world, today = build(), day_of(timezone.now())
    with scope(cluster=world.nordlys):
        by = {"actor": world.frida, "at": timezone.now()}
        set_reminder_steps(
            world.nordlys, audience="business", steps=[(Step(1, 8, 10, 100_00), {"da": "Husk os.", "en": "Remember us."})], **by
        )
        for number, days in enumerate((60, 40, 3)):
            company = factories.company(world.nordlys, f"Ærø Softwarehus {number}")
            world.invoice = issue_invoice(
                company, cluster=world.nordlys, lines=[DraftLine(world.dues, "Kontingent", 6_500_00)], source_key=f"x{number}",
                issued_on=today - timedelta(days=90), due_on=today - timedelta(days=days), language="da", **by,
            )  # fmt: skip
        open_dispute(world.invoice, reason="Forkert", **by)
    return world


def address(world, page, *rest):
    return reverse(f"office:reminders:{page}", args=[world.nordlys.slug, *rest])


@pytest.mark.parametrize(("scheme", "language"), [("light", "da"), ("dark", "en")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_reminders_is_fit_to_be_seen(visitor, stage, size, scheme, language):
    more = [("steps", "business"), ("dispute", stage.invoice.number), ("pause", stage.invoice.number)]
    for page, *rest in [(page,) for page in PAGES] + more:
        judge(visitor.open(address(stage, page, *rest), user=stage.frida_user, size=size, scheme=scheme, language=language), f"reminders-{page}-{size}-{scheme}")  # fmt: skip


def test_what_was_looked_at_is_sent_once(client, stage):
    client.force_login(stage.frida_user)
    digest = client.get(address(stage, "plan")).context["plan"].digest
    assert client.post(address(stage, "send"), {"digest": digest}).status_code == 302
    again = client.post(address(stage, "send"), {"digest": digest})
    assert again.status_code == 422 and "has changed since" in again.context["refusal"]
    with scope(cluster=stage.nordlys):
        assert Reminder.objects.count() == 2
    assert len(client.get(address(stage, "sent")).context["page"]) == 2


def test_the_steps_are_changed_within_the_law_only(client, stage):
    client.force_login(stage.frida_user)
    form = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "3"}
    step = {"form-0-days_after": "5", "form-0-deadline_days": "10", "form-0-fee": "100,50"}
    assert client.post(address(stage, "steps", "business"), form | step).status_code == 422
    assert client.post(address(stage, "steps", "business"), form | step | {"form-0-fee": "99,50"}).status_code == 302
    with scope(cluster=stage.nordlys):
        assert list(ReminderStep.objects.values_list("number", "days_after", "fee_minor")) == [(1, 5, 99_50)]


def test_rates_and_the_arrears_rule_are_kept(client, stage):
    client.force_login(stage.frida_user)
    assert client.post(address(stage, "rates"), {"valid_from": "2026-07-02", "rate": "1.75"}).status_code == 422
    assert client.post(address(stage, "rates"), {"valid_from": "2026-07-01", "rate": "1.75"}).status_code == 302
    assert client.post(address(stage, "rule"), {"day_count": "actual/365", "suspend_days": "30"}).status_code == 302
    with scope(cluster=stage.nordlys):
        assert list(ReferenceRate.objects.values_list("valid_from", "rate_bp")) == [(date(2026, 7, 1), 175)]
        assert ArrearsRule.objects.get().suspend_days == 30


def test_a_dispute_is_settled_and_a_pause_ended_from_the_invoice(client, stage):
    client.force_login(stage.frida_user)
    number, until = stage.invoice.number, day_of(timezone.now()) + timedelta(days=9)
    assert client.post(address(stage, "dispute", number), {"reason": "Igen"}).status_code == 422
    assert client.post(address(stage, "settle", number), {"outcome": "Enige"}).status_code == 302
    assert client.post(address(stage, "pause", number), {"reason": "Sygdom", "until_on": until.isoformat()}).status_code == 302
    with scope(cluster=stage.nordlys):
        assert ReminderPause.objects.get().invoice_id == stage.invoice.pk and Dispute.objects.get().outcome == "Enige"
    page = client.get(reverse("office:invoices:detail", args=[stage.nordlys.slug, number]))
    assert (page.context["dispute"], page.context["pause"].reason) == (None, "Sygdom")
    assert client.post(address(stage, "resume", number)).status_code == 302
    assert client.post(address(stage, "settle", number)).status_code == 404


def test_a_stranger_finds_nothing_and_a_reader_changes_nothing(client, stage):
    from klynge.access.models import Grant, Role

    client.force_login(stage.dorte_user)
    assert {client.get(address(stage, page)).status_code for page in PAGES} == {404}
    Grant.objects.filter(user=stage.frida_user).update(role=Role.READER)
    client.force_login(stage.frida_user)
    assert client.post(address(stage, "send"), {"digest": ""}).status_code == 403
    assert client.get(address(stage, "steps", "business")).status_code == 403


def test_the_invoice_shows_its_reminders_and_what_stands_in_their_way(visitor, stage):
    page = reverse("office:invoices:detail", args=[stage.nordlys.slug, stage.invoice.number])
    for size in SIZES:
        judge(visitor.open(page, user=stage.frida_user, size=size, language="en"), f"reminders-invoice-{size}")
    opened = visitor.open(page, user=stage.frida_user, language="en")
    assert opened.get_by_role("link", name="The dispute is over").is_visible()

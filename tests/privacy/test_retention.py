"""What was kept as long as it may be: counted, shown, deleted, and nothing that is a day too young."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from klynge.access.actor import Actor
from klynge.access.models import Invitation
from klynge.billing.actions import blot_invoice_contacts, issue_invoices
from klynge.billing.models import Invoice
from klynge.core.errors import Conflict, Refused
from klynge.core.ranges import span
from klynge.core.selects import Select
from klynge.directory.actions import register_contact
from klynge.directory.models import Listing, Organisation, Person, Subscription
from klynge.files.actions import store_file
from klynge.files.errors import StorageFault
from klynge.files.queries import read
from klynge.membership.models import Application, ApplicationEvent, ImportRow, ImportRun, Membership
from klynge.outbox.models import Mail
from klynge.privacy import tasks
from klynge.privacy.actions import apply_retention, order_retention, start_retention
from klynge.privacy.models import RetentionRun, StandingOrder
from klynge.privacy.queries.retention import expired
from klynge.privacy.rules import retention
from tests.billing.test_review import DRAFTS, issue, line

DAY = timedelta(days=1)


@dataclass
class Old:
    """One thing of each kind that is over its time today, and one that will be tomorrow."""

    world: object

    def make(self):
        world = self.world
        month = {months: retention.add_months(world.today, -months) for months in (1, 12, 24, 36, 60)}
        for number, extra in enumerate((DAY, timedelta(0))):
            self.mail(number, month[60] - extra)
            self.import_of(month[12] - extra)
            self.application(month[1] - extra, "draft")
            self.application(month[12] - extra, "rejected")
            moment = noon(month[24] - extra)
            Subscription.objects.create(
                cluster=world.nordlys, address=f"{number}@x.example", consented_at=moment, consent_source="x", withdrawn_at=moment
            )
            at = {"invited_at": noon(month[12] - extra), "expires_at": noon(month[12] - extra)}
            Invitation.objects.create(cluster=world.nordlys, email="i@x.example", name="I", invited_by_name="A", **at)
            self.person(month[36] - extra, f"Person {number}")
        return self

    def mail(self, number, on):
        Mail.objects.create(
            cluster=self.world.nordlys, rule="x", subject_key=f"x:{number}", reference_on=on, to_address="m@x.example", language="da",
            template="outbox/mail/message", context={"a": 1}, status="sent", created_at=noon(on),
        )  # fmt: skip

    def import_of(self, on):
        world = self.world
        file = store_file(
            world.nordlys, name="medlemmer.csv", content=b"Navn;E-mail", content_type="text/csv", actor=world.astrid, at=world.noon
        )
        run = ImportRun.objects.create(cluster=world.nordlys, file=file, rehearsed_at=noon(on), by="Astrid")
        ImportRow.objects.create(run=run, number=1, cells=["Eva", "eva@x.example"], outcome="new")

    def application(self, on, state):
        sent = None if state == "draft" else noon(on)
        application = Application.objects.create(
            cluster=self.world.nordlys, state=state, contact_name="Eva", contact_email="e@x.example", started_at=noon(on), submitted_at=sent
        )
        ApplicationEvent.objects.create(application=application, state=state, at=noon(on), by_name="Astrid")

    def person(self, until, name):
        """Somebody at a company whose membership ended that day (the first day after)."""
        world = self.world
        company = Organisation.objects.create(name=f"{name} ApS")
        Listing.objects.create(cluster=world.nordlys, organisation=company, listed_at=noon(date(2018, 1, 1)))
        facts = {"organisation": company, "name": name, "from_on": date(2019, 1, 1), "email": f"{name[-1]}@p.example"}
        made = register_contact(world.nordlys, **facts, actor=world.astrid, at=world.noon)
        Person.objects.filter(pk=made.pk).update(created_at=noon(date(2019, 1, 1)))
        number = 100 + int(name[-1])
        spell = span(date(2019, 1, 1), until + DAY)
        Membership.objects.create(cluster=world.nordlys, organisation=company, type=world.ordinary, member_no=number, during=spell)


def noon(on):
    return datetime.combine(on, datetime.min.time()).replace(hour=11, tzinfo=UTC)


@pytest.fixture
def old(world):
    with scope(cluster=world.nordlys):
        yield Old(world).make()


def counts(world, on=None):
    return {each.rule: each.count for each in expired(world.nordlys, on=on or world.today)}


ONE_OF_EACH = {rule: 1 for rule in retention.RULES if rule != retention.INVOICES} | {retention.INVOICES: 0}


def start(world, **facts):
    return start_retention(world.nordlys, **({"shown": counts(world), "actor": world.astrid, "at": world.noon} | facts))


def finish(world, run):
    while apply_retention(run, actor=world.astrid, at=world.noon):
        pass
    run.refresh_from_db()
    return run


def test_what_is_a_day_too_old_is_due_and_what_is_not_is_not(old):
    assert counts(old.world) == ONE_OF_EACH
    assert counts(old.world, on=old.world.today + 2 * DAY) == {rule: 2 * count for rule, count in ONE_OF_EACH.items()}
    assert counts(old.world, on=old.world.today - 40 * DAY) == dict.fromkeys(retention.RULES, 0)


def test_exactly_what_was_shown_goes_and_the_run_says_so(old):
    run = finish(old.world, start(old.world))
    assert run.shown == run.done == ONE_OF_EACH and run.finished_at == old.world.noon
    assert counts(old.world) == dict.fromkeys(retention.RULES, 0)
    assert [bool(mail.to_address) for mail in Mail.objects.order_by("pk")] == [False, True]
    assert [row.cells for row in ImportRow.objects.order_by("pk")] == [[], ["Eva", "eva@x.example"]]
    assert sorted(Application.objects.values_list("state", "contact_name")) == [("draft", "Eva"), ("rejected", ""), ("rejected", "Eva")]
    assert (Subscription.objects.count(), Invitation.objects.count()) == (1, 1)
    assert sorted(Person.objects.filter(name__in=["[…]", "Person 0", "Person 1"]).values_list("name", flat=True)) == ["Person 1", "[…]"]


def test_the_bytes_of_an_old_file_are_deleted_and_who_opens_it_is_told(old, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        finish(old.world, start(old.world))
    gone, kept = [run.file for run in ImportRun.objects.select_related("file").order_by("pk")]
    assert read(kept) == b"Navn;E-mail" and gone.name == "" and not gone.blob
    with pytest.raises(StorageFault, match="kept as long as it may be"):
        read(gone)


def test_more_than_was_shown_is_never_begun(old):
    with pytest.raises(Conflict, match="Meanwhile"):
        start(old.world, shown=ONE_OF_EACH | {"mails": 0})
    assert not RetentionRun.objects.exists()


def test_two_rounds_at_once_and_an_empty_one_are_refused(old):
    run = start(old.world)
    with pytest.raises(Conflict, match="under way"):
        start(old.world)
    finish(old.world, run)
    with pytest.raises(Conflict, match="nothing"):
        start(old.world)


@pytest.mark.parametrize("who", ["dorte", "frida", "bo"])
def test_others_are_refused(old, who):
    with pytest.raises(Refused):
        start(old.world, actor=getattr(old.world, who))
    with pytest.raises(Refused):
        order_retention(old.world.nordlys, is_wanted=True, actor=getattr(old.world, who), at=old.world.noon)


def test_at_night_it_is_done_only_where_it_is_ordered(old):
    Mail.objects.update(created_at=noon(date(2015, 1, 1)))  # the night reads the real clock
    tasks.review_retention()
    assert not RetentionRun.objects.exists()
    for _twice in range(2):
        order_retention(old.world.nordlys, is_wanted=True, actor=old.world.astrid, at=old.world.noon)
    assert StandingOrder.objects.count() == 1
    tasks.review_retention()
    run = RetentionRun.objects.get()
    tasks.apply_retention(old.world.nordlys.pk, run.pk)
    run.refresh_from_db()
    assert run.by_name == "retention" and run.finished_at
    order_retention(old.world.nordlys, is_wanted=False, actor=old.world.astrid, at=old.world.noon)
    assert StandingOrder.objects.get().ended_at == old.world.noon


def test_people_of_present_members_subscribers_and_the_office_are_never_due(world):
    with scope(cluster=world.nordlys):
        bo = Person.objects.get(name="Bo Ågård")
        Person.objects.update(created_at=noon(date(2019, 1, 1)))
        assert counts(world, on=date(2060, 1, 1))["people"] == 0
        Membership.objects.update(during=span(date(2020, 1, 1), date(2021, 1, 1)))
        assert counts(world)["people"] == 0  # a role that runs
        bo.contact_roles.update(during=span(date(2020, 1, 1), date(2021, 1, 1)))
        Listing.objects.update(listed_at=noon(date(2019, 1, 1)))
        assert counts(world)["people"] == 1
        Subscription.objects.create(cluster=world.nordlys, address="b@x.example", person=bo, consented_at=world.noon, consent_source="x")
        assert counts(world)["people"] == 0


def old_invoice(world, on):
    row = {"buyer": world.fjord.pk, "key": "test:1", "lines": json.dumps([line(world.dues)])}
    with scope(cluster=world.nordlys):
        (pk,) = issue_invoices(world.nordlys, drafts=Select(DRAFTS, row), issued_on=on, due_on=on, actor=world.frida, at=world.noon)
    return pk


def test_an_invoice_loses_its_contact_when_its_five_years_are_over(world):
    pk = old_invoice(world, date(2020, 12, 31))
    with scope(cluster=world.nordlys):
        assert counts(world, on=date(2025, 12, 31))["invoices"] == 0 and counts(world, on=date(2026, 1, 1))["invoices"] == 1
        finish(world, start(world))
        buyer = Invoice.objects.get(pk=pk).buyer
    assert (buyer["attention"], buyer["email"], buyer["name"]) == ("", "", "Fjord Data ApS")


@pytest.mark.parametrize("change", ['buyer = buyer || \'{"name": "x"}\'', "number = number", 'buyer = buyer || \'{"attention": ""}\''])
def test_the_database_lets_nothing_else_of_an_old_invoice_change(world, change):
    pk = old_invoice(world, date(2020, 12, 31))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE billing_invoice SET {change} WHERE id = %s", [pk])


def test_a_young_invoice_keeps_its_contact_whatever_is_asked(world):
    with scope(cluster=world.nordlys):
        issue(world, [line(world.dues)])
        system = Actor.system("x", cluster_id=world.nordlys.pk)
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            blot_invoice_contacts(world.nordlys, issued_before=date(2099, 1, 1), actor=system, at=world.noon)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 12))
def test_what_is_kept_until_a_day_is_kept_until_that_day_and_not_longer(issued_on, month):
    until = retention.books_kept_until(issued_on, fiscal_month=month)
    assert retention.kept_since(retention.INVOICES, on=until, fiscal_month=month) > issued_on
    assert retention.kept_since(retention.INVOICES, on=until - DAY, fiscal_month=month) <= issued_on
    assert retention.add_months(issued_on, 60) < until <= retention.add_months(issued_on, 72) + DAY

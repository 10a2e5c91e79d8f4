"""What companies come for, in a real browser: 250 people join in the tenth month, a finance colleague is invited, a late resignation.

The clock is the real one; the cluster's membership year is laid so that today is where the story needs it.
"""

import re

import pytest
from django.core.cache import caches
from django_scopes import scope

from klynge.access.models import Cluster, Invitation, User
from klynge.access.queries import token_of as invitation_token
from klynge.billing.models import Invoice
from klynge.core.clock import add_months, year_start
from klynge.core.ranges import span
from klynge.membership.actions import present_cluster
from klynge.membership.models import FeeSchedule, Membership, MembershipPeriod, Term
from tests.browser import judge
from tests.interfaces.portal.company import at, furnished

pytestmark = pytest.mark.django_db(transaction=True)


def in_month(world, month):
    """Let today lie in this month (1 to 12) of the cluster's membership year, and open the year and the next; return its first day."""
    start_month = add_months(world.day, 1 - month).month
    Cluster.objects.filter(pk=world.nordlys.pk).update(membership_year_month=start_month)
    world.nordlys.refresh_from_db()
    first = year_start(world.day, start_month)
    with scope(cluster=world.nordlys):
        Term.objects.all().delete()
        for start in (first, add_months(first, 12)):
            Term.objects.create(cluster=world.nordlys, label=f"{start.year}/{start.month}", during=span(start, add_months(start, 12)))
    return first


@pytest.fixture
def stage():
    world = furnished()
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=world.now)
        FeeSchedule.objects.update(proration="month")
    caches["default"].clear()
    return world


def figures(locator):
    return locator.inner_text().replace("\xa0", " ")


def applied(visitor):
    """Fill in the form of a large company, look at what it costs, and send it; return what the offer said."""
    page = visitor.open("/nordlys/en/join/", size="phone")
    page.get_by_role("button", name="Go on").click()
    told = {"Name of the company": "Stor Industri A/S", "Street": "Havnegade 1", "Postcode": "9000", "Town": "Aalborg", "Employees": "250"}
    for label, words in (told | {"Your name": "Sofie Stor", "Your work e-mail": "sofie@stor.example"}).items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="See what it costs").click()
    offer = figures(page.locator(".offer"))
    judge(page, "journey-offer-phone")
    page.get_by_role("button", name="Send the application").click()
    return offer


def approved(visitor, stage):
    """Let the office admit the company; return the membership's first period."""
    office = visitor.open("/office/nordlys/applications/", user=stage.astrid_user)
    office.get_by_role("link", name="Stor Industri A/S").click()
    office.get_by_role("link", name="Approve").click()
    office.get_by_role("button", name="Approve").click()
    assert office.get_by_text("Stor Industri A/S is a member now.").is_visible()
    with scope(cluster=stage.nordlys):
        return MembershipPeriod.objects.select_related("membership").latest("pk")


def test_a_company_of_250_joins_in_the_tenth_month_and_pays_for_three(visitor, stage):
    in_month(stage, 10)
    offer = applied(visitor)
    assert "DKK 6,250.00" in offer and "DKK 25,000.00" in offer  # three months of twelve, and a whole year
    period = approved(visitor, stage)
    with scope(cluster=stage.nordlys):
        assert (period.net_minor, Invoice.objects.latest("pk").total_minor) == (6_250_00, 7_812_50)
    sofie = accepted(visitor, "sofie@stor.example")
    shown = visitor.open(f"/portal/nordlys/{period.membership.organisation_id}/membership/", user=sofie, size="phone")
    assert "DKK 6,250.00" in figures(shown.locator("main"))
    charged = shown.locator(".years")
    charged.get_by_text("Why this amount?").click()
    assert "3 of 12" in figures(charged.locator("ol"))
    judge(shown, "journey-member-phone")


def accepted(visitor, address):
    """Follow the invitation as whoever got it."""
    invitation = Invitation.objects.get(email=address)
    visitor.client.logout()
    page = visitor.open(f"/invitation/{invitation_token(invitation)}/", size="phone")
    page.get_by_role("button", name="Accept the invitation").click()
    return User.objects.get(email=address)


def test_a_finance_colleague_is_invited_and_sees_the_invoices_and_nothing_else_of_others(visitor, stage):
    page = visitor.open(at(stage, "people"), user=stage.bo_user, size="phone")
    page.get_by_role("link", name="Invite a colleague").click()
    page.get_by_label("Name").fill("Kaja Kasse")
    page.get_by_label("Work e-mail").fill("kaja@fjord.example")
    page.get_by_label("Receives and sees the invoices").check()
    page.get_by_role("button").last.click()
    assert page.get_by_text("The invitation is on its way.").is_visible()
    kaja = accepted(visitor, "kaja@fjord.example")
    invoices = visitor.open(at(stage, "invoices"), user=kaja, size="phone")
    assert stage.invoice.number in figures(invoices.locator("main"))
    assert stage.foreign.number not in figures(invoices.locator("main"))
    with invoices.expect_download() as download:
        invoices.get_by_role("link", name=f"PDF {stage.invoice.number}").click(modifiers=[])
    assert download.value.suggested_filename.endswith(".pdf")
    menu = figures(invoices.get_by_role("navigation").last)
    assert "Invoices" in menu and "Facts" not in menu


def test_a_founder_sees_that_the_invoice_is_paid(visitor, stage):
    number = stage.invoice.number
    office = visitor.open(f"/office/nordlys/invoices/{number}/payment/", user=stage.frida_user)
    office.get_by_label("Reference").fill("Bank 17")
    office.get_by_role("button", name="Record payment").click()
    office.get_by_text("The payment is recorded.").wait_for(timeout=10_000)
    paid = visitor.open(at(stage, "invoices"), user=stage.bo_user, size="phone")
    row = figures(paid.get_by_role("row").filter(has_text=number))
    assert "Paid" in row


def test_a_company_that_resigns_after_the_deadline_sees_that_it_pays_one_more_year(visitor, stage):
    first = in_month(stage, 11)  # the notice of three months ended in the ninth
    page = visitor.open(at(stage, "membership"), user=stage.bo_user, size="phone")
    page.get_by_role("link", name="Resign the membership").click()
    said = figures(page.locator("main"))
    last = add_months(first, 24)
    assert re.search(rf"Last day as a member\s+\d+ \w+ {(last.replace(day=1)).year if last.month > 1 else last.year - 1}", said), said
    assert "Will still be invoiced" in said
    judge(page, "journey-resign-phone")
    page.get_by_label("Why do you leave?").fill("Vi flytter til Fyn")
    page.get_by_role("button", name="Resign the membership").click()
    with scope(cluster=stage.nordlys):
        held = Membership.objects.get(organisation=stage.fjord)
        assert held.during.upper == last and held.resignations.get().note == "Vi flytter til Fyn"
    assert page.get_by_role("button", name="Take the notice back").is_visible()

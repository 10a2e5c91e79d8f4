"""What a company's people do for themselves, and what each of them sees of it."""

import io
import zipfile
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from klynge.access.models import Invitation
from klynge.directory.models import Affiliation, Consent, ContactRole, Profile, SizeDeclaration
from klynge.membership.models import BenefitSuspension, Membership, Resignation
from tests.browser import SIZES, judge
from tests.interfaces.portal.company import at, furnished, owed

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = {
    "summary_da": "Vi bygger robotter.",
    "summary_en": "We build robots.",
    "offers_da": "Vision",
    "competences": "Robotik, vision,robotik , Python",
}


@pytest.fixture
def stage():
    return furnished()


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


@pytest.mark.parametrize(("scheme", "language"), [("light", "da"), ("dark", "en")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(client, visitor, stage, size, scheme, language):
    client.force_login(stage.bo_user)
    client.post(at(stage, "profile_edit"), TEXTS)
    pages = ["overview", "membership", "membership_resign", "size", "invoices", "profile", "profile_edit", "people", "people_invite", "me"]
    for page in pages:
        judge(visitor.open(at(stage, page), user=stage.bo_user, size=size, scheme=scheme, language=language), f"{page}-{size}-{scheme}")
    judge(
        visitor.open(at(stage, "size") + "?employees=60", user=stage.bo_user, size=size, scheme=scheme, language=language),
        f"size-60-{size}-{scheme}",
    )


def test_the_size_is_confirmed_with_one_click_and_previews_next_years_fee(client, stage):
    client.force_login(stage.finn)
    shown = text(client.get(at(stage, "size") + "?employees=60"))
    assert "DKK 6,500.00" in shown  # 20 to 49, as the register has it
    assert "DKK 10,000.00" in shown  # 60
    assert "DKK 12,500.00" in shown  # VAT included
    known = stage.fjord.sizes.get()
    client.post(at(stage, "size_confirm", known.pk))
    known.refresh_from_db()
    assert (known.confirmed_by, SizeDeclaration.objects.count()) == ("Finn Fog", 2)
    assert "Confirmed" in text(client.get(at(stage, "size")))


def test_another_figure_is_declared_as_the_members_own_and_the_register_is_kept_beside_it(client, stage):
    client.force_login(stage.bo_user)
    assert client.post(at(stage, "size"), {"employees": "60"}).status_code == 302
    own = stage.fjord.sizes.get(low=60)
    assert (own.source, own.declared_by, own.confirmed_by) == ("member", "Bo Ågård", "Bo Ågård")
    assert "The register says something else" in text(client.get(at(stage, "size")))
    assert client.post(at(stage, "size"), {"employees": "-3"}).status_code == 422


def test_invoices_are_seen_paid_and_taken_by_who_answers_for_the_money(client, stage):
    client.force_login(stage.finn)
    shown = text(client.get(at(stage, "invoices")))
    assert stage.invoice.number in shown
    assert stage.foreign.number not in shown
    assert client.get(at(stage, "invoices_pdf", stage.invoice.number)).content.startswith(b"%PDF")
    assert b"<Invoice" in client.get(at(stage, "invoices_xml", stage.invoice.number)).content
    assert client.get(at(stage, "invoices_pdf", stage.foreign.number)).status_code == 404


def test_invoices_take_as_many_queries_for_one_as_for_many(client, stage):
    client.force_login(stage.finn)

    def count():
        with CaptureQueriesContext(connection) as seen:
            client.get(at(stage, "invoices"))
        return len(seen)

    client.get(at(stage, "invoices"))
    one = count()
    with scope(cluster=stage.nordlys):
        for key in "abc":
            owed(stage, stage.fjord, key)
    assert count() == one


def test_a_profile_is_written_published_and_taken_back(client, stage):
    client.force_login(stage.bo_user)
    assert client.post(at(stage, "profile_edit"), TEXTS).status_code == 302
    with scope(cluster=stage.nordlys):
        profile = Profile.objects.get()
        assert (profile.summary, profile.competences, profile.published_at) == (
            {"da": "Vi bygger robotter.", "en": "We build robots."}, ["Robotik", "vision", "Python"], None
        )  # fmt: skip
        client.post(at(stage, "profile_publish"))
        profile.refresh_from_db()
        assert profile.published_by == "Bo Ågård"
        client.post(at(stage, "profile_withdraw"))
        profile.refresh_from_db()
        assert profile.published_at is None


def test_a_colleague_reads_the_profile_and_changes_nothing(client, stage):
    client.force_login(stage.ditte)
    assert client.get(at(stage, "profile")).status_code == 200
    for page in ("profile_edit", "people_invite", "membership_resign"):
        assert client.post(at(stage, page), TEXTS | {"name": "X", "email": "x@fjord.example"}).status_code == 403
    with scope(cluster=stage.nordlys):
        assert (Profile.objects.exists(), Resignation.objects.exists(), Invitation.objects.exists()) == (False, False, False)


def test_a_resignation_says_what_it_means_and_counts_from_today(client, stage):
    client.force_login(stage.bo_user)
    client.post(at(stage, "membership_resign"), {"note": "For dyrt"})
    given = Resignation.objects.get()
    assert (given.received_on, given.note) == (stage.day, "For dyrt")
    with scope(cluster=stage.nordlys):
        assert Membership.objects.get(pk=stage.fjord_membership.pk).during.upper == given.effective_on > date(stage.day.year, 12, 31)
    assert "The membership ends" in text(client.get(at(stage, "overview")))


def test_a_colleague_is_invited_made_billing_contact_and_leaves(client, stage):
    client.force_login(stage.bo_user)
    client.post(at(stage, "people_invite"), {"name": "Nina Ny", "email": "nina@fjord.example", "is_billing": "on"})
    assert "Nina Ny" in text(client.get(at(stage, "people")))
    work = Affiliation.objects.get(person__user=stage.ditte)
    client.post(at(stage, "people_role", work.pk), {"kind": "billing"})
    with scope(cluster=stage.nordlys):
        holders = ContactRole.objects.filter(organisation=stage.fjord, kind="billing", during__contains=stage.day)
        assert [role.person.name for role in holders] == ["Ditte Dal"]
    client.post(at(stage, "people_end", work.pk))
    work.refresh_from_db()
    assert work.during.upper == stage.day
    client.force_login(stage.ditte)
    assert client.get(at(stage, "overview")).status_code == 404


def test_nobody_names_a_board_member_or_somebody_of_another_company(client, stage):
    client.force_login(stage.bo_user)
    own, foreign = Affiliation.objects.get(person__user=stage.ditte), Affiliation.objects.filter(organisation=stage.other).first()
    client.post(at(stage, "people_role", own.pk), {"kind": "board"})
    assert foreign is None or client.post(at(stage, "people_role", foreign.pk), {"kind": "billing"}).status_code == 404
    with scope(cluster=stage.nordlys):
        assert not ContactRole.objects.filter(kind="board").exists()


def test_everybody_takes_out_what_is_kept_and_answers_for_themselves(client, stage):
    client.force_login(stage.ditte)
    packed = client.post(at(stage, "me_export"))
    assert zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    client.post(at(stage, "me_answer", "marketing"), {"answer": "yes"})
    client.post(at(stage, "me_answer", "marketing"), {"answer": "no"})
    with scope(cluster=stage.nordlys):
        assert [(each.is_given, each.is_own) for each in Consent.objects.order_by("pk")] == [(True, True), (False, True)]


def test_resting_benefits_and_bounced_addresses_are_told_of(client, stage):
    with scope(cluster=stage.nordlys):
        BenefitSuspension.objects.create(cluster=stage.nordlys, membership=stage.fjord_membership, from_on=stage.day)
        stage.ditte.person.emails.update(bounced_at=stage.now)
    client.force_login(stage.bo_user)
    shown = text(client.get(at(stage, "overview")))
    assert "Benefits rest" in shown
    assert "1 address does not receive mail any more." in shown

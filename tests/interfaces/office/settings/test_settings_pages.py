"""The settings on screen: everybody in the office reads them, an administrator changes them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from klynge.access.models import Cluster, Grant, Role, User
from klynge.access.rules.roles import ABILITIES, PORTAL, SECTIONS
from klynge.billing.models import FeeStatusChange, Product
from klynge.interfaces.office.settings.matrix import LABELS, TOPICS
from klynge.membership.models import MembershipType
from klynge.outbox.models import Mail
from tests.hostile_files import png

PNG = png()
PRODUCT = {"kind": "other", "code": "entry", "name_da": "Indskud", "name_en": "Entrance fee", "vat_treatment": "S", "vat_rate": "25"}
BANK = {"bank_name": "Testbanken", "bank_reg": "0040", "bank_account": "0440116243", "iban": "DK50 0040 0440 1162 43", "bic": "NDEADKKK"}
BANK |= {"fik_creditor": "80679858", "payment_days": "14"}


@pytest.fixture
def stage(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world.rie_user = User.objects.create_user("rie@nordlys.example", "aalborg-2027", name="Rie Læser")
    world.rie_grant = Grant.objects.create(
        user=world.rie_user, cluster=world.nordlys, role=Role.READER, granted_at=world.noon.replace(year=2020)
    )
    return world


def at(stage, page, *args):
    return reverse(f"office:settings:{page}", args=[stage.nordlys.slug, *args])


def forms(stage):
    parts = [at(stage, "edit", part) for part in ("identity", "bank", "year")]
    fees = [at(stage, "fee_status"), at(stage, "new_product"), at(stage, "product", stage.dues.pk)]
    fees += [at(stage, "new_type"), at(stage, "type", stage.ordinary.pk)]
    return [*parts, at(stage, "change_logo"), at(stage, "invite"), *fees]


def posts(stage):
    return [*forms(stage), at(stage, "test_mail"), at(stage, "withdraw", stage.rie_grant.pk)]


def fresh(stage):
    return Cluster.objects.get(pk=stage.nordlys.pk)


def test_an_administrator_opens_every_page(stage, client):
    client.force_login(stage.astrid_user)
    assert [client.get(address).status_code for address in [at(stage, "overview"), *forms(stage)]] == [200] * 11


@pytest.mark.parametrize("who", ["dorte_user", "bo_user"])
def test_a_stranger_and_a_member_find_nothing(stage, client, who):
    client.force_login(getattr(stage, who))
    assert {client.get(address).status_code for address in [at(stage, "overview"), at(stage, "logo"), *forms(stage)]} == {404}
    assert {client.post(address).status_code for address in posts(stage)} == {404}


def test_an_anonymous_visitor_is_sent_to_sign_in(stage, client):
    responses = [client.get(address) for address in [at(stage, "overview"), *forms(stage)]] + [
        client.post(address) for address in posts(stage)
    ]
    assert all(response.url.startswith(reverse("account_login")) for response in responses)


def test_a_reader_reads_and_changes_nothing(stage, client):
    client.force_login(stage.rie_user)
    page = client.get(at(stage, "overview"))
    assert (page.status_code, "/edit/" in page.content.decode()) == (200, False)
    assert {client.get(address).status_code for address in forms(stage)} == {403}
    assert {client.post(address).status_code for address in posts(stage)} == {403}


def test_finance_sets_prices_but_not_the_cluster(stage, client):
    client.force_login(stage.frida_user)
    assert client.get(at(stage, "new_product")).status_code == 200
    assert client.get(at(stage, "edit", "bank")).status_code == 403


def test_an_unknown_part_and_somebody_elses_grant_are_not_found(stage, client):
    client.force_login(stage.astrid_user)
    foreign = Grant.objects.get(user=stage.dorte_user)
    assert client.get(at(stage, "edit", "soul")).status_code == 404
    assert client.post(at(stage, "withdraw", foreign.pk)).status_code == 404
    assert Grant.objects.get(pk=foreign.pk).withdrawn_at is None


def test_bank_facts_are_saved_without_their_spaces(stage, client):
    client.force_login(stage.astrid_user)
    assert client.post(at(stage, "edit", "bank"), BANK).status_code == 302
    assert (fresh(stage).iban, fresh(stage).payment_days) == ("DK5000400440116243", 14)


@pytest.mark.parametrize(
    ("field", "value"),
    [("iban", "DK5000400440116244"), ("bank_reg", "12"), ("bank_account", ""), ("fik_creditor", "12345678"), ("payment_days", "-1")],
)
def test_a_wrong_fact_is_told_beside_its_field_and_nothing_is_saved(stage, client, field, value):
    client.force_login(stage.astrid_user)
    response = client.post(at(stage, "edit", "bank"), BANK | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert fresh(stage).bank_reg == "9280"


def test_a_doubtful_creditor_number_is_saved_with_a_warning(stage, client):
    client.force_login(stage.astrid_user)
    page = client.post(at(stage, "edit", "bank"), BANK | {"fik_creditor": "80679859"}, follow=True)
    assert fresh(stage).fik_creditor == "80679859"
    assert page.context["doubts"] == {"fik_creditor": "check"}


def test_years_start_in_the_month_chosen(stage, client):
    client.force_login(stage.astrid_user)
    client.post(
        at(stage, "edit", "year"), {"fiscal_year_month": "7", "membership_year_month": "13", "notice_rule": "months", "notice_months": "6"}
    )
    assert fresh(stage).fiscal_year_month == 1
    client.post(
        at(stage, "edit", "year"), {"fiscal_year_month": "7", "membership_year_month": "4", "notice_rule": "months", "notice_months": "6"}
    )
    assert (fresh(stage).fiscal_year_month, fresh(stage).membership_year_month, fresh(stage).notice_rule) == (7, 4, "months")


def test_a_logo_is_shown_where_it_can_do_no_harm(stage, client):
    client.force_login(stage.astrid_user)
    assert client.get(at(stage, "logo")).status_code == 404
    bad = SimpleUploadedFile("logo.png", b"<svg><script/></svg>", content_type="image/png")
    assert client.post(at(stage, "change_logo"), {"logo": bad}).status_code == 422
    assert client.post(at(stage, "change_logo"), {"logo": SimpleUploadedFile("x.bin", PNG)}).status_code == 302

    shown = client.get(at(stage, "logo"))
    assert (b"".join(shown), shown.headers["Content-Type"]) == (PNG, "image/png")
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def test_a_role_is_withdrawn(stage, client):
    client.force_login(stage.astrid_user)
    grant = Grant.objects.get(user=stage.rie_user)
    client.post(at(stage, "withdraw", grant.pk))
    grant.refresh_from_db()
    assert grant.withdrawn_at is not None


def test_the_only_administrator_stays(stage, client):
    client.force_login(stage.astrid_user)
    own = Grant.objects.get(user=stage.astrid_user)
    assert "alert--bad" in client.post(at(stage, "withdraw", own.pk), follow=True).content.decode()
    assert Grant.objects.get(pk=own.pk).withdrawn_at is None


def test_the_role_table_is_shown_to_everybody_in_the_office(stage, client):
    client.force_login(stage.rie_user)
    office, portal = client.get(at(stage, "roles")).context["tables"]
    lines = {line.label: [may for _role, may in line.allowed] for topic in office["topics"] for line in topic.lines}
    assert lines["Issue invoices"] == [True, True, True, False, False, False, False]
    assert lines["Outbox"] == [True, True, True, True, True, False, False]
    assert [label for _code, label in portal["roles"]] == ["Company administrator", "Invoice contact", "Colleague", "Researcher", "Guest"]


def test_every_ability_has_a_name_on_the_page():
    roles_of = {each.code: each.roles for each in (*ABILITIES, *SECTIONS, *PORTAL)}
    assert {code for code, roles in roles_of.items() if roles} == set(LABELS)  # what machines do, and one's own, needs none
    assert {code.partition(".")[0] for code in LABELS} <= {*TOPICS, "office", "portal"}


def test_a_test_mail_waits_for_the_one_who_asks(stage, client):
    client.force_login(stage.frida_user)
    response = client.post(at(stage, "test_mail"), follow=True)
    assert response.status_code == 200
    with scope(cluster=stage.nordlys):
        assert Mail.objects.get().to_address == "frida@nordlys.example"


def test_a_product_is_made_and_changed(stage, client):
    client.force_login(stage.frida_user)
    assert client.post(at(stage, "new_product"), PRODUCT).status_code == 302
    with scope(cluster=stage.nordlys):
        made = Product.objects.get(code="entry")
    assert (made.name, made.vat_rate_bp) == ({"da": "Indskud", "en": "Entrance fee"}, 2500)

    exempt = PRODUCT | {"vat_treatment": "E", "vat_rate": "25", "reason_da": "Momsfri forening"}
    assert client.post(at(stage, "product", made.pk), exempt).status_code == 302
    with scope(cluster=stage.nordlys):
        made.refresh_from_db()
    assert (made.vat_treatment, made.vat_rate_bp, made.vat_reason["da"]) == ("E", 0, "Momsfri forening")


@pytest.mark.parametrize(
    "wrong", [{"code": "dues"}, {"code": "Ø!"}, {"vat_rate": ""}, {"vat_rate": "101"}, {"vat_treatment": "E"}, {"vat_treatment": "X"}]
)
def test_a_product_that_makes_no_sense_is_refused_in_words(stage, client, wrong):
    client.force_login(stage.frida_user)
    response = client.post(at(stage, "new_product"), PRODUCT | wrong)
    assert (response.status_code, bool(response.context["form"].errors)) == (422, True)
    with scope(cluster=stage.nordlys):
        assert Product.objects.count() == 1


def test_dues_are_introduced_from_a_day(stage, client):
    client.force_login(stage.frida_user)
    assert client.post(at(stage, "fee_status"), {"status": "announced", "from_on": "2016-01-01", "note": "GF 2016"}).status_code == 302
    with scope(cluster=stage.nordlys):
        assert FeeStatusChange.objects.filter(status="announced").get().note == "GF 2016"
    assert client.post(at(stage, "fee_status"), {"status": "perhaps", "from_on": "x"}).status_code == 422


TYPE = {"code": "knowledge", "name_da": "Vidensinstitution", "name_en": "", "votes": "2", "is_free": "on"}


def test_a_kind_of_member_is_added_and_changed(stage, client):
    client.force_login(stage.astrid_user)
    assert client.post(at(stage, "new_type"), TYPE).status_code == 302
    with scope(cluster=stage.nordlys):
        made = MembershipType.objects.get(code="knowledge")
    assert (made.name, made.votes, made.is_free) == ({"da": "Vidensinstitution"}, 2, True)
    assert "Vidensinstitution" in client.get(at(stage, "overview")).content.decode()
    assert client.post(at(stage, "type", made.pk), {"name_da": "Forskning", "votes": "1"}).status_code == 302
    with scope(cluster=stage.nordlys):
        made.refresh_from_db()
    assert (made.name, made.votes, made.is_free) == ({"da": "Forskning"}, 1, False)


@pytest.mark.parametrize("wrong", [{"code": "ordinary"}, {"code": "Ø!"}, {"code": "Stor"}, {"name_da": ""}, {"votes": "-1"}, {"votes": ""}])
def test_a_kind_of_member_that_makes_no_sense_is_refused_in_words(stage, client, wrong):
    client.force_login(stage.astrid_user)
    response = client.post(at(stage, "new_type"), TYPE | wrong)
    assert (response.status_code, bool(response.context["form"].errors)) == (422, True)
    with scope(cluster=stage.nordlys):
        assert MembershipType.objects.count() == 1


def test_the_overview_asks_the_same_number_of_queries_for_one_type_and_for_many(stage, client, django_assert_num_queries):
    client.force_login(stage.astrid_user)
    with CaptureQueriesContext(connection) as one:
        client.get(at(stage, "overview"))
    with scope(cluster=stage.nordlys):
        for code in "abc":
            MembershipType.objects.create(cluster=stage.nordlys, code=code, name={"da": code})
    with django_assert_num_queries(len(one)):
        client.get(at(stage, "overview"))

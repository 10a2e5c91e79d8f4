"""What staff do with a member on screen; each form is a page of its own and works without a script."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.core.ranges import span
from klynge.directory.models import Affiliation, ContactRole, Organisation, Ownership, refresh_search
from klynge.membership.models import Membership
from tests import factories


@pytest.fixture
def office(stage, client):
    """Post to a page of the member as Astrid; return the answer."""
    client.force_login(stage.astrid_user)

    def post(name, data, *rest, pk=None):
        where = [stage.nordlys.slug] if name == "new" else [stage.nordlys.slug, pk or stage.fjord_membership.pk, *rest]
        return client.post(reverse(f"office:members:{name}", args=where), data, headers={"accept-language": "en"})

    with scope(cluster=stage.nordlys):
        yield post


NEW = {"cvr": "", "name": "Ny Sky ApS", "kind": "company", "joined_on": "2026-03-01"}


def test_a_new_member_comes_with_size_and_contact(stage, office):
    contact = {"contact_name": "Åse Ny", "contact_email": "aase@nysky.example"}
    office("new", NEW | contact | {"cvr": "DK 10 15 08 17", "type": stage.ordinary.pk, "employees": "12"})
    made = Membership.objects.get(organisation__cvr="10150817")
    roles = ContactRole.objects.filter(organisation=made.organisation).values_list("kind", "person__name")
    assert (made.during.lower, made.organisation.sizes.get().low) == (date(2026, 3, 1), 12)
    assert sorted(roles) == [("billing", "Åse Ny"), ("primary", "Åse Ny")]


def test_a_known_number_brings_its_organisation(stage, office):
    known = Organisation.objects.create(name="Kendt A/S", cvr="25313763")
    office("new", NEW | {"cvr": "25313763", "type": stage.ordinary.pk})
    assert Membership.objects.get(organisation=known).organisation.name == "Kendt A/S"


def test_when_one_part_is_wrong_nothing_is_kept(stage, office):
    answer = office("new", NEW | {"type": stage.ordinary.pk, "contact_name": "X", "contact_email": "ikke en adresse"})
    assert (answer.status_code, Organisation.objects.filter(name="Ny Sky ApS").exists()) == (422, False)


def test_the_facts_are_changed_and_a_wrong_one_is_refused_beside_its_field(stage, office):
    facts = {"name": "Fjord Data A/S", "kind": "company", "legal_form": "A/S", "cvr": "13748136"}
    office("edit", facts | {"town": "Hjørring"})
    stage.fjord.refresh_from_db()
    assert (stage.fjord.name, stage.fjord.town) == ("Fjord Data A/S", "Hjørring")
    answer = office("edit", facts | {"gln": "123"})
    assert (answer.status_code, "gln" in answer.context["form"].errors) == (422, True)


def test_a_size_is_declared_and_confirmed(stage, office):
    office("size", {"metric": "fte", "low": "7.5", "as_of": "2026-10-01", "source": "staff"})
    size = stage.fjord.sizes.get(metric="fte")
    assert (size.low, size.high, size.confirmed_at) == (750, 750, None)
    office("confirm_size", {}, size.pk)
    size.refresh_from_db()
    assert size.confirmed_by == "Astrid Holm"


def test_notice_is_recorded_only_after_its_consequences_were_shown(stage, office):
    asked = {"received_on": "2026-09-01", "record": "1", "note": ""}
    answer = office("resign", asked | {"seen": "2026-11-01"})
    assert (answer.context["preview"].last_day, stage.fjord_membership.resignations.count()) == (date(2026, 12, 31), 0)
    office("resign", asked | {"seen": "2026-09-01"})
    assert stage.fjord_membership.resignations.get().effective_on == date(2027, 1, 1)


def test_a_membership_is_ended_and_taken_up_again(stage, office):
    office("exclude", {"effective_on": "2026-10-01", "reason": "bankrupt"})
    stage.fjord_membership.refresh_from_db()
    assert stage.fjord_membership.during.upper == date(2026, 10, 1)
    office("reinstate", {"from_on": "2026-10-01"})
    stage.fjord_membership.refresh_from_db()
    assert stage.fjord_membership.during.upper is None


def test_a_membership_entered_by_mistake_is_annulled(stage, office):
    office("annul", {"reason": "Tastefejl"})  # billed: refused
    fresh = factories.member(stage.nordlys, stage.ordinary, "Fejl ApS", 3)
    office("annul", {"reason": "Tastefejl"}, pk=fresh.pk)
    kept = Membership.objects.filter(pk__in=[fresh.pk, stage.fjord_membership.pk])
    assert list(kept) == [stage.fjord_membership]


def test_the_fee_is_adjusted_and_the_adjustment_withdrawn(stage, office):
    office("adjust", {"way": "percent_bp", "value": "-50", "reason": "Bestyrelsen", "from_on": "2028-01-01"})
    made = stage.fjord_membership.adjustments.get()
    assert made.percent_bp == -5000
    office("withdraw_adjustment", {}, made.pk)
    made.refresh_from_db()
    assert made.withdrawn_at is not None


def test_a_contact_takes_over_a_role(stage, office):
    office("contact", {"name": "Ny Kontakt", "email": "ny@fjord.example", "kinds": ["billing"], "from_on": "2026-11-01"})
    role = ContactRole.objects.get(organisation=stage.fjord, kind="billing", during__contains=date(2026, 11, 1))
    assert role.person.name == "Ny Kontakt"


def test_a_parent_company_is_set_changed_and_ended_and_all_of_it_stays_to_be_seen(stage, office):
    first, second = (factories.company(stage.nordlys, name) for name in ("Moder A/S", "Ny Moder A/S"))
    refresh_search([first.pk, second.pk])
    office("parent", {"parent": "Moder A/S", "from_on": "2020-01-01"})
    office("parent", {"parent": "Ny Moder", "from_on": "2024-01-01"})
    office("parent", {"parent": "", "from_on": "2026-01-01"})
    held = Ownership.objects.filter(organisation=stage.fjord).order_by("during")
    assert [(row.parent, row.during) for row in held] == [
        (first, span(date(2020, 1, 1), date(2024, 1, 1))), (second, span(date(2024, 1, 1), date(2026, 1, 1))),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"parent": "Fjord Data ApS"}, "parent"), ({"parent": "Findes Ikke"}, "parent"), ({"parent": "ApS"}, "parent"), ({"from_on": "x"}, "from_on"),
     ({"from_on": "2019-01-01"}, "from_on"), ({"parent": "Datter ApS", "from_on": "2027-01-01"}, "parent")],
)  # fmt: skip
def test_a_parent_that_can_not_be_is_refused_beside_its_field(stage, office, wrong, field):
    mother, daughter, other = (factories.company(stage.nordlys, name) for name in ("Moder A/S", "Datter ApS", "Anden ApS"))
    refresh_search([mother.pk, daughter.pk, other.pk])
    Ownership.objects.create(organisation=daughter, parent=stage.fjord, during=span(date(2020, 1, 1)))
    Ownership.objects.create(organisation=stage.fjord, parent=other, during=span(date(2025, 1, 1), date(2026, 1, 1)))
    answer = office("parent", {"parent": "Moder A/S", "from_on": "2026-06-01"} | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_roles_and_work_are_ended_from_the_members_page_and_one_comes_back_to_it(stage, client):
    client.force_login(stage.astrid_user)
    with scope(cluster=stage.nordlys):
        role = ContactRole.objects.get(organisation=stage.fjord, kind="billing")
        work = Affiliation.objects.get(organisation=stage.fjord)
    member = reverse("office:members:detail", args=["nordlys", stage.fjord_membership.pk])
    page = client.get(member).content.decode()
    for name, row in (("end_role", role), ("end", work)):
        address = reverse(f"office:people:{name}", args=["nordlys", row.person_id, row.pk]) + f"?member={stage.fjord_membership.pk}"
        assert address in page and member in client.get(address).content.decode()
        assert client.post(address, {"on": "soon"}).status_code == 422
        assert client.post(address, {"on": "2026-10-01"}).url == member
    address = reverse("office:people:add_email", args=["nordlys", work.person_id]) + f"?member={stage.fjord_membership.pk}"
    assert client.post(address, {"address": "bo.aagaard@fjord.example"}).url == member
    assert "bo.aagaard@fjord.example" in client.get(member).content.decode()
    with scope(cluster=stage.nordlys):
        assert not ContactRole.objects.filter(organisation=stage.fjord, during__contains=date(2026, 10, 1)).exists()
    work.refresh_from_db()
    assert work.during.upper == date(2026, 10, 1)


@pytest.mark.parametrize("member", ["x", "", "9" * 30, "１"])
def test_an_address_that_leads_back_nowhere_leads_to_the_person(stage, client, member):
    client.force_login(stage.astrid_user)
    with scope(cluster=stage.nordlys):
        person = ContactRole.objects.filter(organisation=stage.fjord).first().person
    address = reverse("office:people:add_email", args=["nordlys", person.pk])
    answer = client.post(f"{address}?member={member}", {"address": "ny@fjord.example"})
    assert answer.url == reverse("office:people:detail", args=["nordlys", person.pk])


def test_the_list_leads_to_the_member_files_for_whoever_may_import(stage, client):
    for user, expected in ((stage.astrid_user, 2), (stage.rie_user, 1)):  # the menu, and the button
        client.force_login(user)
        page = client.get(reverse("office:members:list", args=["nordlys"])).content.decode()
        assert page.count(f'href="{reverse("office:imports:list", args=["nordlys"])}"') >= expected
        assert ("Ordinært medlem" in page or "Ordinary member" in page) is True

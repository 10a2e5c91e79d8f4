"""Organisations, people, roles and sizes: registered, changed, ended, and always with a before and an after."""

from datetime import date

import pytest
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Role
from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.directory import actions
from klynge.directory.models import (
    Affiliation,
    ContactRole,
    Listing,
    Municipality,
    Organisation,
    Ownership,
    Partnership,
    Person,
    SizeDeclaration,
    Subscription,
)
from tests.factories import company

DAY = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def _scope(world):
    with scope(cluster=world.nordlys):
        yield


@pytest.fixture
def who(world):
    return {"actor": world.astrid, "at": world.noon}


def test_an_organisation_is_registered_listed_and_found(world, who):
    made = actions.register_organisation(world.nordlys, name=" Ærø  Færge ApS", cvr="DK 32 08 13 30", town="Søby", **who)
    made.refresh_from_db()
    assert (made.name, made.cvr, made.legal_form, made.search_text) == (
        "Ærø Færge ApS",
        "32081330",
        "ApS",
        "aeroe faerge aps 32081330 soeby",
    )
    assert Listing.objects.filter(cluster=world.nordlys, organisation=made).exists()
    assert AuditEvent.objects.latest("pk").verb == "directory.organisation.registered"


def test_one_that_another_cluster_knows_is_listed_as_it_stands(world, who):
    known = company(world.havblik, "Havblik Net A/S", cvr="13585628")
    assert actions.register_organisation(world.nordlys, name="Something else", cvr="13585628", **who) == known
    assert Organisation.objects.get(pk=known.pk).name == "Havblik Net A/S"
    with pytest.raises(Conflict, match="13585628"):
        actions.register_organisation(world.nordlys, name="Once more", cvr="13585628", **who)


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"name": " "}, "name", "missing|mangler"),
        ({"name": "X", "cvr": "123"}, "cvr", "123"),
        ({"name": "X", "gln": "5798000000002"}, "gln", "5798000000002"),
        ({"name": "X", "founded_on": date(2020, 1, 1), "dissolved_on": date(2019, 1, 1)}, "dissolved_on", "."),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_field(world, who, facts, field, words):
    with pytest.raises(Invalid, match=words) as refusal:
        actions.register_organisation(world.nordlys, **facts, **who)
    assert refusal.value.field == field


def test_a_change_is_recorded_with_before_and_after(world, who):
    aalborg = Municipality.objects.get_or_create(code="0851", defaults={"name": "Aalborg"})[0]
    actions.change_organisation(world.fjord, town="Nørresundby", name="Fjord Data ApS", municipality=aalborg, **who)
    details = AuditEvent.objects.latest("pk").details
    assert details == {"before": {"town": "Aalborg", "municipality": None}, "after": {"town": "Nørresundby", "municipality": "Aalborg"}}
    assert "noerresundby" in Organisation.objects.get(pk=world.fjord.pk).search_text


def test_a_change_of_nothing_leaves_no_trace(world, who):
    actions.change_organisation(world.fjord, town="Aalborg", **who)
    assert not AuditEvent.objects.exists()


def test_a_number_of_another_organisation_is_refused(world, who):
    company(world.nordlys, "Other", cvr="32081330")
    with pytest.raises(Conflict, match="32081330"):
        actions.change_organisation(world.fjord, cvr="32081330", **who)
    with pytest.raises(Invalid):
        actions.change_organisation(world.fjord, name=" ", **who)


def test_listing_twice_changes_nothing(world, who):
    other = company(world.havblik, "Havblik Net")
    first = actions.list_organisation(world.nordlys, organisation=other, **who)
    assert actions.list_organisation(world.nordlys, organisation=other, **who) == first


def test_a_new_parent_ends_the_former_ownership(world, who):
    mother, aunt = company(world.nordlys, "Moder"), company(world.nordlys, "Tante")
    actions.set_parent(world.fjord, parent=mother, from_on=date(2020, 1, 1), **who)
    actions.set_parent(world.fjord, parent=aunt, from_on=DAY, **who)
    rows = list(Ownership.objects.order_by("during").values_list("parent__name", "during"))
    assert rows == [("Moder", span(date(2020, 1, 1), DAY)), ("Tante", span(DAY))]
    actions.set_parent(world.fjord, parent=None, from_on=DAY, **who)
    assert Ownership.objects.filter(during__contains=DAY).count() == 0


def test_nobody_owns_itself_also_not_by_way_of_others(world, who):
    mother, grandmother = company(world.nordlys, "Moder"), company(world.nordlys, "Bedste")
    actions.set_parent(world.fjord, parent=mother, from_on=DAY, **who)
    actions.set_parent(mother, parent=grandmother, from_on=DAY, **who)
    for parent in (grandmother, world.fjord):
        with pytest.raises(Invalid):
            actions.set_parent(grandmother if parent == world.fjord else parent, parent=world.fjord, from_on=DAY, **who)
    with pytest.raises(Invalid):
        actions.set_parent(world.fjord, parent=None, from_on=date(2026, 1, 1), **who)


def test_a_person_is_recognised_by_the_address(world, who):
    bo = Person.objects.get(name="Bo Ågård")
    assert actions.register_person(world.nordlys, name="B. Ågård", email="BO@fjord.example", **who) == bo
    new = actions.register_person(world.nordlys, name="Eva Lund", email="eva@fjord.example", phone="12345678", **who)
    new.refresh_from_db()
    assert (new.emails.get().is_primary, new.search_text) == (True, "eva lund eva@fjord.example 12345678")
    for wrong in ({"name": ""}, {"name": "X", "email": "no address"}, {"name": "x" * 121}):
        with pytest.raises(Invalid):
            actions.register_person(world.nordlys, **wrong, **who)


def test_a_changed_name_is_found_under_the_company(world, who):
    bo = Person.objects.get(name="Bo Ågård")
    actions.change_person(bo, name="Bo Skov", phone="", language="en", **who)
    actions.change_person(bo, name="Bo Skov", phone="", language="en", **who)
    assert AuditEvent.objects.filter(verb="directory.person.changed").count() == 1
    assert "bo skov" in Organisation.objects.get(pk=world.fjord.pk).search_text


def test_addresses_come_and_go_and_one_is_always_primary(world, who):
    bo = Person.objects.get(name="Bo Ågård")
    second = actions.add_email(bo, address="Bo@Privat.example", is_primary=True, **who)
    assert list(bo.emails.filter(is_primary=True)) == [second] and second.address == "bo@privat.example"
    eva = actions.register_person(world.nordlys, name="Eva", **who)
    with pytest.raises(Conflict):
        actions.add_email(eva, address="bo@privat.example", **who)
    with pytest.raises(Invalid):
        actions.add_email(eva, address=" ", **who)
    actions.remove_email(second, **who)
    assert list(bo.emails.values_list("address", "is_primary")) == [("bo@fjord.example", True)]


def test_somebody_starts_and_leaves_and_the_roles_end_too(world, who):
    bo = Person.objects.get(name="Bo Ågård")
    with pytest.raises(Conflict):
        actions.start_affiliation(bo, organisation=world.fjord, from_on=DAY, **who)
    works = Affiliation.objects.get(person=bo)
    with pytest.raises(Invalid):
        actions.end_affiliation(works, on=works.during.lower, **who)
    actions.end_affiliation(works, on=DAY, **who)
    assert ContactRole.objects.filter(during__contains=DAY).count() == 0
    assert "bo aagaard" not in Organisation.objects.get(pk=world.fjord.pk).search_text
    actions.start_affiliation(bo, organisation=world.fjord, from_on=DAY, title="Formand", **who)
    assert "bo aagaard" in Organisation.objects.get(pk=world.fjord.pk).search_text


def test_a_role_passes_to_the_next_holder_the_same_day(world, who):
    eva = actions.register_person(world.nordlys, name="Eva", **who)
    given = {"organisation": world.fjord, "person": eva, "kind": "billing", "from_on": DAY}
    role = actions.give_contact_role(world.nordlys, **given, **who)
    assert actions.give_contact_role(world.nordlys, **given, **who) == role
    rows = ContactRole.objects.filter(kind="billing").order_by("during").values_list("person__name", "during")
    assert list(rows) == [("Bo Ågård", span(date(2020, 1, 1), DAY)), ("Eva", span(DAY))]
    with pytest.raises(Conflict):
        actions.give_contact_role(
            world.nordlys, **given | {"from_on": date(2026, 1, 1), "person": Person.objects.get(name="Bo Ågård")}, **who
        )
    actions.end_contact_role(role, on=DAY, **who)
    assert not ContactRole.objects.filter(kind="billing", during__contains=DAY).exists()


def test_a_board_has_many_members(world, who):
    eva = actions.register_person(world.nordlys, name="Eva", **who)
    for person in (eva, Person.objects.get(name="Bo Ågård")):
        actions.give_contact_role(world.nordlys, organisation=world.fjord, person=person, kind="board", from_on=DAY, **who)
    assert ContactRole.objects.filter(kind="board", during__contains=DAY).count() == 2


def test_a_size_is_declared_and_confirmed(world, who):
    given = {"as_of": DAY, "source": "staff"}
    size = actions.declare_size(world.fjord, low=200, high=None, **given, **who)
    assert size.confirmed_at is None
    for _ in range(2):
        size = actions.confirm_size(size, **who)
    assert (size.confirmed_at, size.confirmed_by) == (world.noon, "Astrid Holm")
    assert AuditEvent.objects.filter(verb="directory.size.confirmed").count() == 1
    assert actions.declare_size(world.fjord, low=3, high=3, is_confirmed=True, **given, **who).confirmed_by == "Astrid Holm"
    for low, high in ((-1, 3), (3_000_000, None), (5, 3)):
        with pytest.raises(Invalid):
            actions.declare_size(world.fjord, low=low, high=high, **given, **who)
    assert SizeDeclaration.objects.count() == 2


def test_a_partner_is_no_member(world, who):
    uni = company(world.nordlys, "Universitetet")
    partnership = actions.start_partnership(world.nordlys, organisation=uni, role="Stifter", from_on=date(2020, 1, 1), **who)
    with pytest.raises(Conflict):
        actions.start_partnership(world.nordlys, organisation=uni, role="Stifter", from_on=DAY, **who)
    with pytest.raises(Invalid):
        actions.start_partnership(world.nordlys, organisation=uni, role=" ", from_on=DAY, **who)
    actions.end_partnership(partnership, on=DAY, **who)
    assert Partnership.objects.get().during == span(date(2020, 1, 1), DAY)
    assert list(uni.memberships.all()) == []


def test_a_subscription_keeps_where_the_consent_came_from(world, who):
    made = actions.subscribe_contact(world.nordlys, address="BO@fjord.example", consent_source="Messen", **who)
    assert actions.subscribe_contact(world.nordlys, address="bo@fjord.example", consent_source="Igen", **who) == made
    assert (made.person.name, made.consent_source) == ("Bo Ågård", "Messen")
    with pytest.raises(Invalid):
        actions.subscribe_contact(world.nordlys, address="x@fjord.example", consent_source="", **who)
    for _ in range(2):
        actions.unsubscribe_contact(made, **who)
    assert Subscription.objects.get().withdrawn_at == world.noon


def _attempts(world, who):
    bo, works = Person.objects.get(name="Bo Ågård"), Affiliation.objects.get()
    role = ContactRole.objects.filter(kind="billing").get()
    size = SizeDeclaration.objects.create(organisation=world.fjord, low=1, high=1, as_of=DAY, source="staff", declared_at=world.noon)
    partner = Partnership.objects.create(cluster=world.nordlys, organisation=world.fjord, role="x", during=span(DAY))
    eva = Person.objects.create(name="Eva")
    Affiliation.objects.create(person=eva, organisation=world.fjord, during=span(DAY))
    reader = Subscription.objects.create(cluster=world.nordlys, address="a@b.dk", consented_at=world.noon, consent_source="x")
    at_fjord = {"organisation": world.fjord}
    yield lambda: actions.register_organisation(world.nordlys, name="X", **who)
    yield lambda: actions.change_organisation(world.fjord, town="X", **who)
    yield lambda: actions.list_organisation(world.nordlys, **at_fjord, **who)
    yield lambda: actions.import_organisations(world.nordlys, entries=[], **who)
    yield lambda: actions.set_parent(world.fjord, parent=None, from_on=DAY, **who)
    yield lambda: actions.register_person(world.nordlys, name="X", **who)
    yield lambda: actions.change_person(eva, name="X", phone="", language="da", **who)
    yield lambda: actions.add_email(bo, address="x@y.dk", **who)
    yield lambda: actions.remove_email(bo.emails.get(), **who)
    yield lambda: actions.start_affiliation(bo, **at_fjord, from_on=DAY, **who)
    yield lambda: actions.end_affiliation(works, on=DAY, **who)
    yield lambda: actions.give_contact_role(world.nordlys, **at_fjord, person=bo, kind="board", from_on=DAY, **who)
    yield lambda: actions.end_contact_role(role, on=DAY, **who)
    yield lambda: actions.declare_size(world.fjord, low=1, high=1, as_of=DAY, source="staff", **who)
    yield lambda: actions.confirm_size(size, **who)
    yield lambda: actions.start_partnership(world.nordlys, **at_fjord, role="X", from_on=DAY, **who)
    yield lambda: actions.end_partnership(partner, on=DAY, **who)
    yield lambda: actions.subscribe_contact(world.nordlys, address="x@y.dk", consent_source="x", **who)
    yield lambda: actions.unsubscribe_contact(reader, **who)


@pytest.mark.parametrize("name", ["bo", "dorte", "reader"])
def test_members_strangers_and_readers_change_nothing(world, name):
    reader = Actor(name="Rie", cluster_id=world.nordlys.pk, roles=frozenset({Role.READER}))
    actor = reader if name == "reader" else getattr(world, name)
    for attempt in _attempts(world, {"actor": actor, "at": world.noon}):
        with pytest.raises(Refused):
            attempt()
    assert not AuditEvent.objects.exists()

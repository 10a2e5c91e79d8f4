"""Two organisations become one: planned, shown, done, and undone exactly; invoices stay untouched."""

from datetime import date

import pytest
from django.core import serializers
from django_scopes import scope

from klynge.billing.models import Invoice
from klynge.core.errors import Conflict, Refused
from klynge.core.ranges import span
from klynge.directory.actions import merge_organisations, reverse_merger
from klynge.directory.models import Affiliation, ContactRole, Listing, Merger, Organisation, Ownership, Partnership, Person, refresh_search
from klynge.directory.queries.merging import plan_merger
from klynge.membership.actions import (
    annul_membership,
    exclude_member,
    follow_merger,
    issue_dues_batch,
    plan_dues,
    release_dues_run,
    resign_membership,
    undo_merger,
)  # fmt: skip
from klynge.membership.errors import TooLate
from klynge.membership.models import DuesLine, Ending, Membership, MembershipPeriod, MergedMembership, Resignation, TermClosing
from klynge.membership.queries.merging import plan_member_merger
from tests import factories

ON = date(2027, 7, 1)
KEPT = (Affiliation, ContactRole, Ownership, Membership, Ending, Resignation, MembershipPeriod, Invoice)


@pytest.fixture(autouse=True)
def _in_scope(request):
    if "world" not in request.fixturenames:
        yield
        return
    with scope(cluster=request.getfixturevalue("world").nordlys):
        yield


@pytest.fixture
def bugt(world):
    """A member with a person of its own, one who also works at Fjord, a past one, and a subsidiary."""
    bugt = factories.member(world.nordlys, world.ordinary, "Bugt ApS", 12).organisation
    daughter = factories.company(world.nordlys, "Datter ApS")
    Ownership.objects.create(organisation=daughter, parent=bugt, during=span(date(2020, 1, 1)))
    bo = Person.objects.get(user=world.bo_user)
    for name, during in (("Own", span(date(2021, 1, 1))), ("Past", span(date(2021, 1, 1), date(2022, 1, 1)))):
        Affiliation.objects.create(person=Person.objects.create(name=name), organisation=bugt, during=during)
    Affiliation.objects.create(person=bo, organisation=bugt, during=span(date(2021, 1, 1)))
    ContactRole.objects.create(cluster=world.nordlys, organisation=bugt, person=bo, kind="voting", during=span(date(2021, 1, 1)))
    return bugt


def merge(world, survivor, loser, **facts):
    facts = {"effective_on": ON, "actor": world.astrid, "at": world.noon} | facts
    merger = merge_organisations(world.nordlys, survivor=survivor, loser=loser, **facts)
    return merger, follow_merger(merger, actor=facts["actor"], at=world.noon)


def reverse(world, merger):
    reverse_merger(merger, actor=world.astrid, at=world.noon)
    return undo_merger(merger, actor=world.astrid, at=world.noon)


def picture():
    refresh_search(Organisation.objects.values_list("pk", flat=True))  # rows made straight have no text yet
    rows = [row for model in KEPT for row in model._base_manager.order_by("pk")]
    merged = list(Organisation.objects.order_by("pk").values_list("pk", "merged_into", "search_text"))
    return serializers.serialize("json", rows), merged


def bill(world):
    factories.a1_schedule(world.nordlys, world.dues)
    factories.size(world.fjord, 35)
    run = plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
    release_dues_run(run, actor=world.frida, at=world.noon)
    issue_dues_batch(run, actor=world.frida, at=world.noon)


def test_the_plan_shows_what_moves_what_ends_and_what_is_owed(world, bugt):
    bill(world)
    plan = plan_merger(world.nordlys, survivor=world.fjord, loser=bugt, effective_on=ON)
    said = [(row._meta.model_name, getattr(getattr(row, "person", None), "name", "")) for row in plan.moves]
    assert said == [("affiliation", "Own"), ("contactrole", "Bo Ågård"), ("ownership", "")]
    assert [(row._meta.model_name, row.person.name) for row in plan.ends] == [
        ("affiliation", "Bo Ågård"),
        ("contactrole", "Kontakt Bugt ApS"),
    ]
    assert (plan.survivor_size.declaration.low, plan.loser_size.declaration.low, plan.conflicts) == (35, 12, ())
    members = plan_member_merger(world.nordlys, survivor=world.fjord, loser=bugt, effective_on=ON)
    assert members.plain() == {"ends_on": "2027-07-01", "survivor_joins": False, "charged_terms": ["2027"], "open_invoices": ["2027-00002"]}


def test_the_loser_ends_as_merged_the_survivor_stays_and_no_invoice_changes(world, bugt):
    bill(world)
    before = list(Invoice.objects.order_by("pk").values())
    merger, followed = merge(world, world.fjord, bugt)
    ended = Membership.objects.get(organisation=bugt)
    assert (ended.during.upper, ended.ending.reason, followed.made) == (ON, "merged", None)
    assert Organisation.objects.get(pk=bugt.pk).merged_into == world.fjord
    assert Membership.objects.get(organisation=world.fjord).during.upper is None
    assert list(Invoice.objects.order_by("pk").values()) == before
    assert {row.person.name for row in Affiliation.objects.filter(organisation=world.fjord)} == {"Bo Ågård", "Own"}
    assert Ownership.objects.get().parent == world.fjord
    assert follow_merger(merger, actor=world.astrid, at=world.noon) == followed


def test_undone_everything_is_exactly_as_before(world, bugt):
    bill(world)
    resign_membership(Membership.objects.get(organisation=bugt), received_on=world.today, actor=world.astrid, at=world.noon)
    before = picture()
    merger, _followed = merge(world, world.fjord, bugt)
    assert picture() != before
    reverse(world, merger)
    assert picture() == before
    undo_merger(merger, actor=world.astrid, at=world.noon)
    with pytest.raises(Conflict, match="Astrid Holm has undone"):
        reverse_merger(merger, actor=world.astrid, at=world.noon)


def test_a_survivor_that_is_no_member_takes_the_place_and_is_not_billed_again(world, bugt):
    bill(world)
    havn = factories.company(world.nordlys, "Havn ApS")
    before = picture()
    merger, followed = merge(world, havn, bugt)
    made = Membership.objects.get(organisation=havn)
    assert (followed.made, made.during, made.type) == (made, span(ON), world.ordinary)
    assert [(period.net_minor, period.invoice, period.during) for period in made.periods.all()] == [(0, None, span(ON, date(2028, 1, 1)))]
    reverse(world, merger)
    assert picture() == before
    assert MergedMembership.objects.get().made is None


def test_a_place_that_was_planned_for_ends_when_the_merger_is_undone(world, bugt):
    bill(world)
    merger, _followed = merge(world, havn := factories.company(world.nordlys, "Havn ApS"), bugt, effective_on=world.today)
    run = plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
    assert DuesLine.objects.get(run=run, organisation=havn).state == "billed"
    reverse(world, merger)
    assert Membership.objects.get(organisation=havn).ending.reason == "other"
    assert Membership.objects.get(organisation=bugt).during.upper is None


def test_what_stands_in_the_way_is_said_before_and_refused_when_tried(world, bugt):
    stranger, partner = factories.company(world.nordlys, "Both ApS"), factories.company(world.nordlys, "Partner")
    Listing.objects.create(cluster=world.havblik, organisation=stranger, listed_at=world.noon)
    Partnership.objects.create(cluster=world.nordlys, organisation=partner, role="Founder", during=span(date(2015, 1, 1)))
    cases = [(bugt, "with itself"), (stranger, "known to another cluster"), (partner, "core partner")]
    for loser, words in cases:
        with pytest.raises(Conflict, match=words):
            merge(world, bugt, loser)
    upcoming = Membership.objects.create(
        cluster=world.nordlys,
        organisation=factories.company(world.nordlys, "Soon ApS"),
        type=world.ordinary,
        member_no=77,
        during=span(date(2028, 1, 1)),
    )
    plan = plan_member_merger(world.nordlys, survivor=partner, loser=bugt, effective_on=ON)
    assert "can't take over" in plan.conflicts[0] and not plan.survivor_joins
    assert "becomes a member" in plan_member_merger(world.nordlys, survivor=bugt, loser=upcoming.organisation, effective_on=ON).conflicts[0]


def test_a_closed_term_is_left_alone_the_membership_ends_after_it(world, bugt):
    TermClosing.objects.create(term=world.term, closed_at=world.noon, closed_by="Frida")
    merge(world, world.fjord, bugt)
    assert Membership.objects.get(organisation=bugt).during.upper == date(2028, 1, 1)


def test_a_loser_excluded_for_a_later_day_ends_with_the_merger_and_gets_its_day_back(world, bugt):
    gone = Membership.objects.get(organisation=bugt)
    exclude_member(gone, effective_on=date(2027, 10, 1), reason="bankrupt", actor=world.astrid, at=world.noon)
    merger, _ = merge(world, world.fjord, bugt)
    assert Membership.objects.get(pk=gone.pk).during.upper == ON
    reverse(world, merger)
    again = Membership.objects.get(pk=gone.pk)
    assert (again.during.upper, again.ending.reason) == (date(2027, 10, 1), "bankrupt")


def test_a_loser_that_ends_before_or_was_no_member_leaves_memberships_alone(world, bugt):
    exclude_member(Membership.objects.get(organisation=bugt), effective_on=ON, reason="moved", actor=world.astrid, at=world.noon)
    TermClosing.objects.create(term=world.term, closed_at=world.noon, closed_by="Frida")
    before = list(Membership.objects.order_by("pk").values())
    merger, followed = merge(world, world.fjord, bugt, effective_on=date(2027, 6, 1))
    assert (followed.ended, followed.made) == (None, None)
    reverse(world, merger)
    assert list(Membership.objects.order_by("pk").values()) == before


def test_a_place_that_has_ended_by_itself_stays_ended_when_the_merger_is_undone(world, bugt):
    bill(world)
    merger, followed = merge(world, factories.company(world.nordlys, "Havn ApS"), bugt, effective_on=date(2026, 12, 1))
    plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
    exclude_member(followed.made, effective_on=date(2027, 1, 2), reason="moved", actor=world.astrid, at=world.noon)
    reverse(world, merger)
    assert Membership.objects.get(pk=followed.made.pk).during == span(date(2026, 12, 1), date(2027, 1, 2))


def test_mergers_are_undone_in_the_reverse_order(world, bugt):
    first, _ = merge(world, world.fjord, bugt)
    merge(world, factories.company(world.nordlys, "Havn ApS"), world.fjord)
    with pytest.raises(Conflict, match="Undo that merger first"):
        reverse_merger(first, actor=world.astrid, at=world.noon)


def test_new_people_on_the_same_days_stand_in_the_way_of_undoing(world, bugt):
    merger, _ = merge(world, world.fjord, bugt)
    own = Person.objects.get(name="Own")
    Affiliation.objects.create(person=own, organisation=bugt, during=span(date(2028, 1, 1)))
    with pytest.raises(Conflict, match="End those first"):
        reverse_merger(merger, actor=world.astrid, at=world.noon)


def test_a_membership_that_was_merged_is_not_annulled(world, bugt):
    merge(world, world.fjord, bugt)
    with pytest.raises(TooLate, match="part of a merger"):
        annul_membership(Membership.objects.get(organisation=bugt), reason="x", actor=world.astrid, at=world.noon)


@pytest.mark.parametrize("who", ["frida", "bo", "dorte"])
def test_others_are_refused_and_nothing_moves(world, bugt, who):
    merger, _ = merge(world, world.fjord, factories.company(world.nordlys, "Lille ApS"))
    before, actor = picture(), getattr(world, who)
    calls = [
        lambda: merge(world, world.fjord, bugt, actor=actor),
        lambda: reverse_merger(merger, actor=actor, at=world.noon),
        lambda: follow_merger(merger, actor=actor, at=world.noon),
        lambda: undo_merger(merger, actor=actor, at=world.noon),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()
    assert picture() == before and Merger.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_memberships_follow_by_themselves_and_back(run_jobs):
    from tests.world import build

    stage = build()
    with scope(cluster=stage.nordlys):
        loser = factories.member(stage.nordlys, stage.ordinary, "Bugt ApS", 12)
        merger = merge_organisations(
            stage.nordlys, survivor=stage.fjord, loser=loser.organisation, effective_on=ON, actor=stage.astrid, at=stage.noon
        )
        run_jobs()
        assert Ending.objects.get(membership=loser).reason == "merged"
        reverse_merger(merger, actor=stage.astrid, at=stage.noon)
        run_jobs()
        assert not Ending.objects.exists() and Membership.objects.get(pk=loser.pk).during.upper is None

from datetime import date

import pytest
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.membership.actions import discard_dues_run, plan_dues
from klynge.membership.models import DuesLine, Term, TermClosing
from klynge.membership.queries.dues import summarise
from tests import factories


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.schedule = factories.a1_schedule(world.nordlys, world.dues)
        yield world


def plan(stage, **options):
    given = {"as_of": stage.today, "issue_on": stage.today, "actor": stage.astrid, "at": stage.noon} | options
    return plan_dues(stage.term, **given)


def lines(run):
    return {line.organisation.name: (line.state, line.net_minor, line.exceptions) for line in DuesLine.objects.filter(run=run)}


def test_each_member_pays_by_its_category(stage):
    factories.member(stage.nordlys, stage.ordinary, "En ApS", 1)
    factories.member(stage.nordlys, stage.ordinary, "Syv ApS", 7)
    factories.member(stage.nordlys, stage.ordinary, "Stor A/S", 200)
    factories.size(stage.fjord, 35)

    assert lines(plan(stage)) == {
        "Fjord Data ApS": ("charge", 6_500_00, []),
        "En ApS": ("charge", 1_000_00, []),
        "Syv ApS": ("charge", 2_500_00, []),
        "Stor A/S": ("charge", 25_000_00, []),
    }


def test_what_stands_in_the_way_is_said_for_each_member(stage):
    factories.size(stage.fjord, 15, 25)
    silent = factories.member(stage.nordlys, stage.ordinary, "Ukendt ApS", None)
    silent.organisation.contact_roles.all().delete()
    unsure = factories.member(stage.nordlys, stage.ordinary, "Usikker ApS", None).organisation
    factories.size(unsure, 5, is_confirmed=False)
    town = factories.member(stage.nordlys, stage.ordinary, "Kommunen", 500).organisation
    type(town).objects.filter(pk=town.pk).update(kind="public")

    assert lines(plan(stage)) == {
        "Fjord Data ApS": ("blocked", 0, ["straddles"]),
        "Ukendt ApS": ("blocked", 0, ["no_size", "no_billing_contact"]),
        "Usikker ApS": ("charge", 2_500_00, ["unconfirmed_size"]),
        "Kommunen": ("blocked", 25_000_00, ["no_gln", "no_reference"]),
    }


def test_a_confirmed_size_counts_before_a_newer_unconfirmed_one(stage):
    factories.size(stage.fjord, 5, as_of=date(2025, 1, 1))
    factories.size(stage.fjord, 500, as_of=date(2026, 6, 1), is_confirmed=False)
    assert lines(plan(stage)) == {"Fjord Data ApS": ("charge", 2_500_00, [])}


def test_a_size_declared_after_the_day_of_facts_does_not_count(stage):
    factories.size(stage.fjord, 5, as_of=date(2026, 1, 1))
    factories.size(stage.fjord, 500, as_of=date(2027, 2, 1))
    assert lines(plan(stage)) == {"Fjord Data ApS": ("charge", 2_500_00, [])}


def test_who_left_before_the_term_or_joins_later_is_not_in_the_plan(stage):
    factories.size(stage.fjord, 5)
    gone = factories.member(stage.nordlys, stage.ordinary, "Væk ApS", 5)
    gone.during = span(date(2020, 1, 1), date(2027, 1, 1))
    gone.save()
    factories.member(stage.nordlys, stage.ordinary, "Senere ApS", 5, joined_on=date(2027, 5, 1))
    assert list(lines(plan(stage))) == ["Fjord Data ApS"]


def test_the_amount_is_told_in_words_in_both_languages(stage):
    factories.size(stage.fjord, 35)
    words = DuesLine.objects.get(run=plan(stage)).assessment.words
    assert any("35" in sentence for sentence in words["da"])
    assert any("35" in sentence for sentence in words["en"])
    assert words["da"] != words["en"] or words["da"]


def test_the_summary_adds_up(stage):
    factories.size(stage.fjord, 35)
    factories.member(stage.nordlys, stage.ordinary, "Ukendt ApS", None)
    summary = summarise(plan(stage))
    assert (summary.charge, summary.blocked, summary.net.minor, summary.exceptions) == (1, 1, 6_500_00, {"no_size": 1})


def test_members_of_one_case_share_one_assessment(stage):
    factories.size(stage.fjord, 7)
    for name in "ABC":
        factories.member(stage.nordlys, stage.ordinary, name, 7)
    assert DuesLine.objects.filter(run=plan(stage)).values("assessment").distinct().count() == 1


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_are_refused(stage, who):
    with pytest.raises(Refused):
        plan(stage, actor=getattr(stage, who))


def test_a_second_plan_waits_until_the_first_is_discarded(stage):
    first = plan(stage)
    with pytest.raises(Conflict):
        plan(stage)
    discard_dues_run(first, actor=stage.astrid, at=stage.noon)
    assert plan(stage).pk != first.pk


def test_a_closed_term_is_refused(stage):
    TermClosing.objects.create(term=stage.term, closed_at=stage.noon, closed_by="Astrid")
    with pytest.raises(Invalid, match="2027"):
        plan_dues(Term.objects.get(pk=stage.term.pk), as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)


def test_without_an_adopted_schedule_there_is_no_plan(world):
    with scope(cluster=world.nordlys), pytest.raises(Invalid, match="schedule"):
        plan(world)

from klynge.directory.models import Merger
from klynge.matchmaking.actions import blot_matchmaker, follow_merger, publish_opportunity, say_interested, undo_merger, write_opportunity
from klynge.matchmaking.models import Interest, Match, Opportunity
from klynge.privacy.queries.dossiers import dossier
from tests.matchmaking.conftest import FACTS
from tests.world import NOON, TODAY


def _merger(loser, survivor, world):
    return Merger.objects.create(
        cluster=world.nordlys,
        survivor=survivor.organisation,
        loser=loser.organisation,
        effective_on=TODAY,
        plan={},
        merged_at=NOON,
        merged_by="A",
    )


def _yes(one, other, world):
    return say_interested(
        one.organisation, other=other.organisation, cluster=world.nordlys, actor=one.actor, at=NOON, message=one.person.name
    )


def test_opportunities_and_matches_follow_a_merger_and_come_back(fair, world):
    loser, survivor, friend = (fair.company(name) for name in ("Gammel ApS", "Ny A/S", "Ven ApS"))
    made = write_opportunity(loser.organisation, cluster=world.nordlys, facts=FACTS, actor=loser.actor, at=NOON)
    match, own = _yes(loser, friend, world), _yes(loser, survivor, world)
    merger = _merger(loser, survivor, world)
    for _time in range(2):
        follow_merger(merger, actor=world.astrid, at=NOON)
    assert Opportunity.objects.get(pk=made.pk).organisation == survivor.organisation
    moved = Match.objects.get(pk=match.pk)
    assert {moved.first_id, moved.second_id} == {survivor.organisation.pk, friend.organisation.pk}
    assert moved.interests.get().organisation == survivor.organisation and Match.objects.get(pk=own.pk).closed_at == NOON
    for _time in range(2):
        undo_merger(merger, actor=world.astrid, at=NOON)
    back = Match.objects.get(pk=match.pk)
    assert {back.first_id, back.second_id} == {loser.organisation.pk, friend.organisation.pk}
    assert Opportunity.objects.get(pk=made.pk).organisation == loser.organisation and Match.objects.get(pk=own.pk).closed_at is None


def test_a_match_that_both_had_is_not_doubled(fair, world):
    loser, survivor, friend = (fair.company(name) for name in ("Gammel ApS", "Ny A/S", "Ven ApS"))
    old, kept = _yes(loser, friend, world), _yes(survivor, friend, world)
    follow_merger(_merger(loser, survivor, world), actor=world.astrid, at=NOON)
    assert Match.objects.get(pk=old.pk).closed_at and not Match.objects.get(pk=kept.pk).closed_at


def test_a_person_is_in_the_dossier_and_then_blotted_out(fair, world):
    robo, vision = fair.company("Robo ApS"), fair.company("Vision A/S")
    facts = FACTS | {"summary": {"da": f"Ring til {robo.person.name}."}}
    made = write_opportunity(robo.organisation, cluster=world.nordlys, facts=facts, actor=robo.actor, at=NOON)
    publish_opportunity(made, actor=robo.actor, at=NOON)
    _yes(robo, vision, world)
    held = {part.title: part.rows for part in dossier(robo.person, cluster=world.nordlys)}
    assert len(held["What you offered and sought for your company"]) == 1 and len(held["Companies that you wanted to meet"]) == 1
    assert blot_matchmaker(robo.person, cluster=world.nordlys, actor=world.astrid, at=NOON) > 0
    assert blot_matchmaker(robo.person, cluster=world.nordlys, actor=world.astrid, at=NOON) == 0
    said, made = Interest.objects.get(), Opportunity.objects.get()
    assert robo.person.name not in f"{said.said_by} {said.message} {made.summary}" and made.contact is None and said.user is None

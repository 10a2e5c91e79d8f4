from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.matchmaking.actions import (
    change_opportunity,
    publish_opportunity,
    remind_deadlines,
    renew_opportunity,
    review_opportunity,
    withdraw_opportunity,
    write_opportunity,
)
from klynge.matchmaking.models import Opportunity, OpportunityState
from klynge.outbox.models import Mail
from tests.matchmaking.conftest import FACTS
from tests.world import NOON, TODAY


@pytest.fixture
def robo(fair):
    return fair.company("Robo ApS")


def _written(robo, world, **changed):
    return write_opportunity(robo.organisation, cluster=world.nordlys, facts=FACTS | changed, actor=robo.actor, at=NOON)


def test_a_draft_is_for_its_company_and_the_office(robo, world, fair):
    made = _written(robo, world)
    assert made.state_on(TODAY) == OpportunityState.DRAFT and made.contact == robo.person
    assert made.themes == ["data.vision", "robots.robots"] and made.deadline_on == TODAY + timedelta(days=365)
    other = fair.company("Anden ApS")
    assert [list(Opportunity.objects.visible_to(actor)) for actor in (robo.actor, world.astrid, other.actor, world.dorte)] == [
        [made],
        [made],
        [],
        [],
    ]


def test_members_read_it_at_once_and_everybody_after_the_office(robo, world, fair):
    made = publish_opportunity(_written(robo, world), actor=robo.actor, at=NOON)
    assert list(Opportunity.objects.visible_to(fair.company("Anden ApS").actor)) == [made]
    assert not Opportunity.objects.public_on(TODAY).exists()
    review_opportunity(made, actor=world.astrid, at=NOON)
    assert list(Opportunity.objects.public_on(TODAY)) == [made]
    assert AuditEvent.objects.filter(verb="matchmaking.opportunity.reviewed").count() == 1


def test_what_is_changed_is_kept_and_looked_at_again(robo, world):
    made = review_opportunity(publish_opportunity(_written(robo, world), actor=robo.actor, at=NOON), actor=world.astrid, at=NOON)
    changed = change_opportunity(made, facts=FACTS | {"title": {"da": "Nyt"}}, actor=robo.actor, at=NOON)
    assert changed.reviewed_at is None and str(changed) == "Nyt"
    assert [each.content["title"] for each in changed.revisions.all()] == [FACTS["title"]]


def test_the_same_words_again_are_no_change(robo, world):
    made = _written(robo, world)
    facts = FACTS | {"deadline_on": made.deadline_on, "themes": made.themes}
    assert not change_opportunity(made, facts=facts, actor=robo.actor, at=NOON).revisions.exists()


def test_it_runs_out_and_is_renewed(robo, world):
    made = publish_opportunity(_written(robo, world, deadline_on=TODAY), actor=robo.actor, at=NOON)
    later = NOON + timedelta(days=1)
    assert made.state_on(TODAY) == OpportunityState.OPEN and made.state_on(TODAY + timedelta(days=1)) == OpportunityState.EXPIRED
    renewed = renew_opportunity(made, until=date(2027, 6, 1), actor=robo.actor, at=later)
    assert renewed.deadline_on == date(2027, 6, 1) and renewed.state_on(date(2027, 6, 1)) == OpportunityState.OPEN
    with pytest.raises(Invalid):
        renew_opportunity(renewed, until=date(2027, 5, 1), actor=robo.actor, at=later)


def test_word_of_the_last_day_goes_out_once_and_again_after_a_renewal(robo, world):
    made = publish_opportunity(_written(robo, world, deadline_on=TODAY + timedelta(days=10)), actor=robo.actor, at=NOON)
    told = [remind_deadlines(world.nordlys, on=TODAY, actor=world.astrid, at=NOON) for _time in range(2)]
    assert told == [1, 0]
    renew_opportunity(made, until=TODAY + timedelta(days=14), actor=robo.actor, at=NOON)
    assert remind_deadlines(world.nordlys, on=TODAY, actor=world.astrid, at=NOON) == 1
    assert set(Mail.objects.values_list("to_address", "template")) == {(robo.person.emails.get().address, "matchmaking/mail/deadline")}


def test_withdrawn_it_is_gone_for_others_and_can_come_back(robo, world, fair):
    made = publish_opportunity(_written(robo, world), actor=robo.actor, at=NOON)
    made = withdraw_opportunity(made, actor=robo.actor, at=NOON)
    assert not Opportunity.objects.visible_to(fair.company("Anden ApS").actor).exists()
    with pytest.raises(Conflict):
        withdraw_opportunity(made, actor=robo.actor, at=NOON)
    assert publish_opportunity(made, actor=robo.actor, at=NOON).state_on(TODAY) == OpportunityState.OPEN


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": {}}, "title_da"),
        ({"summary": {"da": "  "}}, "summary_da"),
        ({"kind": "gift"}, "kind"),
        ({"agreements": ["love"]}, "agreements"),
        ({"deadline_on": date(2027, 1, 3)}, "deadline_on"),
        ({"deadline_on": date(2030, 1, 3)}, "deadline_on"),
        ({"title": {"en": "x" * 121}}, "title_en"),
    ],
)
def test_what_is_missing_or_wrong_is_named(robo, world, facts, field):
    with pytest.raises(Invalid) as refused:
        _written(robo, world, **facts)
    assert refused.value.field == field


def test_others_may_not_write_for_a_company(robo, world, fair):
    stranger = fair.company("Anden ApS").actor
    made = _written(robo, world)
    for act in (publish_opportunity, withdraw_opportunity, renew_opportunity, review_opportunity):
        with pytest.raises(Refused):
            act(made, actor=stranger, at=NOON)
    with pytest.raises(Refused):
        write_opportunity(robo.organisation, cluster=world.nordlys, facts=FACTS, actor=world.dorte, at=NOON)
    with pytest.raises(Refused):
        review_opportunity(made, actor=robo.actor, at=NOON)


def test_the_database_wants_a_publication_before_a_withdrawal(robo, world):
    made = _written(robo, world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opportunity.objects.filter(pk=made.pk).update(withdrawn_at=NOON)

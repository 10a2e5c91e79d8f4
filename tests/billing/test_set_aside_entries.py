"""Many entries at once are set aside for one reason."""

import pytest
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.billing.actions import set_aside_entries
from klynge.core.errors import Invalid, Refused
from tests.billing.bank import account, bank_file, by, came_in, fik, match_of, matched, owed


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.account = account(world)
        bank_file(world)
        world.out = [came_in(world.account, -minor, text="Løn") for minor in (1, 2)]
        world.booked = came_in(world.account, **fik(owed(world)))
        matched(world)
        yield world


def aside(stage, **more):
    wanted = [*(entry.pk for entry in stage.out), stage.booked.pk, 10**9]
    return set_aside_entries(stage.nordlys, entry_ids=wanted, **({"reason": "wages"} | by(stage) | more))


def test_only_those_that_wait_are_set_aside_and_once(stage):
    assert (aside(stage, note=" November "), aside(stage)) == (2, 0)
    assert [match_of(entry).state for entry in (*stage.out, stage.booked)] == ["aside", "aside", "booked"]
    decision = match_of(stage.out[0]).decisions.get()
    assert (decision.kind, decision.aside_reason, decision.note, decision.made_by) == ("aside", "wages", "November", "Frida Juhl")
    assert AuditEvent.objects.filter(verb="billing.entries.set_aside").count() == 1


@pytest.mark.parametrize(("facts", "field"), [({"reason": ""}, "reason"), ({"reason": "other"}, "note")])
def test_a_reason_is_asked_for(stage, facts, field):
    with pytest.raises(Invalid) as refusal:
        aside(stage, **facts)
    assert refusal.value.field == field


def test_a_stranger_sets_nothing_aside(stage):
    with pytest.raises(Refused):
        aside(stage, actor=stage.dorte)

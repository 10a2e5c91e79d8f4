from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klynge.access.actor import Actor
from klynge.core.errors import Refused
from klynge.core.ranges import span
from klynge.directory.models import Affiliation, Merger, Person
from klynge.engagement.actions import compute_scores
from klynge.engagement.models import Activity, Computation, Score, Weight, WeightScheme
from klynge.engagement.rules.scoring import Touch, standing
from klynge.engagement.rules.weights import PROPOSAL
from tests.engagement.touched import AT, taken_back, touched
from tests.factories import company, member

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 4)
SYSTEM = Actor.system("test")


def _compute(world, on=DAY, actor=None, **more):
    return compute_scores(world.nordlys, on=on, actor=actor or world.astrid, at=world.noon, **more)


def _score(world, organisation, on=DAY):
    return Score.objects.get(cluster=world.nordlys, organisation=organisation, computed_on=on)


def _by_the_rule(touches, contacts, weights=PROPOSAL):
    found = standing(touches, weights=weights, contacts=contacts, on=DAY)
    parts = [
        {"kind": p.kind, "axis": p.axis, "times": p.times, "people": p.people, "occasions": p.occasions, "full": p.full,
         "counted": p.counted, "last_on": p.last_on.isoformat()} for p in found.parts
    ]  # fmt: skip
    return (found.contributes, found.benefits, found.level, parts)


rows = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(sorted(PROPOSAL.kinds)), st.integers(-3, 3_700), st.integers(1, 900), st.integers(0, 3),
        st.integers(1, 4), st.booleans(),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, st.integers(0, 3))
def test_the_database_and_the_rule_come_to_the_same(inside, made, contacts):
    with transaction.atomic():
        people = [Person.objects.create(name=f"P{n}") for n in range(4)]
        firms = [member(inside.nordlys, inside.ordinary, f"Firma {n}", 5).organisation for n in range(3)]
        Affiliation.objects.bulk_create(
            Affiliation(person=p, organisation=firms[0], during=span(date(2020, 1, 1))) for p in people[:contacts]
        )
        touches = {0: [], 1: [], 2: []}
        for firm, kind, age, quantity, person, occasion, is_back in made:
            on = DAY - timedelta(days=age)
            row = touched(inside.nordlys, firms[firm], kind, on, quantity=quantity, person=people[person], occasion=occasion)
            if is_back:
                taken_back(row)
            else:
                touches[firm].append(Touch(kind, on, quantity, person, occasion))
        _compute(inside, actor=SYSTEM)
        found = [_score(inside, firm) for firm in firms]
        expected = [_by_the_rule(touches[n], (contacts, 0, 0)[n]) for n in range(3)]
        assert [(s.contributes, s.benefits, s.level, s.parts) for s in found] == expected
        transaction.set_rollback(True)


def test_batches_leave_nobody_out_and_doing_it_again_changes_nothing(inside):
    firms = [member(inside.nordlys, inside.ordinary, f"Firma {n}", 5).organisation for n in range(5)]
    for firm in firms:
        touched(inside.nordlys, firm, "attended", DAY, occasion=1)
    first, again = _compute(inside, batch=2), _compute(inside, batch=2)
    assert (first.pk, again.counts) == (again.pk, {"passive": 6, "recipient": 0, "participant": 0, "engaged": 0, "newsletter_only": 0})
    assert Score.objects.filter(computation=again).count() == 6


def test_of_a_month_the_last_day_stays_and_the_past_can_be_worked_out(inside):
    touched(inside.nordlys, inside.fjord, "spoke", date(2026, 12, 10))
    for on in (date(2026, 12, 9), date(2026, 12, 30), date(2026, 12, 31), DAY):
        _compute(inside, on=on)
    assert list(Computation.objects.values_list("computed_on", flat=True)) == [DAY, date(2026, 12, 31)]
    assert _score(inside, inside.fjord, date(2026, 12, 31)).contributes == 11_07
    _compute(inside, on=date(2026, 11, 1))
    assert _score(inside, inside.fjord, date(2026, 11, 1)).parts == []


def test_the_past_is_scored_with_the_weights_of_its_time(inside):
    scheme = WeightScheme.objects.create(
        cluster=inside.nordlys, version=1, drafted_at=AT, drafted_by="", adopted_on=DAY, effective_on=DAY, resolution="Bestyrelsen"
    )
    Weight.objects.create(scheme=scheme, kind="spoke", axis="contributes", points=20)
    touched(inside.nordlys, inside.fjord, "spoke", date(2027, 1, 3))
    before, after = _compute(inside, on=date(2027, 1, 3)), _compute(inside, on=DAY)
    assert (before.version, after.version) == (0, 1)
    assert _score(inside, inside.fjord).contributes == 19_92


def test_what_a_company_did_before_it_went_up_in_another_counts_for_that_one_from_the_day_on(inside):
    gone, further = company(inside.nordlys, "Gone ApS"), company(inside.nordlys, "Further ApS")
    touched(inside.nordlys, gone, "spoke", DAY)
    touched(inside.nordlys, further, "hosted", DAY)
    for survivor, loser in ((inside.fjord, gone), (gone, further)):
        Merger.objects.create(
            cluster=inside.nordlys, survivor=survivor, loser=loser, effective_on=DAY, plan={}, merged_at=AT, merged_by="Astrid"
        )
    _compute(inside)
    assert _score(inside, inside.fjord).contributes == 24_00
    Merger.objects.filter(loser=further).update(reversed_at=AT)
    _compute(inside)
    assert _score(inside, inside.fjord).contributes == 12_00


def test_who_only_gets_the_newsletter_is_counted_as_such(inside):
    touched(inside.nordlys, inside.fjord, "received", DAY)
    assert _compute(inside).counts["newsletter_only"] == 1


def test_a_stranger_and_a_reader_compute_nothing(inside):
    for actor in (inside.dorte, inside.bo, inside.frida):
        with pytest.raises(Refused):
            compute_scores(inside.nordlys, on=DAY, actor=actor, at=inside.noon)
    assert not Computation.objects.exists()


@pytest.mark.parametrize("change", ["quantity = 200", "happened_on = '2020-01-01'", "organisation_id = organisation_id + 1", "note = 'x'"])
def test_the_database_refuses_to_change_what_happened(inside, change):
    row = touched(inside.nordlys, inside.fjord, "spoke", DAY)
    for sql in (f"UPDATE engagement_activity SET {change} WHERE id = %s", "DELETE FROM engagement_activity WHERE id = %s"):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [row.pk])
    assert Activity.objects.get().quantity == 100

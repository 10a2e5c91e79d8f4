from datetime import UTC, date, datetime, timedelta

import pytest

from klynge.access.models import SignIn
from klynge.audit.models import AuditEvent
from klynge.core.errors import Refused
from klynge.directory.models import Affiliation, Forgetting, MasterDataCheck, Person, Subscription
from klynge.engagement.actions import gather_activities
from klynge.engagement.models import Activity

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 2, 23, 30, tzinfo=UTC)  # already Sunday the 3rd in Denmark


def _gather(world, source, actor=None):
    return gather_activities(world.nordlys, source=source, actor=actor or world.astrid, at=world.noon)


def _rows():
    return list(Activity.objects.order_by("pk").values_list("kind", "happened_on", "quantity", "source_key"))


def test_a_look_at_the_facts_counts_on_its_danish_day_and_once(inside):
    check = MasterDataCheck.objects.create(cluster=inside.nordlys, organisation=inside.fjord, confirmed_at=AT, confirmed_by="Bo")
    assert (_gather(inside, "directory"), _gather(inside, "directory")) == ((1, 0), (0, 0))
    assert _rows() == [("kept_facts", date(2027, 1, 3), 100, f"directory:check:{check.pk}")]
    assert AuditEvent.objects.filter(verb="engagement.activities.gathered").count() == 1


def test_what_its_source_holds_no_more_is_taken_back_and_comes_back_as_a_row_of_its_own(inside):
    bo = inside.bo_user.person
    made = Subscription.objects.create(cluster=inside.nordlys, address="bo@fjord.example", person=bo, consented_at=AT, consent_source="x")
    key, day = f"newsletter:subscription:{made.pk}", date(2027, 1, 3)
    found = []
    for withdrawn in (None, AT, AT, None, None):
        Subscription.objects.update(withdrawn_at=withdrawn)
        found.append(_gather(inside, "newsletter"))
    assert found == [(1, 0), (0, 1), (0, 0), (1, 0), (0, 0)]
    assert _rows() == [
        ("received", day, 100, key), ("received", day, -100, f"{key}!"), ("received", day, 100, f"{key}#1"),
    ]  # fmt: skip
    assert [row.source_key for row in Activity.objects.standing()] == [f"{key}#1"]
    assert Activity.objects.get(source_key=f"{key}!").reverses.source_key == key


def test_what_its_source_says_otherwise_now_is_taken_back_and_added(inside):
    check = MasterDataCheck.objects.create(cluster=inside.nordlys, organisation=inside.fjord, confirmed_at=AT, confirmed_by="Bo")
    _gather(inside, "directory")
    MasterDataCheck.objects.update(confirmed_at=AT - timedelta(days=9))
    assert (_gather(inside, "directory"), _gather(inside, "directory")) == ((1, 1), (0, 0))
    standing = Activity.objects.standing().get()
    assert (standing.happened_on, standing.source_key) == (date(2026, 12, 25), f"directory:check:{check.pk}#1")


def test_of_sign_ins_only_the_company_and_the_day_are_kept_and_they_stay_when_the_account_forgets(inside):
    other = Person.objects.create(name="Ida", user=inside.frida_user)
    Affiliation.objects.create(person=other, organisation=inside.fjord, during=(date(2020, 1, 1), None))
    for user, at in ((inside.bo_user, AT), (inside.bo_user, AT), (inside.frida_user, AT), (inside.bo_user, AT - timedelta(hours=2))):
        SignIn.objects.create(user=user, at=at, how="code")
    assert _gather(inside, "portal") == (2, 0)
    SignIn.objects.all().delete()
    assert _gather(inside, "portal") == (0, 0)
    assert sorted(Activity.objects.values_list("organisation", "person", "happened_on")) == [
        (inside.fjord.pk, None, date(2027, 1, 2)), (inside.fjord.pk, None, date(2027, 1, 3)),
    ]  # fmt: skip


def test_a_reader_is_found_by_the_domain_of_the_address_and_a_forgotten_one_is_not_named(inside):
    bo = inside.bo_user.person
    Subscription.objects.create(cluster=inside.nordlys, address="info@FJORD.example", consented_at=AT, consent_source="x")
    Subscription.objects.create(cluster=inside.nordlys, address="privat@hjem.example", consented_at=AT, consent_source="x")
    Subscription.objects.create(cluster=inside.nordlys, address="bo@fjord.example", person=bo, consented_at=AT, consent_source="x")
    Forgetting.objects.create(cluster=inside.nordlys, person=bo, reason="asked", is_whole=False, at=AT, by_name="Astrid")
    _gather(inside, "newsletter")
    assert list(Activity.objects.values_list("organisation", "person")) == [(inside.fjord.pk, None)] * 2


def test_nobody_else_gathers(inside):
    for actor in (inside.dorte, inside.bo, inside.frida):
        with pytest.raises(Refused):
            _gather(inside, "directory", actor)
    with pytest.raises(KeyError):
        _gather(inside, "nowhere")

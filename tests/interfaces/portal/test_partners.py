"""Two companies find each other in the portal, and nobody learns too early of whom."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.core.clock import day_of
from klynge.core.ranges import span
from klynge.directory.models import Profile
from klynge.matchmaking.actions import compute_suggestions, introduce_match, publish_opportunity, say_interested, write_opportunity
from klynge.matchmaking.models import Avoidance, Impression, Match, Opportunity, Stage, Suggestion
from klynge.membership.models import Membership
from klynge.membership.queries.desks import desks_of
from tests.browser import judge
from tests.interfaces.portal.company import at, colleague, furnished
from tests.matchmaking.conftest import FACTS

pytestmark = pytest.mark.django_db(transaction=True)
NEED, OFFER = "Vi søger billedgenkendelse til vores robotter.", "Machine vision for robot cells."
TYPED = {
    "kind": "request", "field": "technology", "ripeness": "idea", "visibility": "members", "title_da": "Øje til robot", "summary_da": NEED,
    "publish": "1",
}  # fmt: skip


@pytest.fixture
def stage():
    world = furnished()
    with scope(cluster=world.nordlys):
        world.rina = colleague(world, "Rina Ravn", organisation=world.other)
        world.rinas, world.bos = (desks_of(user, at=world.now)[0].actor for user in (world.rina, world.bo_user))
        for organisation, offers, needs in ((world.fjord, "", NEED), (world.other, OFFER, "")):
            texts = {"offers": {"da": offers}, "needs": {"da": needs}, "summary": {}}
            Profile.objects.create(
                cluster=world.nordlys, organisation=organisation, changed_at=world.now, published_at=world.now, published_by="x", **texts
            )
        compute_suggestions(world.nordlys, actor=world.astrid, at=world.now)
    return world


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def theirs(stage, page, *rest):
    return reverse(f"portal:{page}", args=[stage.nordlys.slug, stage.other.pk, *rest])


def only(stage, model):
    with scope(cluster=stage.nordlys):
        return model.objects.get()


def published(stage, *, by, organisation, **facts):
    with scope(cluster=stage.nordlys):
        made = write_opportunity(organisation, cluster=stage.nordlys, facts=FACTS | facts, actor=by, at=stage.now)
        return publish_opportunity(made, actor=by, at=stage.now)


def test_a_suggestion_quotes_both_sentences_and_what_was_shown_is_kept(client, stage):
    client.force_login(stage.bo_user)
    page = text(client.get(at(stage, "partners")))
    for part in ("Ærø Softwarehus", "Their offer meets your need", NEED, OFFER, "Computer vision"):
        assert part in page
    seen = only(stage, Impression)
    assert (seen.position, seen.other_id) == (1, stage.other.pk)
    assert "Nobody to suggest yet" in text(client.get(at(stage, "partners") + "?question=like_minded"))


def test_two_yeses_an_introduction_a_meeting_and_what_came_of_it(client, stage):
    client.force_login(stage.bo_user)
    client.post(at(stage, "partners_yes"), {"other": stage.other.pk, "message": "Hej derovre"})
    client.force_login(stage.rina)
    assert "Hej derovre" not in text(client.get(theirs(stage, "partners_matches")))
    client.post(theirs(stage, "partners_yes"), {"other": stage.fjord.pk})
    match = only(stage, Match)
    assert match.stage == Stage.MUTUAL
    with scope(cluster=stage.nordlys):
        introduce_match(match, actor=stage.astrid, at=stage.now)
    page = text(client.get(theirs(stage, "partners_matches")))
    assert "Hej derovre" in page and "bo@fjord.example" in page
    client.post(theirs(stage, "partners_meeting", match.pk), {"met_on": day_of(timezone.now()).isoformat()})
    client.post(theirs(stage, "partners_outcome", match.pk), {"kind": "contract", "value": "50000", "note": "Prøveordre"})
    match = only(stage, Match)
    with scope(cluster=stage.nordlys):
        told = match.outcomes.get()
    assert match.stage == Stage.OUTCOME and (told.value_minor, told.organisation_id) == (5_000_000, stage.other.pk)


def test_what_the_other_side_tells_is_not_shown_to_this_one(client, stage):
    with scope(cluster=stage.nordlys):
        match = say_interested(stage.fjord, other=stage.other, cluster=stage.nordlys, actor=stage.bos, at=stage.now)
        say_interested(stage.other, other=stage.fjord, cluster=stage.nordlys, actor=stage.rinas, at=stage.now)
    client.force_login(stage.rina)
    client.post(theirs(stage, "partners_outcome", match.pk), {"kind": "nothing", "note": "De var kedelige"})
    client.force_login(stage.bo_user)
    assert "kedelige" not in text(client.get(at(stage, "partners_matches")))


def test_a_no_is_kept_and_taken_back(client, stage):
    client.force_login(stage.bo_user)
    client.post(at(stage, "partners_no"), {"other": stage.other.pk, "block": "1"})
    said = only(stage, Avoidance)
    assert said.is_blocked and "Ærø Softwarehus" in text(client.get(at(stage, "partners_wishes")))
    client.post(at(stage, "partners_readmit", said.pk))
    with scope(cluster=stage.nordlys):
        assert not Avoidance.objects.exists()


def test_who_has_left_sees_no_more_of_what_others_seek(client, stage):
    made = published(stage, by=stage.rinas, organisation=stage.other)
    own = published(stage, by=stage.bos, organisation=stage.fjord)
    with scope(cluster=stage.nordlys):
        Membership.objects.filter(organisation=stage.fjord).update(during=span(date(2020, 1, 1), day_of(stage.now)))
    client.force_login(stage.bo_user)
    for address in (at(stage, "opportunities"), at(stage, "opportunities_detail", made.pk), at(stage, "partners")):
        assert client.get(address).status_code == 403
    assert client.get(at(stage, "opportunities_detail", own.pk)).status_code == 200
    client.force_login(stage.rina)
    page = text(client.get(theirs(stage, "opportunities")))
    assert f"/opportunities/{made.pk}/" in page and f"/opportunities/{own.pk}/" not in page


@pytest.mark.parametrize("other", ["", "x", "9" * 30, "-1", "²"])
def test_nobody_says_yes_to_who_is_not_suggested(client, stage, other):
    client.force_login(stage.bo_user)
    assert client.post(at(stage, "partners_yes"), {"other": other}).status_code == 404


def test_a_yes_still_counts_when_new_suggestions_have_come_since(client, stage):
    client.force_login(stage.bo_user)
    client.get(at(stage, "partners"))
    with scope(cluster=stage.nordlys):
        Suggestion.objects.all().delete()
    client.post(at(stage, "partners_yes"), {"other": stage.other.pk})
    assert only(stage, Match).stage == Stage.INTERESTED


def test_wishes_are_chosen(client, stage):
    client.force_login(stage.bo_user)
    client.post(at(stage, "partners_wishes"), {"inspire": ["data.ai"], "share": ["robots", "data"]})
    page = text(client.get(at(stage, "partners_wishes")))
    assert page.count(" checked") == 3
    assert client.post(at(stage, "partners_wishes"), {"inspire": ["no.such"]}).status_code == 422


def test_a_request_is_written_answered_and_changed(client, stage):
    client.force_login(stage.bo_user)
    client.post(at(stage, "opportunities_new"), TYPED)
    made = only(stage, Opportunity)
    assert made.published_at and made.themes == ["data.vision", "robots.robots"]
    client.force_login(stage.rina)
    assert "Øje til robot" in text(client.get(theirs(stage, "opportunities") + "?kind=request&theme=data&words=robot"))
    assert "Øje til robot" not in text(client.get(theirs(stage, "opportunities") + "?kind=offer"))
    client.post(theirs(stage, "opportunities_interest", made.pk), {"message": "Vi har kameraet"})
    client.force_login(stage.bo_user)
    page = text(client.get(at(stage, "partners_matches")))
    assert "Vi har kameraet" in page and "Ærø Softwarehus" in page
    client.post(at(stage, "partners_answer", only(stage, Match).pk))
    assert only(stage, Match).stage == Stage.MUTUAL
    client.post(at(stage, "opportunities_withdraw", made.pk))
    assert only(stage, Opportunity).withdrawn_at


def test_a_missing_sentence_is_said_beside_its_field(client, stage):
    client.force_login(stage.bo_user)
    refused = client.post(at(stage, "opportunities_new"), TYPED | {"summary_da": ""})
    assert refused.status_code == 422 and "Say in one sentence what it is" in text(refused)


def test_an_anonymous_one_names_its_company_to_nobody(client, stage):
    made = published(stage, by=stage.rinas, organisation=stage.other, is_anonymous=True, title={"da": "Hemmelig opgave"})
    client.force_login(stage.bo_user)
    for address in (at(stage, "opportunities"), at(stage, "opportunities_detail", made.pk)):
        page = text(client.get(address))
        assert "Hemmelig opgave" in page and "Softwarehus" not in page and "A member without its name" in page
    client.post(at(stage, "opportunities_interest", made.pk))
    page = text(client.get(at(stage, "partners_matches")))
    assert "Hemmelig" in page and "Softwarehus" not in page


@pytest.mark.parametrize("page", ["opportunities_edit", "opportunities_publish", "opportunities_withdraw", "opportunities_renew"])
def test_one_company_does_not_touch_what_another_wrote(client, stage, page):
    made = published(stage, by=stage.rinas, organisation=stage.other)
    client.force_login(stage.bo_user)
    assert client.post(at(stage, page, made.pk), TYPED).status_code == 404
    assert only(stage, Opportunity).withdrawn_at is None


def test_a_page_of_many_asks_no_more_than_a_page_of_one(client, stage):
    client.force_login(stage.bo_user)

    def count(page):
        with CaptureQueriesContext(connection) as queries:
            client.get(at(stage, page))
        return len(queries)

    published(stage, by=stage.rinas, organisation=stage.other)
    published(stage, by=stage.bos, organisation=stage.fjord)
    before = [count(page) for page in ("opportunities", "opportunities_mine")]
    for _time in range(3):
        published(stage, by=stage.rinas, organisation=stage.other)
        published(stage, by=stage.bos, organisation=stage.fjord, deadline_on=day_of(stage.now) + timedelta(days=9))
    assert [count(page) for page in ("opportunities", "opportunities_mine")] == before


@pytest.mark.parametrize(("scheme", "size"), [("light", "wide"), ("dark", "phone")])
def test_partners_and_opportunities_are_fit_to_be_seen(client, visitor, stage, scheme, size):
    published(stage, by=stage.bos, organisation=stage.fjord)
    with scope(cluster=stage.nordlys):
        say_interested(
            stage.other, opportunity=Opportunity.objects.get(), cluster=stage.nordlys, actor=stage.rinas, at=stage.now, message="Ja"
        )
    for page in ("partners", "partners_matches", "partners_wishes", "opportunities", "opportunities_mine", "opportunities_new"):
        judge(visitor.open(at(stage, page), user=stage.bo_user, size=size, scheme=scheme, language="da"), f"{page}-{scheme}")

"""The jobs, as the worker calls them: by numbers, and safe to run twice."""

from datetime import timedelta

from django.utils import timezone
from django_scopes import scope

from klynge.core.clock import day_of
from klynge.core.jobs import is_pending
from klynge.directory.models import Merger
from klynge.matchmaking import tasks
from klynge.matchmaking.actions import publish_opportunity, say_interested, write_opportunity
from klynge.matchmaking.models import Computation, FollowedMerger, Match, OutcomeQuestion
from klynge.outbox.models import Mail
from klynge.outbox.queries.rendering import render_mail
from tests.matchmaking.conftest import FACTS


def _mutual(fair, world, at):
    one, other = fair.company("Robo ApS"), fair.company("Vision A/S")
    for ours, theirs in ((one, other), (other, one)):
        match = say_interested(ours.organisation, other=theirs.organisation, cluster=world.nordlys, actor=ours.actor, at=at)
    return one, other, match


def test_two_yeses_order_an_introduction_that_happens_once(fair, world):
    _one, _other, match = _mutual(fair, world, timezone.now())
    ids = {"cluster_id": world.nordlys.pk, "match_id": match.pk}
    assert is_pending("matchmaking.introduce", **ids)
    for _time in range(2):
        tasks.introduce(**ids)
    for mail in Mail.objects.select_related("cluster"):
        shown = render_mail(mail)
        assert "vil begge gerne mødes" in shown.subject and "98765432" in shown.text and "98765432" in shown.html
    assert Match.objects.get().introduced_at and Mail.objects.filter(rule="matchmaking.introduction").count() == 2
    assert is_pending("engagement.gather_matches", cluster_id=world.nordlys.pk)


def test_the_daily_review_orders_suggestions_asks_and_tells(fair, world):
    now = timezone.now()
    one, _other, match = _mutual(fair, world, now - timedelta(days=100))
    Match.objects.filter(pk=match.pk).update(introduced_at=now - timedelta(days=95), introduced_by="A")
    facts = FACTS | {"deadline_on": day_of(now) + timedelta(days=5)}
    made = write_opportunity(one.organisation, cluster=world.nordlys, facts=facts, actor=one.actor, at=now)
    publish_opportunity(made, actor=one.actor, at=now)
    for _time in range(2):
        tasks.review_day()
    assert OutcomeQuestion.objects.count() == 2
    assert sorted(Mail.objects.values_list("rule", flat=True)) == ["matchmaking.deadline", "matchmaking.outcome", "matchmaking.outcome"]
    told = {mail.rule: render_mail(mail) for mail in Mail.objects.select_related("cluster")}
    assert "For 3 måneder siden introducerede vi jer for" in told["matchmaking.outcome"].text
    assert "udløber snart" in told["matchmaking.deadline"].subject and str(day_of(now).year) in told["matchmaking.deadline"].html
    assert all(is_pending("matchmaking.compute_suggestions", cluster_id=each.pk) for each in (world.nordlys, world.havblik))
    tasks.compute_suggestions(cluster_id=world.havblik.pk)
    with scope(cluster=world.havblik):
        assert Computation.objects.get().companies == 0


def test_a_merger_is_followed_and_undone_by_jobs(fair, world):
    one, other, _match = _mutual(fair, world, timezone.now())
    merger = Merger.objects.create(
        cluster=world.nordlys,
        survivor=other.organisation,
        loser=one.organisation,
        effective_on=world.today,
        plan={},
        merged_at=world.noon,
        merged_by="A",
    )
    ids = {"cluster_id": world.nordlys.pk, "merger_id": merger.pk}
    tasks.follow_merger(**ids)
    assert Match.objects.get().closed_at
    tasks.undo_merger(**ids)
    assert Match.objects.get().closed_at is None and FollowedMerger.objects.get().undone_at

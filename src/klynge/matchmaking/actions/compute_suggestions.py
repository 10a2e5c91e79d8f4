"""Work out whom to suggest to each member, for both questions."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.matchmaking import policies
from klynge.matchmaking.models import Computation, Question, SentenceVector, Suggestion
from klynge.matchmaking.queries.gathering import portraits_of, waiting_for
from klynge.matchmaking.queries.language import LanguageModel, digest_of, installed_model, known_vectors
from klynge.matchmaking.queries.occasions import Together, together
from klynge.matchmaking.rules.behaviour import prior
from klynge.matchmaking.rules.choosing import gini
from klynge.matchmaking.rules.matching import Bench, Pick, bench_of, choose, complementary, like_minded
from klynge.matchmaking.rules.portraits import Portrait
from klynge.matchmaking.rules.reasons import Reasons

LEAST_OCCASIONS = 20  # with fewer, what companies did together says nothing yet
CHUNK = 2_000


@transaction.atomic
def compute_suggestions(cluster: Cluster, *, actor: Actor, at: datetime, model: LanguageModel | None = None) -> Computation:
    """Replace all suggestions of the cluster; the numbers of queries and rows in memory depend on the members, not on their texts.

    Uses the language model given, else the one installed, if any. Raises: Refused.
    """
    require(policies.may_compute(actor, cluster))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"matchmaking.compute:{cluster.pk}"])
    model, day = model or installed_model(), day_of(at)
    portraits = portraits_of(cluster, on=day)
    bench = bench_of(portraits, meanings=_meanings(cluster, model, portraits, at) if model else None)
    history = together(cluster, portraits, on=day)

    Suggestion.objects.filter(cluster=cluster).delete()
    Suggestion.objects.bulk_create(_suggestions(cluster, bench, history, at), batch_size=CHUNK)
    computation = _summary(cluster, portraits, at, model)
    record(actor, "matchmaking.suggestions.computed", computation, at=at, companies=computation.companies, with_any=computation.with_any)
    return computation


def _meanings(cluster: Cluster, model: LanguageModel, portraits: Sequence[Portrait], at: datetime) -> dict[str, Any]:
    """Return a vector for each sentence, working out only those that are new; what nobody says any more is let go."""
    texts = {line.text for each in portraits for line in (*each.offers, *each.needs, *each.about) if line.text}
    found, missing = known_vectors(cluster, model, texts)
    for start in range(0, len(missing), CHUNK):
        part = missing[start : start + CHUNK]
        vectors = model.vectors(part)
        SentenceVector.objects.bulk_create(
            [
                SentenceVector(
                    cluster=cluster, model=model.name, digest=digest_of(text), values=[float(each) for each in vector], used_at=at
                )
                for text, vector in zip(part, vectors, strict=True)
            ],
            ignore_conflicts=True,
        )
        found |= dict(zip(part, vectors, strict=True))
    kept = [digest_of(text) for text in texts]
    SentenceVector.objects.filter(cluster=cluster).exclude(model=model.name, digest__in=kept).delete()
    return found


def _suggestions(cluster: Cluster, bench: Bench, history: Together, at: datetime) -> Iterator[Suggestion]:
    number = {portrait.key: place for place, portrait in enumerate(bench.portraits)}
    lifted = prior(history.history) if history.history.took_part.shape[1] >= LEAST_OCCASIONS else None
    asked = waiting_for(cluster).items()
    wanted = {number[one]: [number[other] for other in others if other in number] for one, others in asked if one in number}
    reasons = Reasons(bench, {} if lifted is None else history.occasions, history.networks)
    for question, scores in ((Question.COMPLEMENTARY, complementary), (Question.LIKE_MINDED, like_minded)):
        for pick in choose(bench, scores(bench), prior=lifted, wanted=wanted):
            why = reasons.why(number[pick.key], number[pick.other], is_complementary=question == Question.COMPLEMENTARY)
            yield _row(cluster, question, pick, why, at)


def _row(cluster: Cluster, question: Question, pick: Pick, why: list[dict[str, Any]], at: datetime) -> Suggestion:
    return Suggestion(
        cluster=cluster, organisation_id=pick.key, other_id=pick.other, question=question, position=pick.position,
        score=round(1000 * pick.score), reasons=why, computed_at=at,
    )  # fmt: skip


def _summary(cluster: Cluster, portraits: Sequence[Portrait], at: datetime, model: LanguageModel | None) -> Computation:
    rows = list(Suggestion.objects.filter(cluster=cluster).order_by("pk").values_list("organisation_id", "other_id"))
    shown: dict[int, int] = {portrait.key: 0 for portrait in portraits}
    for _one, other in rows:
        shown[other] += 1
    return Computation.objects.create(
        cluster=cluster, computed_at=at, companies=len(portraits), with_any=len({one for one, _other in rows}),
        shown=sum(1 for count in shown.values() if count), gini=round(1000 * gini(list(shown.values()))), model=model.name if model else "",
    )  # fmt: skip

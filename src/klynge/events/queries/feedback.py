"""Who is asked how an event was, and what they said."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from klynge.events.models import Event, Feedback, QuestionKind, Registration


def guests_of(event: Event) -> QuerySet[Registration]:
    """Return who was there; where nobody noted who came, everybody with a seat."""
    seated = Registration.objects.filter(event=event).seated()
    came = seated.filter(attendance__isnull=False)
    return came if came.exists() else seated


def may_tell(registration: Registration, *, at: datetime) -> bool:
    """Say whether somebody was there, and it is over."""
    event = registration.event
    if event.ends_at > at or event.cancelled_at is not None:
        return False
    return guests_of(event).filter(pk=registration.pk).exists()


def report_of(event: Event) -> dict[str, Any]:
    """Return {"seated", "came", "absent", "companies", "members", "asked", "count", "mean", "nps", "texts", "after"}; nps in whole per cent, None without answers.

    Source: Reichheld, The One Number You Need to Grow, HBR 2003: the share of 9 and 10 less that of 0 to 6.
    """
    seated = Registration.objects.filter(event=event).seated()
    sums = seated.aggregate(
        seated=Count("pk"),
        came=Count("attendance"),
        companies=Count("organisation", distinct=True),
        members=Count("pk", filter=Q(is_member=True)),
    )
    rows = Feedback.objects.filter(registration__event=event)
    said = rows.aggregate(
        count=Count("pk"), mean=Avg("score"), good=Count("pk", filter=Q(score__gte=9)), bad=Count("pk", filter=Q(score__lte=6))
    )
    nps = round(100 * (said["good"] - said["bad"]) / said["count"]) if said["count"] else None
    absent = sums["seated"] - sums["came"] if sums["came"] else None
    texts = list(rows.exclude(text="").order_by("pk").values_list("text", flat=True)[:50])
    return {
        **sums,
        "absent": absent,
        "asked": guests_of(event).count(),
        "count": said["count"],
        "mean": said["mean"],
        "nps": nps,
        "texts": texts,
        "after": answers_after(event),
    }


def answers_after(event: Event) -> list[dict[str, Any]]:
    """Return {"text", "counts": [(answer, how many)], "texts"} for each question that was asked when it was over; counts for what one chooses from."""
    found = []
    for question in event.questions.after().prefetch_related("answers"):
        said = [answer.text for answer in question.answers.all()]
        is_open = question.kind == QuestionKind.TEXT
        counts = [] if is_open else sorted(Counter(said).items(), key=lambda pair: (-pair[1], pair[0]))
        found.append({"text": str(question), "counts": counts, "texts": said[:50] if is_open else []})
    return found

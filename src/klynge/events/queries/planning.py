"""What is planned, checked and put in order before it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES, no_longer_than
from klynge.events.models import Event, PriceRule, Question, QuestionKind

TEXTS = {"title": 160, "lead": 600, "body": 20_000}  # the longest in each language
PLAIN = ("place", "address", "online_url")
NUMBERS = ("capacity", "overbooking", "most_per_company", "most_in_party", "answer_hours")
MOMENTS = ("starts_at", "ends_at", "sign_up_until_at", "cancel_until_at")
OTHER = ("has_waiting_list", "is_public", "series", "product")


def cleaned(cluster: Cluster, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of an event without blanks around them. Raises: Invalid naming the field that is missing or does not fit."""
    found = {name: facts[name] for name in (*NUMBERS, *MOMENTS, *OTHER) if name in facts}
    found |= {name: str(facts[name] or "").strip() for name in PLAIN if name in facts}
    for name, most in TEXTS.items():
        found[name] = {
            language: no_longer_than(most, str(facts.get(name, {}).get(language) or ""), field=f"{name}_{language}")
            for language in LANGUAGES
        }
    if not found["title"][cluster.locale]:
        raise Invalid(_("Write what the event is called."), field=f"title_{cluster.locale}")
    _check_moments(found.get("starts_at"), found.get("ends_at"), found.get("sign_up_until_at"))
    return found


def _check_moments(starts_at: datetime | None, ends_at: datetime | None, until_at: datetime | None) -> None:
    if starts_at is None:
        raise Invalid(_("Say when it begins."), field="starts_at")
    if ends_at is None or ends_at <= starts_at:
        raise Invalid(_("It ends before it has begun. Give an hour after the beginning."), field="ends_at")
    if until_at is not None and until_at > ends_at:
        raise Invalid(_("One can't sign up after the end. Leave it empty, or give an earlier hour."), field="sign_up_until_at")


def price_rows(event: Event, prices: list[dict[str, Any]]) -> list[PriceRule]:
    """Return the price list as rows. Raises: Invalid for an amount below zero."""
    rows = []
    for price in prices:
        if price["amount_minor"] < 0:
            raise Invalid(_("A price is never below zero."), field="prices")
        names = ("who", "amount_minor", "until_on", "first_seats", "label")
        rows.append(PriceRule(cluster_id=event.cluster_id, event=event, **{name: price[name] for name in names if name in price}))
    return rows


def question_rows(event: Event, questions: list[dict[str, Any]]) -> list[Question]:
    """Return the questions as rows, in their order. Raises: Invalid for a choice of fewer than two."""
    rows = []
    for position, asked in enumerate(questions, 1):
        if asked.get("kind") == QuestionKind.CHOICE and len(asked.get("options", [])) < 2:
            raise Invalid(_("Give at least two answers to choose from."), field="questions")
        names = ("kind", "text", "options", "is_required", "is_after")
        rows.append(Question(cluster_id=event.cluster_id, event=event, position=position, **{n: asked[n] for n in names if n in asked}))
    return rows


def is_paid(event: Event) -> bool:
    """Say whether anybody pays for it."""
    return event.prices.filter(amount_minor__gt=0).exists()

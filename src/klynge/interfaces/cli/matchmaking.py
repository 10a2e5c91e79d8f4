"""``klynge matchmaking``: work out suggestions and list them."""

import argparse
from typing import Any

from django.utils import translation
from django_scopes import scope

from klynge.core.errors import Invalid
from klynge.interfaces.wording.matching import reasons_of
from klynge.matchmaking import actions
from klynge.matchmaking.models import Question, Suggestion
from klynge.membership.models import Membership

from .frame import Output, group, leaf, operator, the_cluster, the_moment


def register(commands: Any) -> None:
    """Add ``matchmaking compute | list``."""
    matchmaking = group(commands, "matchmaking", "Work out whom to suggest to whom, and list it")
    leaf(matchmaking, "compute", "Work out the suggestions anew, from what holds today", compute)
    listing = leaf(matchmaking, "list", "List whom a member is suggested, and why", show)
    listing.add_argument("--member", type=int, required=True, metavar="NO", help="the member's number")
    listing.add_argument("--question", choices=Question.values, default=Question.COMPLEMENTARY.value, help="which of the two questions")


def compute(options: argparse.Namespace) -> Output:
    """Replace all suggestions; nothing is sent, so it needs no rehearsal."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        found = actions.compute_suggestions(cluster, actor=operator(cluster), at=the_moment(options))
    data = {"companies": found.companies, "with_any": found.with_any, "shown": found.shown, "gini": found.gini / 1000, "model": found.model}
    by = found.model or "themes and letters"
    line = f"{found.with_any} of {found.companies} members have suggestions; {found.shown} are suggested to somebody (read by {by})."
    return Output(data, [line])


def show(options: argparse.Namespace) -> Output:
    """List one member's suggestions with their reasons. Raises: Invalid for a number that no member has."""
    cluster = the_cluster(options)
    with scope(cluster=cluster), translation.override("en"):
        member = Membership.objects.filter(cluster=cluster, member_no=options.member).first()
        if member is None:
            raise Invalid(f"There is no member with the number {options.member}.", field="member")
        found = Suggestion.objects.filter(cluster=cluster, organisation=member.organisation_id, question=options.question)
        rows = [
            {"position": row.position, "name": row.other.name, "score": row.score / 1000, "reasons": row.reasons}
            for row in found.select_related("other").order_by("position")
        ]
        lines = [line for row in rows for line in _lines(row)]
    return Output(
        rows, lines or ["Nobody is suggested. Is there a published profile or an open opportunity? Then run: klynge matchmaking compute"]
    )


def _lines(row: dict[str, Any]) -> list[str]:
    told = [
        f"      {reason.title}: {reason.line or f'“{reason.ours}” – “{reason.theirs}”'}"
        for reason in reasons_of(row["reasons"])
    ]  # fmt: skip
    return [f"{row['position']:>3}. {row['name']}  ({row['score']:.2f})", *told]

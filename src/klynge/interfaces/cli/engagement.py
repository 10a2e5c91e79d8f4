"""``klynge engagement``: score the members, and list where they stand."""

import argparse
from typing import Any

from django.utils import translation
from django_scopes import scope

from klynge.core.clock import day_of
from klynge.engagement import actions
from klynge.engagement.models import Level
from klynge.engagement.queries.lists import ALL, REACTIVATE, RECIPROCITY, latest_computation, scores_of
from klynge.engagement.queries.sources import SOURCES
from klynge.engagement.queries.weighing import points

from .frame import Output, group, leaf, operator, the_cluster, the_moment


def register(commands: Any) -> None:
    """Add ``engagement compute | list``."""
    engagement = group(commands, "engagement", "Score the members by what they took part in, and list where they stand")
    leaf(engagement, "compute", "Gather from every room, and score everybody as of today", compute)
    listing = leaf(engagement, "list", "List the members by level, as last computed", show)
    listing.add_argument(
        "--list", choices=(ALL, REACTIVATE, RECIPROCITY), default=ALL, dest="which", help="everybody (default), or one of the lists to call"
    )
    listing.add_argument("--level", choices=Level.values, default="", help="only this level")


def compute(options: argparse.Namespace) -> Output:
    """Take over what the rooms have told and score; doing it again changes nothing, so it needs no rehearsal."""
    cluster, at = the_cluster(options), the_moment(options)
    with scope(cluster=cluster):
        by = {"actor": operator(cluster), "at": at}
        gathered = {source: actions.gather_activities(cluster, source=source, **by) for source in SOURCES}
        found = actions.compute_scores(cluster, on=day_of(at), **by)
    sources = {source: {"added": added, "taken_back": back} for source, (added, back) in gathered.items()}
    lines = [f"{source}: {each['added']} new, {each['taken_back']} taken back" for source, each in sources.items()]
    told = ", ".join(f"{found.counts[level.value]} {level.value}" for level in Level)
    return Output({"on": found.computed_on, "version": found.version, "levels": found.counts, "sources": sources}, [*lines, f"As of {found.computed_on}: {told}."])  # fmt: skip


def show(options: argparse.Namespace) -> Output:
    """List the members of the last computation."""
    cluster = the_cluster(options)
    with scope(cluster=cluster), translation.override("en"):
        actor = operator(cluster)
        computation = latest_computation(cluster, actor=actor)
        if computation is None:
            return Output([], ["Nothing is computed yet. Run: klynge engagement compute"])
        rows = [
            {"name": row.organisation.name, "level": row.level, "contributes": float(points(row.contributes)), "benefits": float(points(row.benefits)), "last_on": row.last_on}
            for row in scores_of(computation, which=options.which, level=options.level, actor=actor)
        ]  # fmt: skip
    lines = [f"{row['level']:<12}{row['contributes']:>6.1f}{row['benefits']:>6.1f}  {row['name']}" for row in rows]
    return Output(rows, lines or ["No member is like that."])

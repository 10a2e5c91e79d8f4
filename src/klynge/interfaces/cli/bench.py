"""``klynge bench``: the benchmarks of a checkout's bench/ folder."""

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from klynge.core.errors import Invalid

from .frame import Output, group, leaf


def register(commands: Any) -> None:
    """Add ``bench dues | engagement | pages | meeting-day | newsletter | recommend | reconcile | site``."""
    bench = group(commands, "bench", "Measure speed on made data, in a scratch database")
    for name, summary in (("dues", "Plan and issue a year's dues"), ("pages", "Open the office's pages"), ("site", "Open the public site")):
        parser = leaf(bench, name, summary, run, has_cluster=False)
        parser.add_argument("--members", type=int, default=1_000, help="how many members to make (default: 1000)")
        parser.set_defaults(benchmark=name)
    parser = leaf(bench, "engagement", "Score made members by what they took part in", engagement, has_cluster=False)
    parser.add_argument("--members", type=int, default=10_000, help="how many members to make (default: 10000)")
    parser.add_argument("--activities", type=int, default=500_000, help="how many activities to make (default: 500000)")
    parser = leaf(bench, "reconcile", "Match made payments with their invoices", run, has_cluster=False)
    parser.add_argument("--payments", type=int, default=1_000, dest="members", help="how many payments to make (default: 1000)")
    parser.set_defaults(benchmark="reconcile")
    parser = leaf(
        bench, "meeting-day", "Plan meeting days: files in MiniZinc's data format, or a made day", run_meeting_day, has_cluster=False
    )
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="plan every *.dzn in this folder")
    parser.add_argument("--people", type=int, default=300, help="without DIR: how many people (default: 300)")
    parser.add_argument("--meetings", type=int, default=1_200, help="without DIR: how many meetings (default: 1200)")
    parser.add_argument("--slots", type=int, default=16, help="without DIR: how many slots (default: 16)")
    parser.add_argument("--seed", type=int, default=1, help="without DIR: another number makes another day")
    parser.add_argument("--seconds", type=float, default=60, help="limit for one day (default: 60; 0: only the plan at once)")
    parser = leaf(
        bench, "newsletter", "Let an edition leave to a real SMTP server, with the worker killed on the way", newsletter, has_cluster=False
    )
    parser.add_argument("--mails", type=int, default=2_000, help="how many subscribers (default: 2000)")
    parser = leaf(bench, "registrations", "Let many guests race for few seats, through the web server", registrations, has_cluster=False)
    parser.add_argument("--clients", type=int, default=2_000, help="how many guests (default: 2000)")
    parser.add_argument("--seats", type=int, default=500, help="how many seats (default: 500)")
    parser = leaf(bench, "recommend", "Recommend partners from consortia, and try it on the year after", recommend, has_cluster=False)
    parser.add_argument("folder", help="where participations*.csv.gz and programme_parts*.csv.gz are")


def run_meeting_day(options: argparse.Namespace) -> Output:
    """Plan the days and print the figures as JSON."""
    if options.folder is not None:
        return _output("meeting_day", options.folder, seconds=options.seconds)
    if not 0 < options.meetings <= (options.people // 2) ** 2 or options.meetings * 2 > options.people * (options.slots - 2):
        raise Invalid("So many meetings don't fit: take more people, more slots or fewer meetings.", field="meetings")
    made = {"slots": options.slots, "seed": options.seed, "seconds": options.seconds}
    return _output("meeting_day", (options.people, options.meetings), **made)


def engagement(options: argparse.Namespace) -> Output:
    """Score the members, and print the figures as JSON."""
    return _output("engagement", options.members, activities=options.activities)


def newsletter(options: argparse.Namespace) -> Output:
    """Let the edition leave, and print the figures as JSON."""
    return _output("newsletter", options.mails)


def registrations(options: argparse.Namespace) -> Output:
    """Race for the seats, and print the figures as JSON."""
    return _output("registrations", options.clients, seats=options.seats)


def recommend(options: argparse.Namespace) -> Output:
    """Measure how good recommendations are, and print the figures as JSON."""
    return _output("recommend", options.folder)


def run(options: argparse.Namespace) -> Output:
    """Run the benchmark and print its figures as JSON, with or without --json."""
    if options.members < 1:
        what = "payment" if options.benchmark == "reconcile" else "member"
        raise Invalid(f"Make at least one {what}: --{what}s 1000", field=f"{what}s")
    return _output(options.benchmark, options.members)


def _output(benchmark: str, given: Any, **more: Any) -> Output:
    if not (settings.ROOT / "bench").is_dir():
        raise Invalid("There is no bench/ folder here: run benchmarks from a checkout of the source.")
    sys.path.insert(0, str(settings.ROOT))
    figures = importlib.import_module(f"bench.{benchmark}").measure(given, **more)
    return Output(figures, [json.dumps(figures, indent=2, default=str)])

"""``klynge bench``: the benchmarks of a checkout's bench/ folder."""

import argparse
import importlib
import json
import sys
from typing import Any

from django.conf import settings

from klynge.core.errors import Invalid

from .frame import Output, group, leaf


def register(commands: Any) -> None:
    """Add ``bench dues | pages``."""
    bench = group(commands, "bench", "Measure speed on made data, in a scratch database")
    for name, summary in (("dues", "Plan and issue a year's dues"), ("pages", "Open the office's pages")):
        parser = leaf(bench, name, summary, run, has_cluster=False)
        parser.add_argument("--members", type=int, default=1_000, help="how many members to make (default: 1000)")
        parser.set_defaults(benchmark=name)


def run(options: argparse.Namespace) -> Output:
    """Run the benchmark and print its figures as JSON, with or without --json."""
    if not (settings.ROOT / "bench").is_dir():
        raise Invalid("There is no bench/ folder here: run benchmarks from a checkout of the source.")
    if options.members < 1:
        raise Invalid("Make at least one member: --members 1000", field="members")
    sys.path.insert(0, str(settings.ROOT))
    figures = importlib.import_module(f"bench.{options.benchmark}").measure(options.members)
    return Output(figures, [json.dumps(figures, indent=2, default=str)])

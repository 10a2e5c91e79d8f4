"""What every command has in common: --json, rehearsal unless --commit, --as-of, clear refusals."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core.clock import noon_of
from klynge.core.errors import Invalid

Group = "argparse._SubParsersAction[argparse.ArgumentParser]"


@dataclass
class Output:
    """What a command has to say: plain data for --json, lines for people; ``code`` is the exit status."""

    data: Any
    lines: Iterable[str] = field(default_factory=list)
    code: int = 0


Run = Callable[[argparse.Namespace], Output]


def group(commands: Any, name: str, summary: str) -> Any:
    """Add a group of commands ("members") and return where its leaves go."""
    return commands.add_parser(name, help=summary, description=summary).add_subparsers(required=True, metavar="COMMAND")


def leaf(
    commands: Any, name: str, summary: str, run: Run, *, is_money: bool = False, is_dated: bool = False, has_cluster: bool = True
) -> argparse.ArgumentParser:
    """Add a command; money commands rehearse unless --commit and take --as-of, as do reports of a day."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run)
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    if has_cluster:
        parser.add_argument("--cluster", help="the cluster's slug (not needed when there is one only)")
    if is_money:
        parser.add_argument("--commit", action="store_true", help="do it; without this it is a rehearsal")
    if is_money or is_dated:
        parser.add_argument("--as-of", type=the_day, metavar="YYYY-MM-DD", help="act as on this day (default: today)")
    return parser


def the_day(text: str) -> date:
    """Read a day as the command line writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2027-01-31") from None


def the_cluster(options: argparse.Namespace) -> Cluster:
    """Return the cluster that the options name. Raises: Invalid when it is unclear or unknown."""
    known = {c.slug: c for c in Cluster.objects.all()}
    if options.cluster is None and len(known) == 1:
        return next(iter(known.values()))
    if options.cluster not in known:
        raise Invalid(f"Name one cluster with --cluster: {', '.join(sorted(known)) or 'there is none yet'}.", field="cluster")
    return known[options.cluster]


def the_moment(options: argparse.Namespace) -> datetime:
    """Return now, or noon of the day given by --as-of."""
    as_of = getattr(options, "as_of", None)
    return noon_of(as_of) if as_of else timezone.now()


def operator(cluster: Cluster | None) -> Actor:
    """Act as the person at the command line, who holds the whole installation anyway."""
    return Actor.system("command line", cluster_id=cluster.pk if cluster else None)


def content_of(path: Path, *, most: int) -> bytes:
    """Return the bytes of a plain file. Raises: Invalid when it is none or larger than ``most`` bytes; OSError."""
    if path.exists() and not path.is_file():
        raise Invalid(f"{path.name or path} is no file. Name the file itself.", field="file")
    if path.stat().st_size > most:
        raise Invalid(
            f"{path.name} is larger than {most // 1_000_000} MB. Save the list alone, or cut it into several files.", field="file"
        )
    return path.read_bytes()

"""How soon a meeting day is planned: real days in MiniZinc's data format, or a day made to measure."""

import csv
import random
import resource
import time
from pathlib import Path
from typing import Any

from klynge.core.errors import Invalid
from klynge.meetings.rules.checking import faults
from klynge.meetings.rules.day import Day, Guest, Wanted
from klynge.meetings.rules.minizinc import read_minizinc
from klynge.meetings.tasks.portfolio import plans


def measure(what: Path | tuple[int, int], *, seconds: float = 60, slots: int = 16, seed: int = 1) -> dict[str, Any]:
    """Plan every *.dzn in a folder, or a made day of so many people and meetings."""
    return _measure_folder(what, seconds) if isinstance(what, Path) else _measure_made(*what, slots=slots, seed=seed, seconds=seconds)


def _measure_folder(folder: Path, seconds: float) -> dict[str, Any]:
    """Compare breaks with the published optimum where published_*.csv lies beside the days."""
    files = sorted(folder.glob("*.dzn"))
    if not files:
        raise Invalid(f"There is no *.dzn file in {folder}.", field="folder")
    published = _published(folder)
    days = [{"day": f.stem, **plan(read_minizinc(f.read_text()), seconds, published=published.get(f.stem))} for f in files]
    return {
        "days": days,
        "all_optimal": all(day["optimal"] for day in days),
        "all_as_published": all(day["published"] in (None, day["breaks"]) for day in days),
        "seconds": round(sum(day["seconds"] for day in days), 1),
        "cpu_seconds": round(sum(day["cpu_seconds"] for day in days), 1),
        "slowest": max(day["seconds"] for day in days),
    }


def _published(folder: Path) -> dict[str, int]:
    found = {}
    for file in folder.glob("published_*.csv"):
        with file.open(newline="") as lines:
            found |= {row["instance"]: int(row["optimum"]) for row in csv.DictReader(lines) if row["d"] == "2" and row["optimum"].isdigit()}
    return found


def plan(day: Day, seconds: float, *, published: int | None = None) -> dict[str, Any]:
    """Plan one day as far as breaks; return when the first plan stood, when breaks were proved least, and the plan's figures."""
    began, before = time.perf_counter(), _cpu()
    first = None
    for step in plans(day, seconds=seconds):
        if step.plan is not None and first is None:
            first = time.perf_counter() - began
        if "breaks" in step.proved:
            break
    took = time.perf_counter() - began
    return {
        "seconds": round(took, 2),
        "cpu_seconds": round(_cpu() - before, 2),
        "first_plan_seconds": round(first, 2) if first is not None else None,
        "missing": step.score.missing if step.score else None,
        "breaks": step.score.breaks if step.score else None,
        "optimal": "breaks" in step.proved,
        "impossible": step.is_impossible,
        "at_least": step.bound if step.aim == "breaks" else None,
        "published": published,
        "faults": len(faults(day, step.plan)) if step.plan else None,
    }


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _measure_made(people: int, meetings: int, *, slots: int, seed: int, seconds: float) -> dict[str, Any]:
    return {"people": people, "meetings": meetings, "slots": slots, **plan(made_day(people, meetings, slots=slots, seed=seed), seconds)}


def made_day(people: int, meetings: int, *, slots: int, seed: int) -> Day:
    """Return a day of the shape of real ones: sellers meet buyers, some far more than others, and one in twelve is away for two slots."""
    dice, drawn = random.Random(seed), set()
    count = [0] * people
    sellers = people // 2
    weight = [dice.uniform(0.3, 1.6) for _ in range(people)]
    while len(drawn) < meetings:
        one = dice.choices(range(sellers), weight[:sellers])[0]
        other = dice.choices(range(sellers, people), weight[sellers:])[0]
        if (one, other) not in drawn and max(count[one], count[other]) < slots - 2:
            drawn.add((one, other))
            count[one] += 1
            count[other] += 1
    tables = -(-meetings * 100 // (85 * slots))
    away = [frozenset({gap, gap + 1} if dice.random() < 1 / 12 else ()) for gap in (dice.randrange(slots - 1) for _ in range(people))]
    guests = [Guest(frozenset(range(slots)) - gap) for gap in away]
    return Day(slots, tables, tuple(guests), tuple(Wanted(pair) for pair in sorted(drawn)))

"""Partners recommended from who worked with whom: Horizon 2020 consortia, learnt from the years before, tried on the year after.

DIR holds ``participations*.csv.gz`` (project, role, organisation, type, country, start_date) and ``programme_parts*.csv.gz`` (project,
programme_part); CORDIS, © European Union, CC BY 4.0. Settings were chosen on the year 2018 alone; a year 2019 in DIR is the final test.
"""

import csv
import gzip
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.matching import languages, speed
from klynge.core.errors import Invalid
from klynge.matchmaking.rules.behaviour import learn, put_together, readings
from klynge.matchmaking.rules.choosing import capped, gini
from klynge.matchmaking.rules.history import History, adamic_adar, common_neighbours, history_of, popularity, walk

TOP, LARGEST_TEAM, DRAWS, SEED = 10, 40, 1_000, 2018
SHARE = 20  # the cap: nobody in more lists than so many times an even share
EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "EL",
        "ES",
        "FI",
        "FR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "UK",
    ]
)
NORDIC = frozenset(["DK", "FI", "IS", "NO", "SE"])
SETS: dict[str, tuple[Callable[[str, str], bool], int]] = {  # who belongs, and in how many projects before it counts as known
    "Danish": (lambda _kind, country: country == "DK", 1),
    "Nordic": (lambda _kind, country: country in NORDIC, 1),
    "EU companies": (lambda kind, country: kind == "PRC" and country in EU, 2),
}


@dataclass(frozen=True)
class Trial:
    """One set before a day: its history, whom each knew already, and who became partners in the year after."""

    history: History
    known: Any
    came_true: Any

    @property
    def asked(self) -> Any:
        """The organisations that found a new partner, so that there is something to hit."""
        return np.flatnonzero(self.came_true.any(axis=1))


def measure(folder: str) -> dict[str, Any]:
    """Return the figures for each year that can be tried and each set."""
    taking_part, parts = _read(Path(folder))
    years = sorted({row["start_date"][:4] for row in taking_part})
    found: dict[str, Any] = {"settings": "chosen on 2018 alone; weights learnt from the year before the one that is tried", "years": {}}
    for year in (each for each in ("2018", "2019") if each in years):
        found["years"][year] = {name: _try(taking_part, parts, name, int(year)) for name in SETS}
    return found | {"Danish to English": languages(), "top ten for all": speed(5_000)}


def _read(folder: Path) -> tuple[list[dict[str, str]], dict[str, set[str]]]:
    files = sorted(folder.glob("participations*.csv.gz"))
    if not files:
        raise Invalid(f"There is no participations*.csv.gz in {folder}.", field="folder")
    rows = [row for file in files for row in _rows(file)]
    parts: dict[str, set[str]] = defaultdict(set)
    for file in sorted(folder.glob("programme_parts*.csv.gz")):
        for row in _rows(file):
            parts[row["project"]].add(row["programme_part"])
    return rows, parts


def _rows(file: Path) -> list[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _trial(rows: list[dict[str, str]], parts: dict[str, set[str]], name: str, year: int) -> Trial:
    belongs, least = SETS[name]
    teams, starts, country = defaultdict(set), {}, {}
    for row in rows:
        if belongs(row["type"], row["country"]) and row["start_date"] < f"{year + 1}":
            teams[row["project"]].add(row["organisation"])
            starts[row["project"]], country[row["organisation"]] = row["start_date"], row["country"]
    before = sorted(project for project, team in teams.items() if starts[project] < f"{year}" and len(team) <= LARGEST_TEAM)
    times: dict[str, int] = defaultdict(int)
    for project in before:
        for one in teams[project]:
            times[one] += least > 1 or len(teams[project]) > 1
    known_ones = {one: number for number, one in enumerate(sorted(one for one, count in times.items() if count >= least))}
    topics = {topic: number for number, topic in enumerate(sorted({topic for project in before for topic in parts.get(project, ())}))}
    countries = {code: number for number, code in enumerate(sorted(set(country.values())))}
    history = history_of(
        [(known_ones[one], number) for number, project in enumerate(before) for one in teams[project] if one in known_ones],
        companies=len(known_ones),
        years_ago=[(date(year, 1, 1) - date.fromisoformat(starts[project])).days / 365.25 for project in before],
        topics=[[topics[topic] for topic in parts.get(project, ())] for project in before],
        groups=[countries[country[one]] for one in known_ones],
    )
    after = [team for project, team in teams.items() if starts[project] >= f"{year}" and 2 <= len(team) <= LARGEST_TEAM]
    return _with_answers(history, [[known_ones[one] for one in team if one in known_ones] for team in after])


def _with_answers(history: History, after: list[list[int]]) -> Trial:
    known = (history.took_part @ history.took_part.T).toarray() > 0
    np.fill_diagonal(known, val=True)
    came_true = np.zeros_like(known)
    for team in after:
        came_true[np.ix_(team, team)] = True
    return Trial(history, known, came_true & ~known)


def _try(rows: list[dict[str, str]], parts: dict[str, set[str]], name: str, year: int) -> dict[str, Any]:
    earlier, trial = _trial(rows, parts, name, year - 1), _trial(rows, parts, name, year)
    if not len(trial.asked):
        return {"organisations": trial.history.companies, "asked": 0}
    weights = learn(readings(earlier.history), came_true=earlier.came_true, known=earlier.known)
    began = time.perf_counter()
    ours = put_together(readings(trial.history), weights=weights)
    lists = _top(ours, trial)
    seconds = time.perf_counter() - began
    size = trial.history.companies
    chance, everyone = np.random.default_rng(SEED), (size, size)
    rivals = {
        "random": chance.random(everyone),
        "popularity": np.broadcast_to(popularity(trial.history), everyone),
        "common neighbours": common_neighbours(trial.history),
        "Adamic-Adar": adamic_adar(trial.history),
        "random walk": walk(trial.history),
    }
    results = {method: _results(_top(scores, trial), trial) for method, scores in rivals.items()}
    results["ours"] = _results(lists, trial)
    results["ours, spread"] = _results(_spread(ours, trial), trial)
    return _report(results, trial, weights, seconds)


def _top(scores: Any, trial: Trial) -> Any:
    """Return the ten best for each organisation asked; equals are put in a seeded order, never in the order of the file."""
    found = np.where(trial.known[trial.asked], -np.inf, scores[trial.asked].astype(np.float64))
    order = np.random.default_rng(SEED).permutation(found.shape[1])
    return order[np.argsort(-found[:, order], axis=1, kind="stable")[:, :TOP]]


def _spread(scores: Any, trial: Trial) -> Any:
    """Return ten for each, with the exposure cap."""
    asked = trial.asked
    found = np.where(trial.known[asked], -np.inf, scores[asked].astype(np.float64))
    deep = np.argsort(-found, axis=1, kind="stable")[:, : TOP * 40]
    kept = np.full_like(found, -np.inf)
    places = np.take_along_axis(found, deep, axis=1)
    np.put_along_axis(kept, deep, 1 + places - places.min(initial=0, where=np.isfinite(places)), axis=1)
    cap = max(3, round(SHARE * len(asked) * TOP / found.shape[1]))
    lists = capped(kept, most=TOP, cap=cap)
    return np.array([each + [-1] * (TOP - len(each)) for each in lists])


def _results(lists: Any, trial: Trial) -> dict[str, Any]:
    answers = trial.came_true[trial.asked]
    hits = np.take_along_axis(answers, np.maximum(lists, 0), axis=1) & (lists >= 0)
    discount = 1 / np.log2(np.arange(2, TOP + 2))
    ideal = np.array([discount[: min(TOP, wanted)].sum() for wanted in answers.sum(axis=1)])
    shown = np.bincount(lists[lists >= 0], minlength=answers.shape[1])
    return {"hit": hits.any(axis=1).astype(float), "ndcg": (hits * discount[: hits.shape[1]]).sum(axis=1) / ideal, "shown": shown}


def _interval(values: Any) -> list[float]:
    draws = np.random.default_rng(SEED).integers(0, len(values), (DRAWS, len(values)))
    return [round(float(each), 3) for each in np.percentile(values[draws].mean(axis=1), [2.5, 97.5])]


def _report(results: dict[str, Any], trial: Trial, weights: dict[str, float], seconds: float) -> dict[str, Any]:
    methods = {
        name: {
            "hit@10": round(float(found["hit"].mean()), 3), "hit@10 95%": _interval(found["hit"]),
            "ndcg@10": round(float(found["ndcg"].mean()), 3), "ndcg@10 95%": _interval(found["ndcg"]),
            "coverage@10": round(float((found["shown"] > 0).mean()), 3), "exposure gini": round(gini(found["shown"]), 3),
        }
        for name, found in results.items()
    }  # fmt: skip
    rivals = [name for name in methods if not name.startswith("ours")]
    best = max(rivals, key=lambda name: results[name]["hit"].mean())
    paired = {
        f"{mine} - {other}": {"hit@10": _difference(results, mine, other, "hit"), "ndcg@10": _difference(results, mine, other, "ndcg")}
        for mine in ("ours", "ours, spread") for other in dict.fromkeys((best, "popularity"))
    }  # fmt: skip
    return {
        "organisations": trial.history.companies, "asked": len(trial.asked), "seconds for all lists": round(seconds, 2), "methods": methods,
        "best baseline": best, "paired difference, 95%": paired,
        "coverage, times popularity's": round(methods["ours"]["coverage@10"] / methods["popularity"]["coverage@10"], 1),
        "weights": {name: round(weight, 3) for name, weight in weights.items()},
    }  # fmt: skip


def _difference(results: dict[str, Any], mine: str, other: str, what: str) -> dict[str, Any]:
    gap = results[mine][what] - results[other][what]
    return {"mean": round(float(gap.mean()), 3), "95%": _interval(gap)}

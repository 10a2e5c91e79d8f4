"""The other two measures of recommending: how fast, and how well a Danish request finds an English offer."""

import time
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from scipy.stats import rankdata

from klynge.directory.rules.industries import ICT
from klynge.matchmaking.queries.language import installed_model
from klynge.matchmaking.rules.matching import bench_of, choose, complementary, strengths
from klynge.matchmaking.rules.portraits import Line, Portrait, compare_ready
from klynge.matchmaking.rules.themes import THEMES

SEED, TOP = 2018, 10
FILLERS = (
    "vi med til og for en den kunder løsning virksomhed produkter erfaring samarbejde partner projekt udvikling service teknisk system hjælp "
    "we with our for customers solution product partner project development"
)


def speed(companies: int) -> dict[str, Any]:
    """Return how long the top ten of the question "who has what we need?" takes for all: two needs, two offers and a profile each."""
    chance, fillers, words = Random(SEED), FILLERS.split(), [word for theme in THEMES for word in theme.words]

    def sentence() -> str:
        return " ".join([*chance.choices(fillers, k=4), chance.choice(words), *chance.choices(fillers, k=3), chance.choice(words)])

    made = [
        Portrait(key, (Line(sentence()), Line(sentence())), (Line(sentence()), Line(sentence())), (Line(sentence()),)) for key in range(companies)
    ]  # fmt: skip
    began, spent = time.perf_counter(), time.process_time()
    bench = bench_of(made)
    picks = choose(bench, complementary(bench))
    seconds, processor = time.perf_counter() - began, time.process_time() - spent
    return {
        "companies": companies, "seconds": round(seconds, 2), "processor seconds": round(processor, 2), "suggestions": len(picks),
        "companies with ten": sum(1 for pick in picks if pick.position == TOP),
    }  # fmt: skip


def languages() -> dict[str, Any]:
    """Return how often an official Danish name of an industry finds its English one among all; with the model too, where it is installed."""
    pairs = list({industry.name_da: industry.name_en for industry in ICT}.items())
    danish, english = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    model = installed_model()
    meanings = dict(zip([*danish, *english], model.vectors([*danish, *english]), strict=True)) if model else None
    portraits = [Portrait(key, offers=(Line(name_en),), needs=(Line(name_da),)) for key, (name_da, name_en) in enumerate(pairs)]
    needs, offers, _about = compare_ready(portraits, meanings=meanings)
    found = {"pairs": len(pairs), "themes and letters": _found(strengths(replace(needs, meaning=None), replace(offers, meaning=None)))}
    if model:
        found[f"with {model.name}"] = _found(strengths(needs, offers))
    return found


def _found(scores: Any) -> dict[str, float]:
    """Rank each English name for its Danish one; equals share the middle rank, so that silence finds nothing."""
    ranks = np.array([rankdata(-row)[place] for place, row in enumerate(scores)])
    return {
        "hit@1": round(float((ranks <= 1).mean()), 2),
        "hit@10": round(float((ranks <= TOP).mean()), 2),
        "mrr": round(float((1 / ranks).mean()), 2),
    }

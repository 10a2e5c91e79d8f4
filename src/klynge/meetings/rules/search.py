"""Better plans, and the proof that there is none better: one aim after the other, in the order in which they count.

From below a bound is raised until a plan meets it, so the first plan found is the best; from above the best plan known is bettered
until that can't be done. Both prove the same; which is quicker depends on the day, so two processes try both.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pysat.card import ITotalizer
from pysat.solvers import Solver

from .annealing import annealed
from .checking import faults
from .day import Day, Plan, Score, score
from .encoding import Encoding

AIMS = ("musts_missing", "short", "missing", "breaks", "worst", "idle")
BELOW, ABOVE = "cadical153", "glucose4"
TURNS = 1_000  # for each meeting, before the search from above


@dataclass(frozen=True, slots=True)
class Step:
    """What the search has to say. ``proved`` names the aims that can't be bettered; ``bound`` is a lower bound of the aim that is worked on.

    ``plan`` is None as long as none is known that keeps all rules; when all aims are proved without one, there is none.
    """

    plan: Plan | None
    score: Score | None
    proved: tuple[str, ...]
    aim: str = ""
    bound: int = 0

    @property
    def is_optimal(self) -> bool:
        """Say whether no plan is better in any aim."""
        return self.proved == AIMS

    @property
    def is_impossible(self) -> bool:
        """Say whether it is proved that no plan keeps all rules."""
        return self.is_optimal and self.plan is None


def search(day: Day, start: Plan | None, *, from_below: bool) -> Iterator[Step]:
    """Yield better plans and proofs until nothing can be bettered. A caller with a limit stops asking."""
    seeker = _Seeker(day, start if start is not None and not faults(day, start) else None, from_below=from_below)
    yield seeker.step("", 0)
    if not all(day.allowed(m) for m, w in enumerate(day.meetings) if w.is_settled):
        yield Step(None, None, AIMS)
        return
    yield from seeker.run()


def seek(day: Day, start: Plan | None, *, from_below: bool, seconds: int, say: Callable[[Step], None]) -> None:
    """Search in a process of its own, which the system ends after so many seconds of work, whatever became of its parent."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for step in search(day, start, from_below=from_below) if from_below or start is None else _bettered(day, start):
        say(step)


def _bettered(day: Day, start: Plan) -> Iterator[Step]:
    """Lessen breaks by turns first, which is quick on large days, and search on from there."""
    best = start
    for plan in annealed(day, start, moves=TURNS * len(day.meetings)):
        if not faults(day, plan) and score(day, plan) < score(day, best):
            best = plan
            yield Step(best, score(day, best), (), "breaks")
    yield from search(day, best, from_below=False)


class _Seeker:
    def __init__(self, day: Day, plan: Plan | None, *, from_below: bool) -> None:
        self.day, self.plan, self.from_below = day, plan, from_below
        self.score = score(day, plan) if plan is not None else None
        self.proved: tuple[str, ...] = ()
        everything = all(w.is_settled for w in day.meetings) or (self.score is not None and self.score.missing == 0)
        self.encoding = Encoding(day, must_hold_all=everything)
        self.solver = Solver(name=BELOW if from_below else ABOVE, bootstrap_with=self.encoding.clauses)
        self.given = len(self.encoding.clauses)

    def step(self, aim: str, bound: int) -> Step:
        return Step(self.plan, self.score, self.proved, aim, bound)

    def run(self) -> Iterator[Step]:
        if self.plan is None and not self._solve([]):
            yield Step(None, None, AIMS)
            return
        for aim in AIMS:
            for bound in self._attain(aim):
                yield self.step(aim, bound)
            self.proved = (*self.proved, aim)
            yield self.step(aim, getattr(self.score, aim))

    def _attain(self, aim: str) -> Iterator[int]:
        """Find the best value of the aim, hold on to it, and yield each bound on the way."""
        known, least = self._known(aim), self._least(aim)
        if aim == "worst":
            yield from self._attain_worst(least)
            return
        counted = self._counted(aim)
        if known == least or not counted:
            for lit in counted if least == 0 else ():
                self.solver.add_clause([-lit])
            return  # idle is the last aim: nothing comes after it that would have to keep its bound
        yield from self._below(aim, counted, least) if self.from_below else self._above(aim, counted, least)

    def _least(self, aim: str) -> int:
        """Return a bound that nothing can be below: who has a break waits for a slot at least."""
        breaks = self._known("breaks")
        return {"worst": min(1, breaks), "idle": breaks}.get(aim, 0)

    def _known(self, aim: str) -> int:
        """Return what the best plan has of it; the search works on aims only when there is a plan."""
        return getattr(self.score, aim)

    def _counted(self, aim: str) -> list[int]:
        encoding = self.encoding
        match aim:
            case "musts_missing":
                return [lit for m, lit in encoding.missing.items() if self.day.meetings[m].is_must]
            case "short":
                found = encoding.shortfalls()
            case "missing":
                return list(encoding.missing.values())
            case "breaks":
                return [lit for ends in encoding.ends for lit in ends]
            case _:
                found = encoding.count_idle() if self.score is not None and self.score.breaks else []
        self._pour()
        return found

    def _pour(self) -> None:
        """Hand the solver what the encoding has grown by."""
        for clause in self.encoding.clauses[self.given :]:
            self.solver.add_clause(clause)
        self.given = len(self.encoding.clauses)

    def _solve(self, assumptions: list[int]) -> bool:
        if not self.from_below and self.plan is not None:
            chosen = [lit if self.plan[m] == t else -lit for m, slots in enumerate(self.encoding.x) for t, lit in slots.items()]
            self.solver.set_phases(chosen)
        if not self.solver.solve(assumptions=assumptions):
            return False
        plan = self.encoding.plan_of(self.solver.get_model())
        there = score(self.day, plan)
        if self.score is None or there <= self.score:
            self.plan, self.score = plan, there
        return True

    def _below(self, aim: str, counted: list[int], least: int) -> Iterator[int]:
        bound, known = least, self._known(aim)
        with ITotalizer(lits=counted, ubound=max(bound, 1), top_id=self.encoding.top) as counter:
            self._grow(counter, 0)
            while bound < known:
                yield bound
                if self._solve([-counter.rhs[bound]]):
                    break
                bound += 1
                poured = len(counter.cnf.clauses)
                counter.increase(ubound=bound + 1, top_id=self.encoding.top)
                self._grow(counter, poured)
            if bound < len(counted):
                self.solver.add_clause([-counter.rhs[bound]])

    def _grow(self, counter: ITotalizer, poured: int) -> None:
        self.encoding.top = max(self.encoding.top, counter.top_id)
        for clause in counter.cnf.clauses[poured:]:
            self.solver.add_clause(clause)

    def _above(self, aim: str, counted: list[int], least: int) -> Iterator[int]:
        known = self._known(aim)
        with ITotalizer(lits=counted, ubound=known, top_id=self.encoding.top) as counter:
            self._grow(counter, 0)
            if known < len(counted):
                self.solver.add_clause([-counter.rhs[known]])
            while known > least and self._solve([-counter.rhs[known - 1]]):
                known = self._known(aim)
                yield least
            if known < len(counted):
                self.solver.add_clause([-counter.rhs[known]])

    def _attain_worst(self, least: int) -> Iterator[int]:
        while (worst := self._known("worst")) > least:
            yield least
            switch, goal = self.encoding.new(), worst - 1
            before = len(self.encoding.clauses)
            for ends in self.encoding.ends:
                self.encoding.at_most(ends, goal)
            for clause in self.encoding.clauses[before:]:
                clause.append(-switch)
            self._pour()
            if not self._solve([switch]):
                break
        for ends in self.encoding.ends:
            self.encoding.at_most(ends, self._known("worst"))
        self._pour()

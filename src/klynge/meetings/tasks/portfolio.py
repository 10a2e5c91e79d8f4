"""Two searches beside each other, in processes of their own, with a limit of time."""

import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait

from klynge.meetings.rules.checking import faults
from klynge.meetings.rules.day import Day, Plan, score
from klynge.meetings.rules.first_plan import first_plan, smoothed
from klynge.meetings.rules.search import AIMS, Step, seek


def plans(day: Day, *, seconds: float, start: Plan | None = None) -> Iterator[Step]:
    """Yield a plan at once, then better ones and proofs, until nothing can be bettered or the time is up.

    The last step says what is known in the end: only what is proved is called best.
    """
    began = time.monotonic()
    known = [plan for plan in (start, smoothed(day, first_plan(day))) if plan is not None and not faults(day, plan)]
    best = min((Step(plan, score(day, plan), ()) for plan in known), key=lambda step: step.score, default=Step(None, None, ()))
    yield best
    if seconds <= time.monotonic() - began:
        return
    context = multiprocessing.get_context("spawn")
    readers, processes = [], []
    for from_below in (True, False):
        reader, writer = context.Pipe(duplex=False)
        told = {"from_below": from_below, "seconds": int(seconds) + 5, "say": writer.send}
        process = context.Process(target=seek, args=(day, best.plan), kwargs=told, daemon=True)
        process.start()
        writer.close()
        readers.append(reader)
        processes.append(process)
    try:
        yield from _heard(readers, best, until=began + seconds)
    finally:
        for process in processes:
            process.kill()
            process.join()


def _heard(readers: list[Connection], best: Step, *, until: float) -> Iterator[Step]:
    while readers and (left := until - time.monotonic()) > 0:
        for reader in wait(readers, timeout=left):
            try:
                step: Step = reader.recv()  # type: ignore[union-attr]
            except EOFError:
                readers.remove(reader)  # type: ignore[arg-type]
                continue
            better = _better(best, step)
            if better != best:
                best = better
                yield best
            if best.is_optimal:
                return


def _better(one: Step, other: Step) -> Step:
    """Join what two searches know."""
    if other.is_impossible:
        return other
    proved = max(one.proved, other.proved, key=len)
    ahead = other if len(other.proved) >= len(one.proved) else one
    if one.score is None or (other.score is not None and other.score < one.score):
        return Step(other.plan, other.score, proved, ahead.aim, ahead.bound)
    same = other.aim == one.aim and len(other.proved) == len(one.proved)
    return Step(one.plan, one.score, proved, ahead.aim, max(one.bound, other.bound) if same else ahead.bound)


def share_proved(step: Step) -> int:
    """Return how much of the aims is proved, in per cent."""
    return 100 * len(step.proved) // len(AIMS)

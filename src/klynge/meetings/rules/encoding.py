"""The day as clauses: what a plan has to respect, and what is counted against it.

Source: Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret, Journal of Artificial Intelligence Research 74 (2022), section 4;
the implied constraints and the clusters of meetings (4.5.2) are theirs, the selection of meetings and the delegates are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pysat.card import CardEnc, EncType, ITotalizer

from .day import Day, Plan

FEW = 5  # up to so many, pairs are cheaper than a counter


class Encoding:
    """Clauses of one day. ``x[m][t]``: meeting m is held in slot t; ``missing[m]``: it isn't held; ``ends[g]``: where breaks of a guest end."""

    def __init__(self, day: Day, *, must_hold_all: bool) -> None:
        self.day = day
        self.holds_all = must_hold_all
        self.top = 0
        self.clauses: list[list[int]] = []
        self.x: list[dict[int, int]] = [{t: self.new() for t in sorted(day.allowed(m))} for m in range(len(day.meetings))]
        self.missing: dict[int, int] = {}
        self.busy: list[list[int | None]] = []
        self.ends: list[list[int]] = []
        self.idle: list[list[int]] = []
        self._meetings()
        for guest in range(len(day.guests)):
            self._guest(guest)
        self._tables()
        self._order()

    def new(self) -> int:
        """Return a fresh variable."""
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """Add one clause."""
        self.clauses.append(list(literals))

    def at_most(self, literals: Sequence[int], bound: int, *, kind: int = EncType.seqcounter) -> None:
        """Let at most so many of them be true."""
        if bound >= len(literals):
            return
        if bound == 1 and len(literals) <= FEW:
            for i, one in enumerate(literals):
                for other in literals[i + 1 :]:
                    self.add(-one, -other)
            return
        self._take(CardEnc.atmost(list(literals), bound=bound, top_id=self.top, encoding=kind))

    def _take(self, made: object) -> None:
        self.clauses += made.clauses  # type: ignore[attr-defined]
        self.top = max(self.top, made.nv)  # type: ignore[attr-defined]

    def any_of(self, literals: Iterable[int]) -> int:
        """Return a variable that is true exactly when one of them is."""
        each = list(literals)
        if len(each) == 1:
            return each[0]
        either = self.new()
        for literal in each:
            self.add(-literal, either)
        self.add(-either, *each)
        return either

    def _meetings(self) -> None:
        for m, wanted in enumerate(self.day.meetings):
            slots = list(self.x[m].values())
            self.at_most(slots, 1)
            if self.holds_all or wanted.is_settled:
                self.add(*slots)
            else:
                self.missing[m] = self.new()
                self.add(self.missing[m], *slots)
                for slot in slots:
                    self.add(-self.missing[m], -slot)

    def _guest(self, g: int) -> None:
        day, guest = self.day, self.day.guests[g]
        meetings = day.of_guest[g]
        busy: list[int | None] = []
        for t in range(day.slots):
            here = [self.x[m][t] for m in meetings if t in self.x[m]]
            self.at_most(here, max(0, guest.delegates))
            busy.append(self.any_of(here) if here else None)
        self.busy.append(busy)
        used = [lit for lit in busy if lit is not None]
        if guest.most is not None and guest.most < len(meetings):
            self.at_most([lit for m in meetings for lit in self.x[m].values()], guest.most)
        if guest.delegates == 1:
            self._count_used(g, used)
        self._breaks(busy, len(meetings))

    def _count_used(self, g: int, used: list[int]) -> None:
        """Implied: whoever is one person uses exactly as many slots as there are meetings."""
        meetings = self.day.of_guest[g]
        if self.holds_all and meetings and len(used) >= len(meetings):
            self._take(CardEnc.equals(used, bound=len(meetings), top_id=self.top, encoding=EncType.seqcounter))
        elif len(meetings) < len(used):
            self.at_most(used, len(meetings))

    def _breaks(self, busy: list[int | None], meetings: int) -> None:
        ends: list[int] = []
        idle: list[int] = []
        before: int | None = None  # has met in an earlier slot
        for t, now in enumerate(busy):
            previous = busy[t - 1] if t else None
            if now is not None and before is not None and meetings > 1:
                end = self.new()
                self.add(*([previous] if previous is not None else []), -now, -before, end)
                self.add(-end, now)
                if previous is not None:
                    self.add(-end, -previous)
                self.add(-end, before)
                ends.append(end)
            before = now if before is None else (before if now is None else self.any_of([before, now]))
        self.ends.append(ends)
        self.idle.append(idle)
        if self.day.most_breaks is not None:
            self.at_most(ends, self.day.most_breaks)

    def count_idle(self) -> list[int]:
        """Add a literal for each slot that a guest waits between meetings, and return them all."""
        found = []
        for busy in self.busy:
            later: int | None = None
            after: list[int | None] = [None] * len(busy)
            for t in range(len(busy) - 1, -1, -1):
                after[t] = later
                now = busy[t]
                later = now if later is None else (later if now is None else self.any_of([later, now]))
            before: int | None = None
            for t, now in enumerate(busy):
                if before is not None and after[t] is not None:
                    waits = self.new()
                    self.add(*([now] if now is not None else []), -before, -after[t], waits)  # type: ignore[operator]
                    found.append(waits)
                before = now if before is None else (before if now is None else self.any_of([before, now]))
        return found

    def shortfalls(self) -> list[int]:
        """Add, for each guest and each meeting below their least, a literal that is true when it is missing."""
        found = []
        for g, guest in enumerate(self.day.guests):
            meetings = self.day.of_guest[g]
            missing = [self.missing[m] for m in meetings if m in self.missing]
            least = min(guest.least, len(meetings))
            spare = len(meetings) - least  # so many may be missing
            if least <= 0 or spare >= len(missing):
                continue
            with ITotalizer(lits=missing, ubound=len(missing), top_id=self.top) as counter:
                self.clauses += counter.cnf.clauses
                self.top = max(self.top, counter.top_id)
                found += list(counter.rhs[spare : len(missing)])
        return found

    def _tables(self) -> None:
        """Limit meetings by tables; meetings that share a guest are counted as one, since only one of them is held."""
        day = self.day
        seated = [m for m, w in enumerate(day.meetings) if w.needs_table]
        if len(seated) <= day.tables:
            return
        clusters = self._clusters(seated)
        alone = {g for g, guest in enumerate(day.guests) if guest.delegates == 1}
        all_pairs = all(w.needs_table and len(w.guests) == 2 and alone.issuperset(w.guests) for w in day.meetings)
        for t in range(day.slots):
            here = [[self.x[m][t] for m in cluster if t in self.x[m]] for cluster in clusters]
            lits = [self.any_of(each) for each in here if each]
            self.at_most(lits, day.tables, kind=EncType.seqcounter if len(lits) < 4 * day.tables else EncType.cardnetwrk)
            if all_pairs:
                self.at_most([lit for busy in self.busy if (lit := busy[t]) is not None], 2 * day.tables, kind=EncType.cardnetwrk)

    def _clusters(self, meetings: list[int]) -> list[list[int]]:
        left, clusters = set(meetings), []
        of_guest = {g: {m for m in ms if m in left} for g, ms in enumerate(self.day.of_guest) if self.day.guests[g].delegates == 1}
        while left:
            g = max(of_guest, key=lambda g: (len(of_guest[g]), -g), default=None)
            if g is None or len(of_guest[g]) < 2:
                break
            cluster = sorted(of_guest[g])
            clusters.append(cluster)
            left.difference_update(cluster)
            touched = {guest for m in cluster for guest in self.day.meetings[m].guests}
            for other in touched & of_guest.keys():
                of_guest[other].difference_update(cluster)
        return clusters + [[m] for m in sorted(left)]

    def _order(self) -> None:
        for one, other in self.day.earlier:
            for t, first in self.x[one].items():
                for u, second in self.x[other].items():
                    if u <= t:
                        self.add(-first, -second)

    def plan_of(self, model: Sequence[int]) -> Plan:
        """Read the plan out of a solver's model."""
        return tuple(next((t for t, lit in slots.items() if model[lit - 1] > 0), None) for slots in self.x)

"""A plan at once: meetings with the fewest possible slots first, and whoever is in the way moves on."""

from .day import Day, Plan, waits

MULTIPLIER, MODULUS = 48271, 2_147_483_647  # Source: Park & Miller, minimal standard generator; the same seed gives the same plan


class _Board:
    """Who sits when while the plan is being made; slots are bits."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.plan: list[int | None] = [None] * len(day.meetings)
        self.allowed = [sum(1 << slot for slot in day.allowed(m)) for m in range(len(day.meetings))]
        self.busy = [[0] * day.slots for _ in day.guests]
        self.open = [sum(1 << s for s in guest.free) if guest.delegates > 0 else 0 for guest in day.guests]
        self.count = [0] * len(day.guests)
        self.seated = [0] * day.slots
        self.table_open = (1 << day.slots) - 1 if day.tables > 0 else 0
        self.after: dict[int, list[int]] = {}
        self.before: dict[int, list[int]] = {}
        for one, other in day.earlier:
            self.after.setdefault(one, []).append(other)
            self.before.setdefault(other, []).append(one)

    def window(self, m: int) -> int:
        """Return the slots that the order of meetings leaves."""
        mask = self.allowed[m]
        for other in self.before.get(m, ()):
            if (slot := self.plan[other]) is not None:
                mask &= -1 << (slot + 1)
        for other in self.after.get(m, ()):
            if (slot := self.plan[other]) is not None:
                mask &= (1 << slot) - 1
        return mask

    def options(self, m: int) -> int:
        """Return the slots in which the meeting can be held now."""
        mask = self.window(m)
        for guest in self.day.meetings[m].guests:
            mask &= self.open[guest]
        return mask & self.table_open if self.day.meetings[m].needs_table else mask

    def put(self, m: int, slot: int) -> None:
        self.plan[m] = slot
        for guest in self.day.meetings[m].guests:
            self.busy[guest][slot] += 1
            self.count[guest] += 1
            if self.busy[guest][slot] >= self.day.guests[guest].delegates:
                self.open[guest] &= ~(1 << slot)
        if self.day.meetings[m].needs_table:
            self.seated[slot] += 1
            if self.seated[slot] >= self.day.tables:
                self.table_open &= ~(1 << slot)

    def take(self, m: int) -> None:
        slot, self.plan[m] = self.plan[m], None
        if slot is None:
            return
        for guest in self.day.meetings[m].guests:
            self.busy[guest][slot] -= 1
            self.count[guest] -= 1
            if self.busy[guest][slot] < self.day.guests[guest].delegates:
                self.open[guest] |= 1 << slot
        if self.day.meetings[m].needs_table:
            self.seated[slot] -= 1
            self.table_open |= 1 << slot

    def has_enough(self, m: int) -> bool:
        """Say whether one who takes part has as many meetings as they want."""
        guests = self.day.guests
        return any((most := guests[g].most) is not None and self.count[g] >= most for g in self.day.meetings[m].guests)

    def nearness(self, m: int, slot: int) -> int:
        """Count the neighbouring slots in which those who take part meet anyway."""
        found = 0
        for guest in self.day.meetings[m].guests:
            busy = self.busy[guest]
            found += (slot > 0 and busy[slot - 1] > 0) + (slot + 1 < len(busy) and busy[slot + 1] > 0)
        return found


def first_plan(day: Day, *, seed: int = 1, effort: int = 40) -> Plan:
    """Return a plan without faults at once; ``effort`` says how many moves it may make for each meeting.

    Where ``most_breaks`` or settled meetings can't be met at once, the plan has faults of these two kinds, and no others.
    """
    board, state = _Board(day), seed
    rank = {m: (not w.is_settled, not w.is_must, board.allowed[m].bit_count()) for m, w in enumerate(day.meetings)}
    waiting = sorted(rank, key=lambda m: (rank[m], m))
    stuck: list[int] = []
    while waiting:
        m = _next(board, waiting, rank)
        waiting.remove(m)
        if board.has_enough(m) or not _place(board, m):
            stuck.append(m)
    moved = [0] * len(day.meetings)
    for _ in range(effort * len(day.meetings)):
        if not stuck:
            break
        state = state * MULTIPLIER % MODULUS
        m = stuck.pop(state % len(stuck))
        moved[m] += 1
        stuck += _make_room(board, m, moved, state)
        if moved[m] > effort:
            break
    for m in sorted(range(len(day.meetings)), key=lambda m: rank[m]):
        if board.plan[m] is None and not board.has_enough(m):
            _place(board, m)
    return tuple(board.plan)


def _next(board: _Board, waiting: list[int], rank: dict[int, tuple[bool, bool, int]]) -> int:
    ahead = waiting[:60]  # looking at all would take quadratic time
    return min(ahead, key=lambda m: (rank[m][:2], board.options(m).bit_count(), m))


def _place(board: _Board, m: int) -> bool:
    options = board.options(m)
    if not options:
        return False
    slots = [slot for slot in range(board.day.slots) if options >> slot & 1]
    board.put(m, max(slots, key=lambda slot: (board.nearness(m, slot), -board.seated[slot], -slot)))
    return True


def _make_room(board: _Board, m: int, moved: list[int], state: int) -> list[int]:
    """Put the meeting where it drives out least, and return those that were driven out."""
    if board.has_enough(m):
        return []
    if _place(board, m):
        return []
    day, window = board.day, board.window(m)
    best: tuple[int, int, int] | None = None
    out: list[int] = []
    for slot in (s for s in range(day.slots) if window >> s & 1):
        driven = _in_the_way(board, m, slot, state)
        if driven is None:
            continue
        key = (
            sum(1 + 3 * moved[d] + 20 * (day.meetings[d].is_must and not day.meetings[m].is_must) for d in driven),
            (slot * 7 + state) % 97,
            slot,
        )
        if best is None or key < best:
            best, out = key, driven
    if best is None:
        return []
    for driven_out in out:
        board.take(driven_out)
    board.put(m, best[2])
    return out


def _in_the_way(board: _Board, m: int, slot: int, state: int) -> list[int] | None:
    day = board.day
    crowded = [g for g in day.meetings[m].guests if board.busy[g][slot] >= day.guests[g].delegates]
    driven = [next(d for d in day.of_guest[guest] if board.plan[d] == slot) for guest in crowded]
    taken = board.seated[slot] - sum(day.meetings[d].needs_table for d in set(driven))
    if day.meetings[m].needs_table and taken >= day.tables:
        others = [d for d, at in enumerate(board.plan) if at == slot and day.meetings[d].needs_table and d not in driven]
        loose = [d for d in others if not day.meetings[d].is_settled] or others
        if not loose:
            return None
        driven.append(loose[state % len(loose)])
    settled = any(day.meetings[d].is_settled for d in driven) and not day.meetings[m].is_settled
    return None if settled else list(dict.fromkeys(driven))


def smoothed(day: Day, plan: Plan, *, rounds: int = 4) -> Plan:
    """Move single meetings while that lessens breaks or waiting; nothing that is held is dropped."""
    board = _Board(day)
    for m, slot in enumerate(plan):
        if slot is not None:
            board.put(m, slot)
    for _ in range(rounds):
        if not any(_move(board, m) for m in range(len(day.meetings))):
            break
    return tuple(board.plan)


def _move(board: _Board, m: int) -> bool:
    here = board.plan[m]
    if here is None:
        return False
    guests = board.day.meetings[m].guests

    def cost() -> tuple[int, int]:
        each = [waits([s for d in board.day.of_guest[g] if (s := board.plan[d]) is not None]) for g in guests]
        return sum(breaks for breaks, _ in each), sum(idle for _, idle in each)

    best, now = here, cost()
    board.take(m)
    options = board.options(m)
    for slot in (s for s in range(board.day.slots) if options >> s & 1 and s != here and board.nearness(m, s)):
        board.put(m, slot)
        if (there := cost()) < now:
            best, now = slot, there
        board.take(m)
    board.put(m, best)
    return best != here

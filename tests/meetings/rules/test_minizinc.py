"""The MiniZinc data format of the literature."""

import pytest

from klynge.core.errors import Invalid
from klynge.meetings.rules.day import Day, Guest, Wanted
from klynge.meetings.rules.minizinc import read_minizinc

TEXT = """nBusiness = 3;
nMeetings = 3;
nTables = 2;
nTotalSlots = 4;
nMorningSlots = 2;
requested = [|1, 2,3,
|1, 3,1,
|2, 3,2,
|];
meetingsxBusiness = [{1,2,3},{1},{1}];
nMeetingsBusiness = [2,2,2];
forbidden = [{0},
{0,3,4},
{0}];
fixed = [0,2,0];
precedences = [{},
{},
{1}];
"""


def test_a_day_is_read_as_it_stands() -> None:
    everywhere = frozenset(range(4))
    assert read_minizinc(TEXT) == Day(
        4, 2,
        (Guest(everywhere), Guest(frozenset({0, 1})), Guest(everywhere)),
        (
            Wanted((0, 1), is_settled=True),
            Wanted((0, 2), is_settled=True, slots=frozenset({1})),
            Wanted((1, 2), is_settled=True, slots=frozenset({2, 3})),
        ),
        ((0, 2),), 2,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "nTotalSlots = many;", TEXT.replace("forbidden", "forgotten")])
def test_what_is_no_day_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Invalid, match="MiniZinc"):
        read_minizinc(text)

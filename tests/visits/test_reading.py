"""Who counts as a person, and when somebody is new that day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from klynge.visits.rules.reading import Visitor, is_person, visitor_of

TODAY = date(2027, 1, 4)


def test_browsers_are_people_and_programs_are_not():
    assert is_person("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0")
    for program in ("", "Googlebot/2.1", "curl/8", "facebookexternalhit/1.1 (link preview)", "python-requests/2"):
        assert not is_person(program)


@given(st.dates(min_value=TODAY - timedelta(days=365), max_value=TODAY - timedelta(days=1)))
def test_who_came_on_an_earlier_day_returns(seen):
    assert visitor_of(seen.isoformat(), on=TODAY) == Visitor(is_new_today=True, is_returning=True)


def test_a_second_look_on_the_same_day_is_no_new_visit():
    assert visitor_of("2027-01-04", on=TODAY) == Visitor(is_new_today=False, is_returning=False)


@given(st.one_of(st.text(max_size=20), st.dates(min_value=TODAY + timedelta(days=1)).map(date.isoformat), st.just("2025-12-31")))
def test_what_nobody_can_have_kept_makes_a_new_visitor_and_no_fault(kept):
    visitor = visitor_of(kept, on=TODAY)
    assert visitor == Visitor(is_new_today=True, is_returning=False) or date.fromisoformat(kept) <= TODAY

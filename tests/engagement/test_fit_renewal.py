from datetime import date, timedelta

import pytest

from klynge.core.errors import Refused
from klynge.core.ranges import span
from klynge.engagement.actions import fit_renewal
from klynge.engagement.models import RenewalModel, RenewalRisk
from klynge.engagement.queries.renewal_years import running, years_over
from klynge.membership.models import Ending, Membership, Resignation, Term
from tests.engagement.touched import AT, touched
from tests.factories import company, member

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)


def _fit(world, on=TODAY, actor=None):
    return fit_renewal(world.nordlys, on=on, actor=actor or world.astrid, at=world.noon)


def _years(world, *years):
    for year in years:
        Term.objects.create(cluster=world.nordlys, label=f"{year}", during=span(date(year, 1, 1), date(year + 1, 1, 1)))


def _member(world, name, joined_on, left_on=None, reason="resigned"):
    made = member(world.nordlys, world.ordinary, name, 5, joined_on=joined_on)
    if left_on:
        Membership.objects.filter(pk=made.pk).update(during=span(joined_on, left_on))
        Ending.objects.create(membership=made, reason=reason, recorded_at=AT, recorded_by="")
    return made


def test_the_years_that_are_over_say_who_was_new_who_left_and_who_had_no_choice(inside):
    _years(inside, 2025, 2026)
    _member(inside, "Ny", date(2026, 3, 1))
    _member(inside, "Gået", date(2022, 1, 1), date(2027, 1, 1))
    _member(inside, "Gået før", date(2022, 1, 1), date(2025, 7, 1))
    _member(inside, "Opslugt", date(2022, 1, 1), date(2026, 7, 1), reason="merged")
    before, last = years_over(inside.nordlys, on=TODAY)
    assert sorted((y.is_first, y.has_left) for y in before) == [(False, False)] * 3 + [(False, True)]
    assert sorted((y.is_first, y.has_left) for y in last) == [(False, False), (False, True), (True, False)]
    assert years_over(inside.nordlys, on=date(2026, 12, 31)) == [before]


def test_scores_are_those_of_the_day_on_which_the_year_began_and_unknown_before_anything_was_kept(inside):
    _years(inside, 2025, 2026)
    touched(inside.nordlys, inside.fjord, "spoke", date(2025, 6, 1))
    touched(inside.nordlys, inside.fjord, "spoke", date(2026, 6, 1))
    before, last = years_over(inside.nordlys, on=TODAY)
    assert [(y.contributes, y.benefits) for y in (*before, *last)] == [(None, None), (5_26, 0)]
    (now,) = running(inside.nordlys, on=TODAY)
    assert (now.organisation_id, now.fee_minor, now.year.is_first, now.year.contributes) == (inside.fjord.pk, 0, False, 6_48)


def test_who_has_said_that_it_leaves_is_not_foretold(inside):
    held = inside.fjord_membership
    Membership.objects.filter(pk=held.pk).update(during=span(date(2020, 1, 1), date(2028, 1, 1)))
    Resignation.objects.create(membership=held, received_on=TODAY, effective_on=date(2028, 1, 1), recorded_at=AT)
    assert running(inside.nordlys, on=TODAY) == []


def test_with_too_little_to_learn_from_nothing_is_said_of_any_member(inside):
    _years(inside, 2025, 2026)
    model = _fit(inside)
    assert (model.years, model.losses, model.is_enough, model.at_risk) == (2, 0, False, {})
    assert not RenewalRisk.objects.exists()
    assert {row["name"]: row["prior"] for row in model.coefficients}["later"] == -2.19722


def test_a_cluster_with_years_behind_it_is_told_the_risk_of_each_and_the_dues_at_risk(inside):
    _years(inside, *range(2020, 2027))
    firms = [company(inside.nordlys, f"Firma {n}") for n in range(40)]
    left = [date(2021 + n % 6, 1, 1) if n % 3 == 0 else None for n in range(40)]
    made = Membership.objects.bulk_create(
        Membership(cluster=inside.nordlys, organisation=firm, type=inside.ordinary, member_no=500 + n, during=span(date(2019, 1, 1), end))
        for n, (firm, end) in enumerate(zip(firms, left, strict=True))
    )
    model = _fit(inside)
    risks = RenewalRisk.objects.filter(model=model)
    assert (model.is_enough, model.losses, risks.count()) == (True, 14, 1 + sum(1 for end in left if end is None))
    assert all(0 < each.low_bp < each.risk_bp < each.high_bp < 3_000 for each in risks)
    assert model.at_risk["members"] == risks.count() and model.calibration["years"] > 100 and len(made) == 40
    again = _fit(inside)
    assert again.pk != model.pk and RenewalModel.objects.count() == 1


def test_nobody_else_learns(inside):
    for actor in (inside.dorte, inside.bo, inside.frida):
        with pytest.raises(Refused):
            _fit(inside, TODAY + timedelta(days=1), actor)

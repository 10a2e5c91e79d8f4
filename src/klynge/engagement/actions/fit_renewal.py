"""Learn from the years that are over how likely each member is to leave."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.engagement import policies
from klynge.engagement.models import RenewalModel, RenewalRisk
from klynge.engagement.queries.renewal_years import Running, running, years_over
from klynge.engagement.rules.calibration import calibrate, dues_at_risk
from klynge.engagement.rules.hazard import PRIOR_MEANS, Fit, fit, foretell

SEED = 2017
PLACES = 5


@transaction.atomic
def fit_renewal(cluster: Cluster, *, on: date, actor: Actor, at: datetime) -> RenewalModel:
    """Fit the model to every term that is over, and keep what it says of the members of the day; of each month the last one stays.

    Where there is too little to learn from, nothing is said of any member. Raises: Refused.
    """
    require(policies.may_compute(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    by_term = years_over(cluster, on=on)
    found = fit([year for term in by_term for year in term])

    RenewalModel.objects.filter(cluster=cluster, fitted_on__year=on.year, fitted_on__month=on.month, fitted_on__lte=on).delete()
    model = RenewalModel.objects.create(
        cluster=cluster, fitted_on=on, fitted_at=at, years=found.years, losses=found.losses, is_enough=found.is_enough,
        coefficients=_coefficients(found), calibration=_calibration(by_term),
    )  # fmt: skip
    if found.is_enough:
        _foretell(model, found, running(cluster, on=on))
    record(actor, "engagement.renewal.fitted", model, at=at, years=found.years, losses=found.losses, is_enough=found.is_enough)
    return model


def _coefficients(found: Fit) -> list[dict[str, Any]]:
    rows = []
    for name, value in zip(found.names, found.values, strict=True):
        low, high = found.interval(name)
        numbers = {"value": value, "low": low, "high": high, "prior": PRIOR_MEANS[name]}
        rows.append({"name": name} | {key: round(number, PLACES) for key, number in numbers.items()})
    return rows


def _calibration(by_term: Any) -> dict[str, Any]:
    found = calibrate(by_term)
    groups = [{key: round(value, PLACES) for key, value in asdict(group).items()} | {"is_right": group.is_right} for group in found.groups]
    errors = {way: [round(error, PLACES) for error in pair] for way, pair in found.errors.items()}
    return {"years": found.years, "losses": found.losses, "groups": groups, "errors": errors}


def _foretell(model: RenewalModel, found: Fit, members: list[Running]) -> None:
    years, fees = [each.year for each in members], [each.fee_minor for each in members]
    RenewalRisk.objects.bulk_create(
        (
            RenewalRisk(
                cluster=model.cluster, model=model, membership_id=each.membership_id, organisation_id=each.organisation_id,
                fee_minor=each.fee_minor, risk_bp=round(10_000 * told.risk), low_bp=round(10_000 * told.low), high_bp=round(10_000 * told.high),
                features={"is_first": each.year.is_first, "is_late": each.year.is_late, "contributes": each.year.contributes,
                          "benefits": each.year.benefits},
            )
            for each, told in zip(members, foretell(found, years), strict=True)
        ),
        batch_size=2_000,
    )  # fmt: skip
    risk = dues_at_risk(found, years, fees, seed=SEED)
    model.at_risk = asdict(risk) | {"currency": model.cluster.currency, "members": len(members)}
    model.save(update_fields=["at_risk"])

"""Change a draft of the weights."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.engagement import policies
from klynge.engagement.models import Weight, WeightScheme
from klynge.engagement.queries.weighing import NUMBERS, as_data, plain

GENERAL = ("half_life_days", "normalisation", *NUMBERS)


@transaction.atomic
def change_weights(
    scheme: WeightScheme, *, general: Mapping[str, Any], kinds: Mapping[str, Mapping[str, Any]], actor: Actor, at: datetime
) -> WeightScheme:
    """Write thresholds and bounds (``general``, as on the model), and axis, points and cap of each kind named; points, not hundredths.

    Raises: Refused, Conflict when it is adopted, Invalid for what can't be.
    """
    require(policies.may_weigh(actor, scheme.cluster))
    scheme = WeightScheme.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=scheme.pk)
    if scheme.adopted_on:
        raise Conflict(_("These weights are adopted. Draft a new version."))
    before = as_data(plain(scheme))
    for name in GENERAL:
        setattr(scheme, name, general.get(name, getattr(scheme, name)))
    rows = [_changed(row, kinds[row.kind]) for row in scheme.weights.all() if row.kind in kinds]
    _clean(scheme, *rows)

    scheme.save(update_fields=list(GENERAL))
    Weight.objects.bulk_update(rows, ["axis", "points", "cap"])
    scheme = WeightScheme.objects.get(pk=scheme.pk)
    record(actor, "engagement.weights.changed", scheme, at=at, before=before, after=as_data(plain(scheme)))
    return scheme


def _changed(row: Weight, facts: Mapping[str, Any]) -> Weight:
    for name in ("axis", "points", "cap"):
        setattr(row, name, facts.get(name, getattr(row, name)))
    return row


def _clean(*rows: WeightScheme | Weight) -> None:
    for row in rows:
        try:
            row.clean_fields(exclude=["cluster", "scheme"])
        except ValidationError as fault:
            name, sentences = next(iter(fault.message_dict.items()))
            raise Invalid(" ".join(sentences), field=f"{name}_{row.kind}" if isinstance(row, Weight) else name)
    if isinstance(rows[0], WeightScheme) and not 1 <= rows[0].half_life_days <= 3_650:
        raise Invalid(_("Between one day and ten years."), field="half_life_days")

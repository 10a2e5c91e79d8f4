"""The weights of a day as the rules take them, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.engagement.models import ActivityKind, WeightScheme
from klynge.engagement.rules.weights import PROPOSAL, KindWeight, Weights, faults

NUMBERS = ("contributes_cap", "benefits_cap", "passive_below", "contributor_from", "engaged_from")  # in points, on the model


def weights_on(cluster: Cluster, day: date) -> Weights:
    """Return what counts on the day: the version adopted for it, else our proposal."""
    scheme = WeightScheme.objects.filter(cluster=cluster).in_force(day).prefetch_related("weights").first()
    return plain(scheme) if scheme else PROPOSAL


def plain(scheme: WeightScheme) -> Weights:
    """Return a version as the rules take it."""
    kinds = {
        each.kind: KindWeight(each.axis, hundredths(each.points), None if each.cap is None else hundredths(each.cap))
        for each in scheme.weights.all()
    }
    bounds = {name: hundredths(getattr(scheme, name)) for name in NUMBERS}
    return Weights(
        version=scheme.version, kinds=kinds, half_life_days=scheme.half_life_days, normalisation=scheme.normalisation, **bounds
    )  # fmt: skip


def hundredths(points: Decimal | int) -> int:
    """Return points as whole hundredths."""
    return int(Decimal(points) * 100)


def points(value: int) -> Decimal:
    """Return hundredths as points."""
    return Decimal(value) / 100


def as_data(weights: Weights) -> dict[str, Any]:
    """Return a version as plain data, to be kept beside what was worked out with it."""
    kinds = {kind: [each.axis, each.points, each.cap] for kind, each in weights.kinds.items()}
    return {
        "version": weights.version, "half_life_days": weights.half_life_days, "normalisation": weights.normalisation, "kinds": kinds,
        **{name: getattr(weights, name) for name in NUMBERS},
    }  # fmt: skip


def from_data(data: dict[str, Any]) -> Weights:
    """Return the version that was kept as plain data."""
    kinds = {kind: KindWeight(*each) for kind, each in data["kinds"].items()}
    return Weights(**{**data, "kinds": kinds})


def fault_words(weights: Weights) -> list[str]:
    """Say in sentences what keeps a version from being adopted."""
    said = {
        "uncapped": _("The newsletter, signing in and keeping facts need an upper bound each, or much of it would look like engagement."),
        "newsletter": _(
            "The upper bounds of newsletter, signing in and keeping facts must stay below the points of a passive member together."
        ),
        "engaged_below_passive": _("Somebody could be engaged and passive at once: raise what engaged takes, or lower what passive is."),
        "engaged_above_cap": _("Nobody could become engaged: it takes more points than an axis can give."),
        "contributor_above_engaged": _("Whoever is engaged contributes: the points of a contributor can't be more than those of engaged."),
        "nothing_contributes": _("Nothing counts as a contribution."),
        "nothing_benefits": _("Nothing counts as a benefit."),
    }
    return [said[code] for code in faults(weights)]


def versions(cluster: Cluster) -> list[WeightScheme]:
    """Return the cluster's versions with their weights, the newest first; our proposal is none of them."""
    return list(WeightScheme.objects.filter(cluster=cluster).prefetch_related("weights").order_by("-version"))


def kinds_in_order(weights: Weights) -> Iterable[tuple[ActivityKind, KindWeight]]:
    """Yield each kind that the version knows, in the order of the list of kinds."""
    return ((kind, weights.kinds[kind.value]) for kind in ActivityKind if kind.value in weights.kinds)

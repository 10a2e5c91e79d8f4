"""Which category a size falls into."""

from __future__ import annotations

from klynge.membership.rules import adjustments
from klynge.membership.rules.errors import NO_BAND, NO_SIZE, STRADDLES, CannotPrice
from klynge.membership.rules.facts import Facts
from klynge.membership.rules.schedule import Band, Component

Size = tuple[int, int | None]  # both ends included


def size_in(facts: Facts, metric: str) -> Size | None:
    """Return the declared size in a metric."""
    return next(((low, high) for name, low, high in facts.sizes if name == metric), None)


def band_of(component: Component, facts: Facts) -> Band:
    """Return the one category of the facts; a category whose predicate holds comes before those by size alone.

    Raises: CannotPrice when there is no size, no category, or more than one.
    """
    for band in component.bands:
        if band.predicate and adjustments.holds(band.predicate, facts) and _is_within(component, band, facts):
            return band
    bands = tuple(band for band in component.bands if not band.predicate)
    if not bands:
        raise CannotPrice(NO_BAND, low="–", high="–", metric=component.main_metric, component=component.code)
    main = component.main_metric
    if len(bands) == 1 and (bands[0].low, bands[0].high) == (0, None):
        return bands[0]
    size = size_in(facts, main)
    if size is None:
        raise CannotPrice(NO_SIZE, metric=main)
    reached = [_reached(bands, main, main, size), *_by_others(component, bands, facts)]
    ranks = [bands.index(band) for band in reached if band]
    return bands[min(ranks) if component.needs_all_metrics else max(ranks)]


def _by_others(component: Component, bands: tuple[Band, ...], facts: Facts) -> list[Band | None]:
    """Look up the other metrics: with "and" each must be known, with "or" a size that reaches no category says nothing."""
    found: list[Band | None] = []
    for metric in component.metrics[1:]:
        size = size_in(facts, metric)
        bounded = tuple(band for band in bands if band.bounds(metric, component.main_metric))
        if size is None and component.needs_all_metrics:
            raise CannotPrice(NO_SIZE, metric=metric)
        if size is None or not any(_touches(band.bounds(metric, component.main_metric), size) for band in bounded):
            found.append(bands[0] if size is not None and component.needs_all_metrics else None)
        else:
            found.append(_reached(bounded, metric, component.main_metric, size, is_sparse=len(bounded) < len(bands)))
    return found


def _reached(bands: tuple[Band, ...], metric: str, main: str, size: Size, *, is_sparse: bool = False) -> Band:
    """Find the one category that holds the whole interval. Raises: CannotPrice, naming the categories in question."""
    touched = [band for band in bands if _touches(band.bounds(metric, main), size)]
    low, high = size
    said = {"low": low, "high": "∞" if high is None else high, "metric": metric}
    if len(touched) > 1 or (touched and is_sparse and not _holds(touched[0].bounds(metric, main), size)):
        raise CannotPrice(STRADDLES, **said, bands=", ".join(band.name for band in touched))
    if not touched or not _holds(touched[0].bounds(metric, main), size):
        raise CannotPrice(NO_BAND, **said)
    return touched[0]


def _touches(bounds: tuple[int, int | None] | None, size: Size) -> bool:
    low, high = bounds or (0, 0)
    return (high is None or size[0] < high) and (size[1] is None or size[1] >= low)


def _holds(bounds: tuple[int, int | None] | None, size: Size) -> bool:
    low, high = bounds or (0, 0)
    return size[0] >= low and (high is None or (size[1] is not None and size[1] < high))


def _is_within(component: Component, band: Band, facts: Facts) -> bool:
    """Say whether the size fits a category that has both a predicate and bounds."""
    if (band.low, band.high) == (0, None):
        return True
    size = size_in(facts, component.main_metric)
    return size is not None and _holds((band.low, band.high), size)

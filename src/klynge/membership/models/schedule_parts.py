"""The parts of schedules, written from plain rules in one go."""

from collections.abc import Mapping

from klynge.membership.rules.schedule import Band, Component, Schedule

from .schedule import FeeBand, FeeComponent, FeeRule, FeeSchedule, ProrationStep


def write_parts(plain: Mapping[FeeSchedule, Schedule]) -> None:
    """Replace the parts of these schedules; the same few statements for one as for a hundred."""
    for model in (FeeComponent, FeeRule, ProrationStep):
        model.objects.filter(schedule__in=plain).delete()
    components = [
        (_component(row, position, each), each) for row, schedule in plain.items() for position, each in enumerate(schedule.components, 1)
    ]
    FeeComponent.objects.bulk_create([row for row, _ in components])
    FeeBand.objects.bulk_create([_band(row, band) for row, component in components for band in component.bands])
    FeeRule.objects.bulk_create(
        FeeRule(schedule=row, position=position, kind=rule.kind, label=dict(rule.label), parameters=dict(rule.parameters))
        for row, schedule in plain.items()
        for position, rule in enumerate(schedule.fee_rules, 1)
    )
    ProrationStep.objects.bulk_create(
        ProrationStep(
            schedule=row, from_month=step.from_month, from_day=step.from_day, numerator=step.numerator, denominator=step.denominator
        )
        for row, schedule in plain.items()
        for step in schedule.proration_steps
    )


def _component(row: FeeSchedule, position: int, plain: Component) -> FeeComponent:
    return FeeComponent(
        schedule=row,
        position=position,
        code=plain.code,
        label=dict(plain.label),
        method=plain.method,
        kinds=list(plain.kinds),
        metrics=list(plain.metrics),
        needs_all_metrics=plain.needs_all_metrics,
        parameters=dict(plain.parameters),
    )


def _band(row: FeeComponent, plain: Band) -> FeeBand:
    return FeeBand(
        component=row,
        position=plain.position,
        label=dict(plain.label),
        low=plain.low,
        high=plain.high,
        other_bounds={metric: [low, high] for metric, low, high in plain.other_bounds},
        amount_minor=plain.amount_minor,
        hours=plain.hours,
        printed_gross_minor=plain.printed_gross_minor,
        predicate=dict(plain.predicate),
        is_assumption=plain.is_assumption,
    )

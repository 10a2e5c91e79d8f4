"""Why this amount, and what is wrong with a schedule: in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext as _

from klynge.core.texts import in_language
from klynge.directory.models import Metric
from klynge.membership.models import FeeRuleKind
from klynge.membership.rules.errors import NO_BAND, NO_SIZE, NOT_APPLICABLE, STRADDLES, CannotPrice
from klynge.membership.rules.schedule import UNITS
from klynge.membership.rules.validating import Finding

Data = Mapping[str, Any]
NBSP = "\u00a0"  # an amount never breaks from its currency


def words(steps: Iterable[Data], language: str, *, currency: str = "DKK") -> list[str]:
    """Turn the steps of a price into plain sentences, in their order."""
    with translation.override(language):
        return [_SENTENCES[step["rule"]](step, currency) for step in steps]


def problem_words(problem: CannotPrice, language: str) -> str:
    """Say in one sentence why a fee can't be worked out."""
    said = problem.parameters
    with translation.override(language):
        return {
            NO_SIZE: _("The size (%(metric)s) is not known, and the fee depends on it."),
            STRADDLES: _("A size of %(low)s to %(high)s reaches into more than one category: %(bands)s."),
            NO_BAND: _("No category of the schedule covers a size of %(low)s to %(high)s."),
            NOT_APPLICABLE: _("No part of the schedule is for this kind of member (%(type)s)."),
        }[problem.code] % (said | {"metric": _metric(str(said.get("metric", "headcount")))})


def finding_words(finding: Finding, language: str, *, currency: str = "DKK") -> str:
    """Say in one sentence what is wrong with a schedule, and exactly where."""
    with translation.override(language):
        said = finding.parameters | {
            "where": _where(finding),
            "bands": _(" and ").join(in_language(b) for b in finding.parameters.get("bands", [])),
        }
        said |= {name: _money(value, currency) for name, value in said.items() if name.endswith("_minor")}
        return _finding_sentence(finding.code) % said


def _finding_sentence(code: str) -> str:
    return {
        "overlap": _("Two categories cover %(where)s: %(bands)s."),
        "gap": _("No category covers %(where)s, between %(bands)s."),
        "not_from_zero": _("No category covers %(where)s: the first one, %(bands)s, begins above zero."),
        "no_open_top": _("No category covers %(where)s: the last one, %(bands)s, has an end."),
        "falling": _("The fee falls from %(before_minor)s to %(after_minor)s at %(where)s: %(bands)s."),
        "vat_misprint": _("%(net_minor)s plus VAT is %(expected_minor)s, but %(printed_minor)s is printed."),
        "currency": _("This part is in %(found)s, the schedule in %(expected)s."),
        "negative": _("An amount is negative."),
        "missing": _("This part lacks what its method needs: %(needed)s."),
        "empty": _("The schedule has no parts yet."),
        "no_steps": _("The first year is charged by dated steps, but there are none."),
        "unknown_rule": _("There is no rule of the kind %(kind)s."),
    }[code]


def _where(finding: Finding) -> str:
    if finding.where is None:
        return ""
    low, high = finding.where
    if high is None:
        return _("%s and above") % _number(low)
    return _("exactly %s") % _number(low) if low == high else _("%(low)s to %(high)s") % {"low": _number(low), "high": _number(high)}


def _language() -> str:
    return "da" if (translation.get_language() or "da").startswith("da") else "en_GB"


def _number(value: Decimal | int) -> str:
    return str(format_decimal(value, locale=_language()))


def _money(minor: int, currency: str) -> str:
    value = Decimal(minor).scaleb(-2)
    text = str(format_decimal(value, format="#,##0" if minor % 100 == 0 else "#,##0.00", locale=_language()))
    if _language() == "da":
        return f"{text}{NBSP}{'kr.' if currency == 'DKK' else currency}"
    return f"{currency}{NBSP}{text}"


def _metric(metric: str) -> str:
    return str(Metric(metric).label).lower() if metric in Metric.values else metric


def _size(metric: str, low: int, high: int | None) -> str:
    unit = UNITS.get(metric, 1)
    ends = [_number(Decimal(end) / unit) for end in (low, high) if end is not None]
    text = ends[0] + "+" if high is None else "–".join(dict.fromkeys(ends))
    return f"{_metric(metric)}: {text}"


def _day(text: str) -> str:
    return str(format_date(date.fromisoformat(text), format="long", locale=_language()))


def _percent(basis_points: int) -> str:
    return _number(Decimal(basis_points) / 100) + NBSP + "%"


def _by_size(step: Data, currency: str) -> str:
    said = {
        "label": in_language(step["label"]),
        "sizes": ", ".join(_size(*size) for size in step["sizes"]),
        "band": in_language(step["band"]),
        "amount": _money(step["amount_minor"], currency),
        "hours": step.get("hours", 0),
    }
    if not step["sizes"]:
        sentence = _("%(label)s: category %(band)s costs %(amount)s a year.")
    else:
        sentence = _("%(label)s: %(sizes)s, which is the category %(band)s: %(amount)s a year.")
    text = sentence % said
    if step.get("hours"):
        text += " " + _("To this come %(hours)s hours of work a year.") % said
    return text + (" " + _("This step of the scale is an assumption.") if step.get("is_assumption") else "")


def _flat(step: Data, currency: str) -> str:
    if "band" in step:
        return _by_size({"sizes": [], **step}, currency)
    return _("%(label)s: %(amount)s a year.") % {"label": in_language(step["label"]), "amount": _money(step["amount_minor"], currency)}


def _per_unit(step: Data, currency: str) -> str:
    said = {
        "label": in_language(step["label"]),
        "size": _size(step["metric"], step["low"], step["high"]),
        "each": _money(step["per_unit_minor"], currency),
        "amount": _money(step["amount_minor"], currency),
    }
    return _("%(label)s: %(size)s, at %(each)s each: %(amount)s a year.") % said + _limits(step, currency)


def _base_rate(step: Data, currency: str) -> str:
    said = {
        "label": in_language(step["label"]),
        "base": _money(step["base_minor"], currency),
        "rate": _number(Decimal(step["rate_ppm"]) / 1000) + NBSP + "‰",
        "size": _size(step["metric"], step["low"], step["high"]),
        "amount": _money(step["amount_minor"], currency),
    }
    return _("%(label)s: %(base)s and %(rate)s of the %(size)s: %(amount)s a year.") % said + _limits(step, currency)


def _limits(step: Data, currency: str) -> str:
    known = {
        "min_units": _("at least %s are counted"),
        "max_units": _("at most %s are counted"),
        "min_minor": _("at least %s"),
        "max_minor": _("at most %s"),
    }
    said = [
        text % (_money(step[name], currency) if name.endswith("_minor") else _number(step[name]))
        for name, text in known.items()
        if name in step
    ]
    return f" ({', '.join(said)})" if said else ""


def _per_group(step: Data, currency: str) -> str:
    said = {"label": in_language(step["label"]), "groups": step["groups"], "amount": _money(step["amount_minor"], currency)}
    if not step["groups"]:
        return _("%(label)s: none taken part in.") % said
    return _("%(label)s: %(groups)s at %(each)s: %(amount)s a year.") % (said | {"each": _money(step["each_minor"], currency)})


def _hours(step: Data, currency: str) -> str:
    text = _("%(label)s: %(hours)s hours of work a year.") % {"label": in_language(step["label"]), "hours": step.get("hours", 0)}
    if step.get("value_minor"):
        text += " " + _("They count for %s.") % _money(step["value_minor"], currency)
    return text


def _changed(step: Data, currency: str) -> str:
    said = {
        "label": in_language(step["label"]) or str(FeeRuleKind(step["rule"]).label),
        "before": _money(step["before_minor"], currency),
        "after": _money(step["after_minor"], currency),
        "year": step.get("year"),
    }
    if step.get("last_minor") is not None:
        return _("%(label)s: last year's fee was %(last)s, so %(before)s becomes %(after)s.") % (
            said | {"last": _money(step["last_minor"], currency)}
        )
    if step.get("year"):
        return _("%(label)s (membership year %(year)s): %(before)s becomes %(after)s.") % said
    return _("%(label)s: %(before)s becomes %(after)s.") % said


def _personal(step: Data, currency: str) -> str:
    return _("Agreed with this member (%(reason)s; approved by %(approved_by)s): %(before)s becomes %(after)s.") % {
        "reason": step["reason"],
        "approved_by": step["approved_by"],
        "before": _money(step["before_minor"], currency),
        "after": _money(step["after_minor"], currency),
    }


def _proration(step: Data, currency: str) -> str:
    said = {
        "day": _day(step["from"]),
        "part": f"{step['numerator']}/{step['denominator']}",
        "before": _money(step["before_minor"], currency),
        "after": _money(step["after_minor"], currency),
        "numerator": step["numerator"],
        "denominator": step["denominator"],
    }
    if step["way"] == "month":
        return _("Joined in the month of %(day)s: %(numerator)s of %(denominator)s months of %(before)s is %(after)s.") % said
    if step["way"] == "quarter":
        return _("Joined in the quarter from %(day)s: %(numerator)s of %(denominator)s quarters of %(before)s is %(after)s.") % said
    if not step["numerator"]:
        return _("Joined on %(day)s or later: nothing is charged for the rest of the year.") % said
    return _("Joined on %(day)s or later: %(part)s of %(before)s is %(after)s.") % said


def _vat_out(step: Data, currency: str) -> str:
    return _("%(before)s includes %(rate)s VAT; without it that is %(after)s.") % {
        "before": _money(step["before_minor"], currency),
        "rate": _percent(step["rate_bp"]),
        "after": _money(step["after_minor"], currency),
    }


def _paid_before(step: Data, currency: str) -> str:
    return _("%(paid)s were paid for this year already, by an earlier membership: %(before)s becomes %(after)s.") % {
        "paid": _money(step["paid_minor"], currency),
        "before": _money(step["before_minor"], currency),
        "after": _money(step["after_minor"], currency),
    }


def _free(step: Data, currency: str) -> str:  # noqa: ARG001
    return _("This kind of membership is free.")


_SENTENCES: dict[str, Callable[[Data, str], str]] = {
    "band": _by_size,
    "flat": _flat,
    "per_unit": _per_unit,
    "base_rate": _base_rate,
    "per_group": _per_group,
    "hours": _hours,
    "newcomer": _changed,
    "ramp": _changed,
    "founding": _changed,
    "cap_rise": _changed,
    "personal": _personal,
    "proration": _proration,
    "vat_out": _vat_out,
    "paid_before": _paid_before,
    "free": _free,
}

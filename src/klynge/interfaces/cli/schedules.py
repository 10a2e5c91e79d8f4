"""``klynge schedules``: load published schedules, check them, ask what a member would pay."""

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django_scopes import scope

from klynge.access.models import Cluster
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.core.money import Money
from klynge.membership import actions
from klynge.membership.models import FeeSchedule
from klynge.membership.queries.explaining import finding_words, words
from klynge.membership.queries.schedules import load_schedule, member_facts, schedule_by_code, schedule_in_force
from klynge.membership.rules.errors import CannotPrice
from klynge.membership.rules.importing import rows_of
from klynge.membership.rules.pricing import price as price_of
from klynge.membership.rules.validating import ERROR, findings

from .frame import Output, content_of, group, leaf, operator, the_cluster, the_moment

LARGEST_FILE = 20_000_000  # bytes


def register(commands: Any) -> None:
    """Add ``schedules import | validate | price``."""
    schedules = group(commands, "schedules", "Fee schedules: load, check, and ask what a member would pay")
    loading = leaf(schedules, "import", "Load published schedules of other organisations, for reference", load)
    loading.add_argument("file", type=Path, help="a CSV file, see docs/guide/en/schedule-import.md")
    loading.add_argument("--commit", action="store_true", help="do it; without this it is a rehearsal")
    checking = leaf(schedules, "validate", "Find overlaps, gaps, falling fees and misprinted VAT", validate)
    checking.add_argument("--code", help="one schedule (default: the newest version of every one)")
    pricing = leaf(schedules, "price", "Say what a member would pay, and why", price)
    pricing.add_argument("--employees", type=_count, required=True, metavar="N", help="the number of employees")
    pricing.add_argument("--code", help="the schedule (default: the adopted one in force)")
    pricing.add_argument("--on", type=the_day, metavar="YYYY-MM-DD", help="for the membership year of this day (default: today)")
    pricing.add_argument("--joined", type=the_day, metavar="YYYY-MM-DD", help="the day of joining (default: before that year)")
    pricing.add_argument("--type", default="ordinary", help="the code of the membership type (default: ordinary)")


def load(options: argparse.Namespace) -> Output:
    """Load a file; kept only with --commit."""
    cluster, rows = the_cluster(options), rows_of(_text(options.file))
    with scope(cluster=cluster), transaction.atomic():
        made = actions.import_schedules(cluster, rows=rows, actor=operator(cluster), at=the_moment(options))
        reports = [_report(schedule) for schedule in made]
        transaction.set_rollback(not options.commit)
    lines = [f"{len(rows)} rows, {len(made)} schedules.", *(line for report in reports for line in _lines(report))]
    if not options.commit:
        lines.append("This was a rehearsal: nothing is kept. Add --commit to do it.")
    return Output({"rows": len(rows), "committed": bool(options.commit), "schedules": reports}, lines)


def validate(options: argparse.Namespace) -> Output:
    """List what is wrong, schedule by schedule; exit status 1 when one has errors."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        rows = [schedule_by_code(cluster, options.code)] if options.code else _newest(cluster)
        reports = [_report(schedule) for schedule in rows]
    has_errors = any(each["severity"] == ERROR for report in reports for each in report["findings"])
    return Output({"schedules": reports}, [line for report in reports for line in _lines(report)], code=int(has_errors))


def price(options: argparse.Namespace) -> Output:
    """Price one case of facts by the schedule in force, or by the one named."""
    cluster = the_cluster(options)
    on = options.on or day_of(the_moment(options))
    with scope(cluster=cluster):
        schedule = schedule_in_force(cluster, on=on, code=options.code)
        schedule = schedule or (schedule_by_code(cluster, options.code) if options.code else None)
        if schedule is None:
            raise Invalid(f"No fee schedule of {cluster.name} is in force on {on}. Adopt one, or name one with --code.", field="on")
        plain = load_schedule(schedule)
        facts = member_facts(plain, cluster, on=on, size=options.employees, joined_on=options.joined, type_code=options.type)
    try:
        result = price_of(plain, facts)
    except CannotPrice as problem:
        raise Invalid(str(problem), field="employees")
    said = words(result.steps, "en", currency=plain.currency)
    net = {"amount": result.net_minor, "currency": plain.currency}
    data = {**asdict(result), "schedule": str(schedule), "net": net, "words": said, "is_assumed": plain.is_assumed}
    total = f"{Money(result.net_minor, plain.currency).amount:,.2f}"
    assumed = ["The schedule rests on assumptions: " + schedule.assumption.get("en", "see its steps")] if plain.is_assumed else []
    return Output(data, [f"{schedule}: {plain.currency} {total} excl. VAT", *(f"  {line}" for line in said), *assumed])


def _newest(cluster: Cluster) -> list[FeeSchedule]:
    rows = FeeSchedule.objects.filter(cluster=cluster).select_related("product").order_by("code", "-version")
    return list({schedule.code: schedule for schedule in reversed(rows)}.values())


def _report(schedule: FeeSchedule) -> dict[str, Any]:
    found = findings(load_schedule(schedule))
    said = [{**asdict(each), "sentence": finding_words(each, "en", currency=schedule.currency)} for each in found]
    return {"code": schedule.code, "version": schedule.version, "name": schedule.name, "status": schedule.status, "findings": said}


def _lines(report: dict[str, Any]) -> list[str]:
    head = f"{report['code']} v{report['version']}: {report['name']}" + ("" if report["findings"] else " – no faults found")
    return [head, *(f"  {each['severity']}: {each['sentence']}" for each in report["findings"])]


def _text(path: Path) -> str:
    """Read a file as UTF-8 or, failing that, as windows-1252."""
    content = content_of(path, most=LARGEST_FILE)
    if b"\0" in content:
        raise Invalid(f"{path.name} is not a text file. Save it as CSV.", field="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > 10_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of employees")
    return int(text)


def the_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2027-01-31") from None

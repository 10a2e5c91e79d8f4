"""``klynge meetings``: list meeting days, and plan one."""

import argparse
from typing import Any

from django.utils import timezone
from django_scopes import scope

from klynge.core.errors import Invalid
from klynge.meetings import actions
from klynge.meetings.models import MeetingDay
from klynge.meetings.queries.days import day_rows, stage_of
from klynge.meetings.tasks import search_plan

from .frame import Output, group, leaf, operator, the_cluster


def register(commands: Any) -> None:
    """Add ``meetings list | plan``."""
    meetings = group(commands, "meetings", "Meeting days")
    leaf(meetings, "list", "List the meeting days", list_days)
    parser = leaf(meetings, "plan", "Search for a plan and keep it as a new version; publish it in the office", plan_day)
    parser.add_argument("day", type=int, metavar="DAY", help="the day's number, as `meetings list` shows it")
    parser.add_argument("--from-scratch", action="store_true", help="move confirmed meetings too")


def list_days(options: argparse.Namespace) -> Output:
    """List the days, the latest first."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        rows = [
            {
                "day": day.pk, "title": str(day), "held_on": day.held_on, "participants": day.guests,
                "stage": stage_of(day, is_published=day.is_published, at=timezone.now()).value,
            }
            for day in day_rows(operator(cluster))
        ]  # fmt: skip
    return Output(rows, [f"{row['day']:>6}  {row['held_on']}  {row['stage']:10} {row['participants']:>4}  {row['title']}" for row in rows])


def plan_day(options: argparse.Namespace) -> Output:
    """Order a plan and search for it here and now."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        day = MeetingDay.objects.visible_to(operator(cluster)).filter(pk=options.day).first()
        if day is None:
            raise Invalid(f"There is no meeting day {options.day}. `klynge meetings list` shows them.", field="day")
        order = actions.order_planning(day, keeps_confirmed=not options.from_scratch, actor=operator(cluster), at=timezone.now())
    search_plan(cluster.pk, order.pk)
    with scope(cluster=cluster):
        order.refresh_from_db()
        if order.plan is None:
            raise Invalid("No plan keeps all rules, or the day changed meanwhile. The planning page says who is in the way.")
        figures = {"version": order.plan.number, **order.plan.score, "proved": order.plan.proved}
    return Output(figures, [f"{name}: {value}" for name, value in figures.items()])

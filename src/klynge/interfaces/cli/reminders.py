"""``klynge reminders``: who is late, and remind them."""

import argparse
from typing import Any

from django.db import transaction
from django_scopes import scope

from klynge.billing import actions
from klynge.billing.queries.reminding import ReminderPlan, reminder_plan
from klynge.core.clock import day_of
from klynge.core.money import Money

from .frame import Output, group, leaf, operator, the_cluster, the_moment


def register(commands: Any) -> None:
    """Add ``reminders send``."""
    reminders = group(commands, "reminders", "Remind late payers, within the law")
    leaf(reminders, "send", "Say who is to be reminded, and make the reminders", send, is_money=True)


def send(options: argparse.Namespace) -> Output:
    """Make today's reminders; kept only with --commit. Their mails wait in the outbox."""
    cluster, at = the_cluster(options), the_moment(options)
    with scope(cluster=cluster), transaction.atomic():
        plan = reminder_plan(cluster, on=day_of(at))
        actions.send_reminders(cluster, on=plan.on, digest=plan.digest, actor=operator(cluster), at=at)
        if not options.commit:
            transaction.set_rollback(True)
    return Output(_facts(plan, options.commit), _words(plan, options.commit))


def _facts(plan: ReminderPlan, committed: bool) -> dict[str, Any]:
    return {
        "on": plan.on,
        "committed": committed,
        "reminders": [
            {
                "invoice": one.number,
                "step": one.step,
                "open_minor": one.open_minor,
                "charges_minor": one.charges_minor,
                "deadline": one.deadline_on,
            }
            for one in plan.due
        ],
        "held": [{"invoice": one.number, "why": one.why.value, "open_minor": one.open_minor} for one in plan.held],
    }


def _words(plan: ReminderPlan, committed: bool) -> list[str]:
    lines = [
        f"{one.number}  no. {one.step}  {Money(one.open_minor, one.currency).amount:>12,.2f} open"
        f"  {Money(one.charges_minor, one.currency).amount:>10,.2f} charged  by {one.deadline_on}"
        for one in plan.due
    ]
    lines += [f"{one.number}  not reminded of: {one.why.value}" for one in plan.held]
    done = "are made; their mails wait in the outbox." if committed else "would be made (rehearsal; --commit makes them)."
    return [*lines, f"{len(plan.due)} reminders {done}"]

"""How fast a cluster's year is billed: the plan and every batch of invoices, on a database of its own."""

import os
import resource
import time
from typing import Any

from django.db import connection
from django_scopes import scope

from klynge.access.queries import actor_of
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run

from .members import NOON, Stage, build
from .scratch import scratch_database

CHECKS = {
    "periods": "SELECT count(*) FROM membership_membershipperiod",
    "invoices": "SELECT count(*) FROM billing_invoice",
    "last_serial": "SELECT max(serial) FROM billing_invoice",
    "receivable_is_invoiced": """SELECT (SELECT sum(total_minor) FROM billing_invoice) = (SELECT sum(p.amount_minor) FROM ledger_posting p
        JOIN ledger_account a ON a.id = p.debit_id WHERE a.code LIKE 'receivable:%%')""",
    "vat_is_a_quarter_half_up": "SELECT bool_and(vat_minor = div(net_minor * 2500 + 5000, 10000)) FROM billing_invoice",
}


class Count:
    """Counts the statements that a connection runs."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements += 1
        return execute(sql, params, many, context)


def measure(members: int) -> dict[str, Any]:
    """Bill ``members`` members; return seconds, members per second, queries, peak memory and the checks."""
    with scratch_database():
        stage = build(members)
        with scope(cluster=stage.cluster):
            figures = _bill(stage)
        with connection.cursor() as cursor:
            checks = {}
            for name, sql in CHECKS.items():
                cursor.execute(sql, [])
                checks[name] = cursor.fetchone()[0]
    total = figures["plan_seconds"] + figures["issue_seconds"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "members": members,
        "members_per_second": round(members / total),
        **figures,
        "peak_memory_mib": round(peak),
        "cpus": os.cpu_count(),
        "checks": checks,
    }


def _bill(stage: Stage) -> dict[str, Any]:
    planner, releaser = (actor_of(user, cluster=stage.cluster, at=NOON) for user in (stage.planner, stage.releaser))
    day = NOON.date()
    count, began = Count(), time.perf_counter()
    with connection.execute_wrapper(count):
        run = plan_dues(stage.term, as_of=day, issue_on=day, actor=planner, at=NOON)
    planned, plan_queries = time.perf_counter() - began, count.statements
    release_dues_run(run, actor=releaser, at=NOON)
    per_batch, began, more = [], time.perf_counter(), True
    while more:
        count = Count()
        with connection.execute_wrapper(count):
            more = issue_dues_batch(run, actor=releaser, at=NOON)
        per_batch.append(count.statements)
    issued = time.perf_counter() - began
    return {
        "plan_seconds": round(planned, 2), "issue_seconds": round(issued, 2), "queries_plan": plan_queries,
        "queries_per_batch": max(per_batch), "batches": len(per_batch),
    }  # fmt: skip

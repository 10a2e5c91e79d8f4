"""``klynge dues``: plan, release and issue a term's dues."""

import argparse
from typing import Any

from django.db import transaction
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.queries import actor_by_email
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.membership import actions
from klynge.membership.models import DuesRun
from klynge.membership.queries.dues import RunSummary, dues_lines, summarise
from klynge.membership.queries.issuing import is_stuck
from klynge.membership.queries.terms import term_by_label, waiting_run

from .frame import Output, group, leaf, operator, the_cluster, the_moment


class _Rehearsed(Exception):
    """Carries the result out of a transaction that is rolled back."""

    def __init__(self, output: Output) -> None:
        self.output = output


def register(commands: Any) -> None:
    """Add ``dues plan | release | issue``."""
    dues = group(commands, "dues", "Plan, release and issue a term's dues")
    for name, summary, run in (
        ("plan", "Work out what every member owes for a term", plan),
        ("release", "Let the waiting plan go (by somebody else than its planner)", release),
        ("issue", "Issue what a released plan holds, now and here, or go on where it stopped", issue),
    ):
        parser = leaf(dues, name, summary, run, is_money=True)
        parser.add_argument("--term", required=True, help="the term's label, for example 2027")
        parser.add_argument("--as", dest="user", metavar="EMAIL", help="act as this user of the cluster's office")


def plan(options: argparse.Namespace) -> Output:
    """Plan the term; kept only with --commit."""
    return _in_cluster(options, _plan)


def release(options: argparse.Namespace) -> Output:
    """Release the waiting plan; kept only with --commit."""
    return _in_cluster(options, _release)


def issue(options: argparse.Namespace) -> Output:
    """Issue the released plan; kept only with --commit (each batch is then a transaction of its own)."""
    cluster = the_cluster(options)
    if not options.commit:
        return _in_cluster(options, _issue)
    with scope(cluster=cluster):
        return _issue(options, cluster, _actor(options, cluster))


def _in_cluster(options: argparse.Namespace, work: Any) -> Output:
    cluster = the_cluster(options)
    try:
        with scope(cluster=cluster), transaction.atomic():
            output: Output = work(options, cluster, _actor(options, cluster))
            if not options.commit:
                raise _Rehearsed(output)
    except _Rehearsed as rehearsed:
        rehearsed.output.data["committed"] = False
        return Output(rehearsed.output.data, [*rehearsed.output.lines, "This was a rehearsal: nothing is kept. Add --commit to do it."])
    output.data["committed"] = True
    return output


def _actor(options: argparse.Namespace, cluster: Cluster) -> Actor:
    if options.user is None:
        return operator(cluster)
    actor = actor_by_email(options.user, cluster=cluster, at=the_moment(options))
    if actor is None:
        raise Invalid(f"{options.user} has no role in the office of {cluster.name}.", field="as")
    return actor


def _plan(options: argparse.Namespace, cluster: Cluster, actor: Actor) -> Output:
    at = the_moment(options)
    run = actions.plan_dues(term_by_label(cluster, options.term), as_of=day_of(at), issue_on=day_of(at), actor=actor, at=at)
    summary = summarise(run)
    lines = [
        {"organisation": line.organisation.name, "state": line.state, "net_minor": line.net_minor, "last_net_minor": line.last_net_minor, "exceptions": line.exceptions}
        for line in dues_lines(run)
    ]  # fmt: skip
    return Output({"run": run.pk, "term": options.term, **_figures(summary), "lines": lines}, _words(run, summary))


def _release(options: argparse.Namespace, cluster: Cluster, actor: Actor) -> Output:
    run = waiting_run(term_by_label(cluster, options.term))
    actions.release_dues_run(run, actor=actor, at=the_moment(options))
    return Output({"run": run.pk, "released_by": actor.name}, [f"Run {run.pk} is released. The worker issues it, or: klynge dues issue"])


def _issue(options: argparse.Namespace, cluster: Cluster, actor: Actor) -> Output:
    run = waiting_run(term_by_label(cluster, options.term))
    if is_stuck(run):
        run = actions.resume_dues_run(run, actor=actor, at=the_moment(options))
    while actions.issue_dues_batch(run, actor=actor, at=the_moment(options)):
        pass
    run.refresh_from_db()
    summary = summarise(run)
    return Output(
        {"run": run.pk, "committed": bool(options.commit), **_figures(summary)},
        [f"{summary.charge} members are charged {summary.net.amount} {summary.net.currency} excl. VAT."],
    )


def _figures(summary: RunSummary) -> dict[str, Any]:
    states = {state: getattr(summary, state) for state in ("charge", "waive", "billed", "blocked")}
    net = {"amount": summary.net.minor, "currency": summary.net.currency}
    return {**states, "net": net, "exceptions": summary.exceptions}


def _words(run: DuesRun, summary: RunSummary) -> list[str]:
    return [
        f"Dues {run.term.label} of {run.cluster.name}, facts of {run.as_of}, invoices dated {run.issue_on}, due {run.due_on}",
        f"  to be charged    {summary.charge:>7}   {summary.net.amount:>15,.2f} {summary.net.currency} excl. VAT",
        f"  nothing to pay   {summary.waive:>7}",
        f"  billed already   {summary.billed:>7}",
        f"  can't be charged {summary.blocked:>7}",
        *(f"    {code}: {count}" for code, count in summary.exceptions.items()),
    ]

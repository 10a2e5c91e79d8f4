"""``klynge terms``: list membership years, open, close and reopen them."""

import argparse
from datetime import date
from typing import Any

from django.db import transaction
from django_scopes import scope

from klynge.core.clock import day_of
from klynge.core.money import Money
from klynge.membership import actions
from klynge.membership.queries.closing import terms_of, what_is_open
from klynge.membership.queries.terms import term_by_label

from .frame import Output, group, leaf, operator, the_cluster, the_moment


def register(commands: Any) -> None:
    """Add ``terms list | open | close | reopen``."""
    terms = group(commands, "terms", "List membership years, open, close and reopen them")
    leaf(terms, "list", "List the membership years with their state", listing)
    opening = leaf(terms, "open", "Open the membership year that starts on a day", begin, is_money=True)
    opening.add_argument("--starts-on", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD", help="its first day")
    closing = leaf(terms, "close", "Close a membership year that is over, and say what is still open in it", close, is_money=True)
    closing.add_argument("--term", required=True, help="the term's label, for example 2027")
    again = leaf(terms, "reopen", "Open a closed membership year again", reopen, is_money=True)
    again.add_argument("--term", required=True, help="the term's label, for example 2027")
    again.add_argument("--reason", required=True, help="why; kept in the audit log")


def listing(options: argparse.Namespace) -> Output:
    """List the terms, the newest first."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        rows = [
            {"term": term.label, "starts_on": term.during.lower, "ends_before": term.during.upper, "is_closed": hasattr(term, "closing"), "charged": term.charged}
            for term in terms_of(cluster)
        ]  # fmt: skip
    words = [
        f"{row['term']:<8} from {row['starts_on']}  {row['charged']:>7} charged{'  closed' if row['is_closed'] else ''}" for row in rows
    ]
    return Output(rows, words)


def begin(options: argparse.Namespace) -> Output:
    """Open a year; kept only with --commit."""
    cluster, by = _by(options)
    with scope(cluster=cluster), transaction.atomic():
        term = actions.open_term(cluster, starts_on=options.starts_on, **by)
        transaction.set_rollback(not options.commit)
    return _told(options, {"term": term.label}, f"The year {term.label} {_is(options)} open.")


def close(options: argparse.Namespace) -> Output:
    """Close a year; kept only with --commit."""
    cluster, by = _by(options)
    with scope(cluster=cluster), transaction.atomic():
        term = term_by_label(cluster, options.term)
        left = what_is_open(term, on=day_of(by["at"]))
        actions.close_term(term, **by)
        transaction.set_rollback(not options.commit)
    facts = {"term": term.label, "unbilled": left.unbilled, "open_invoices": left.open_invoices, "open_minor": left.open_minor}
    amount = Money(left.open_minor, cluster.currency).amount
    said = f"The year {term.label} {_is(options)} closed. Not billed: {left.unbilled} members. Not paid: {left.open_invoices} invoices, {amount:,.2f} {cluster.currency}."
    return _told(options, facts, said)


def reopen(options: argparse.Namespace) -> Output:
    """Open a closed year again; kept only with --commit."""
    cluster, by = _by(options)
    with scope(cluster=cluster), transaction.atomic():
        term = actions.reopen_term(term_by_label(cluster, options.term), reason=options.reason, **by)
        transaction.set_rollback(not options.commit)
    return _told(options, {"term": term.label}, f"The year {term.label} {_is(options)} open again.")


def _by(options: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    cluster = the_cluster(options)
    return cluster, {"actor": operator(cluster), "at": the_moment(options)}


def _is(options: argparse.Namespace) -> str:
    return "is" if options.commit else "would be"


def _told(options: argparse.Namespace, facts: dict[str, Any], sentence: str) -> Output:
    rehearsal = [] if options.commit else ["This was a rehearsal: nothing is kept. Add --commit to do it."]
    return Output(facts | {"committed": options.commit}, [sentence, *rehearsal])

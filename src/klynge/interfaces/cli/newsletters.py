"""``klynge newsletters bounces``: read mail that came back, and stop writing to dead addresses."""

import argparse
from typing import Any

from django_scopes import scope, scopes_disabled

from klynge.access.actor import Actor
from klynge.newsletters import actions
from klynge.newsletters.queries.bouncing import mail_of, report_of

from .frame import Output, group, leaf, the_moment
from .mailbags import mails_in


def register(commands: Any) -> None:
    """Add ``newsletters bounces``."""
    newsletters = group(commands, "newsletters", "Read mail that came back")
    reading = leaf(
        newsletters,
        "bounces",
        "Read delivery reports (RFC 3464) from files, folders of .eml, mboxes, or - for one on standard input",
        bounces,
        has_cluster=False,
    )
    reading.add_argument("paths", nargs="+", metavar="PATH")
    reading.add_argument("--commit", action="store_true", help="do it; without this it says what would be noted")


def bounces(options: argparse.Namespace) -> Output:
    """Note each report about a mail of ours; whose mail it was, its signed Message-ID says. Safe to run twice."""
    noted, others = [], 0
    for raw in mails_in(options.paths):
        report = report_of(raw)
        with scopes_disabled():
            mail = mail_of(report) if report else None
        if report is None or mail is None:
            others += 1
            continue
        if options.commit:
            with scope(cluster=mail.cluster):
                actor = Actor.system("bounces", cluster_id=mail.cluster_id)
                actions.note_bounce(mail, status=report.status, text=report.text, actor=actor, at=the_moment(options))
        noted.append({"address": mail.to_address, "status": report.status, "text": report.text})
    lines = [f"{each['status']}  {each['address']}  {each['text']}" for each in noted]
    lines.append(f"{len(noted)} came back; {others} other mails were left alone.")
    if not options.commit:
        lines.append("This was a rehearsal: nothing is noted. Add --commit to do it.")
    return Output({"noted": noted, "others": others, "committed": options.commit}, lines)

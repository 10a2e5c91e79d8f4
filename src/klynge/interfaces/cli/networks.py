"""``klynge networks replies``: read answers that came by mail."""

import argparse
from typing import Any

from django_scopes import scope, scopes_disabled

from klynge.access.actor import Actor
from klynge.core.errors import HouseError
from klynge.directory.models import Organisation
from klynge.networks import actions
from klynge.networks.models import Seat, Via
from klynge.networks.queries.answers import Answer, answer_of

from .frame import Output, group, leaf, the_moment
from .mailbags import mails_in


def register(commands: Any) -> None:
    """Add ``networks replies``."""
    networks = group(commands, "networks", "Discussions in the focus networks")
    reading = leaf(
        networks,
        "replies",
        "Post answers that came by mail, from files, folders of .eml, mboxes, or - for one on standard input",
        replies,
        has_cluster=False,
    )
    reading.add_argument("paths", nargs="+", metavar="PATH")
    reading.add_argument("--commit", action="store_true", help="do it; without this it says what would be posted")


def replies(options: argparse.Namespace) -> Output:
    """Post each answer for whom the signed address names. Safe to run twice."""
    posted, refused, others = [], [], 0
    for raw in mails_in(options.paths):
        with scopes_disabled():
            answer = answer_of(raw)
        if answer is None:
            others += 1
            continue
        row = {"network": str(answer.thread.network), "discussion": answer.thread.subject, "by": answer.person.name, "text": answer.text}
        if reason := _post(answer, options):
            refused.append({**row, "reason": reason})
        else:
            posted.append(row)
    lines = [f"{each['by']}: {each['discussion']}" for each in posted]
    lines += [f"Not posted ({each['reason']}) {each['by']}: {each['discussion']}" for each in refused]
    lines.append(f"{len(posted)} posted, {len(refused)} refused; {others} other mails were left alone.")
    if not options.commit:
        lines.append("This was a rehearsal: nothing is posted. Add --commit to do it.")
    return Output({"posted": posted, "refused": refused, "others": others, "committed": options.commit}, lines)


def _post(answer: Answer, options: argparse.Namespace) -> str:
    """Post it where that was ordered; return why not, if not."""
    thread = answer.thread
    with scope(cluster=thread.cluster):
        facts = {
            "thread": thread,
            "person": answer.person,
            "organisation": _company(answer),
            "text": answer.text,
            "key": answer.key,
            "via": Via.MAIL,
        }
        actor = Actor.system("replies", cluster_id=thread.cluster_id)
        try:
            if options.commit:
                actions.write_post(thread.network, **facts, actor=actor, at=the_moment(options))
        except HouseError as refusal:
            return str(refusal)
    return ""


def _company(answer: Answer) -> Organisation | None:
    """Return the company for which the person sits there."""
    seats = Seat.objects.filter(network=answer.thread.network_id).seated().select_related("organisation").order_by("pk")
    found = seats.filter(holder=answer.person).first() or seats.filter(substitute=answer.person).first()
    return found.organisation if found else None

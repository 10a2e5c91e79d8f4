"""``klynge network picture``: who met whom, as figures and a list."""

import argparse
from datetime import timedelta
from typing import Any

from django_scopes import scope

from klynge.core.clock import day_of
from klynge.engagement.queries.network_picture import WAYS, network_picture

from .frame import Output, group, leaf, the_cluster, the_day, the_moment


def register(commands: Any) -> None:
    """Add ``network picture``."""
    network = group(commands, "network", "Who met whom")
    drawing = leaf(network, "picture", "List members by how many others they met, with brokers and who met nobody", picture)
    drawing.add_argument("--from", dest="first", type=the_day, metavar="YYYY-MM-DD", help="the first day (default: a year ago)")
    drawing.add_argument("--to", dest="last", type=the_day, metavar="YYYY-MM-DD", help="the last day (default: today)")
    drawing.add_argument("--through", choices=WAYS, help="only what they met through")


def picture(options: argparse.Namespace) -> Output:
    """Print the network between two days."""
    cluster, today = the_cluster(options), day_of(the_moment(options))
    last = options.last or today
    first = options.first or last - timedelta(days=364)
    with scope(cluster=cluster):
        found = network_picture(
            cluster, first=first, end=last + timedelta(days=1), ways=[options.through] if options.through else WAYS, on=min(last, today)
        )
    members = [
        {"id": node.organisation.pk, "name": node.organisation.name, "partners": node.partners, "times": node.times, "betweenness": node.betweenness, "clustering": node.clustering, "part": node.part, "ways": node.ways}
        for node in found.nodes
    ]  # fmt: skip
    ties = [{"one": one, "other": other, "ways": ways} for (one, other), ways in found.ties.items()]
    lines = [f"{each['partners']:>4} partners  {each['betweenness']:>6.1%}  {each['name']}" for each in members]
    lines.append(f"{len(members)} members, {len(ties)} ties, {found.density:.1%} of all possible, {len(found.isolated)} met nobody.")
    return Output({"first": first, "last": last, "density": found.density, "members": members, "ties": ties}, lines)

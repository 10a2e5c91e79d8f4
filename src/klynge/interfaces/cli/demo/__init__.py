"""``klynge demo``: a cluster like the one in North Jutland, invented from end to end."""

import argparse
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from django.db import connection, transaction
from django_scopes import scope, scopes_disabled

from klynge.access.models import Cluster, User
from klynge.core.errors import Conflict
from klynge.core.ranges import span
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Organisation, Person, PersonEmail
from klynge.directory.models.searching import refresh_search
from klynge.interfaces.cli.frame import Output, leaf
from klynge.membership.models import Membership, NumberSeries

from . import (
    bank,
    engagement,
    events,
    meetings,
    members,
    networks,
    news,
    newsletters,
    partners,
    programmes,
    rules,
    site,
    stage,
    words,
    years,
)

SEED, BO = 2017, "Bo Ågård"


def register(commands: Any) -> None:
    """Add ``demo``."""
    leaf(commands, "demo", "Fill an empty installation with demo data", run, has_cluster=False)


def run(options: argparse.Namespace) -> Output:
    """Play the demo. Raises: Conflict when there is a cluster already."""
    if Cluster.objects.exists():
        raise Conflict("This installation has clusters already, and the demo only fills an empty one. Nothing was changed.")
    lines = list(play_once())
    return Output({"users": [email for email, _, _ in stage.USERS], "password": stage.PASSWORD}, lines)


def play_once() -> Iterator[str]:
    """Play the demo on an empty installation, whole or not at all; yield what to tell the person at the terminal."""
    if not Cluster.objects.exists():
        yield "Playing the demo data (ten years of a cluster with 150 members) ..."
        with scopes_disabled(), transaction.atomic():
            _play(Random(SEED))  # noqa: S311 - the same demo every time
    if User.objects.filter(email__in=[email for email, _, _ in stage.USERS]).count() == len(stage.USERS):
        yield f"Demo logins (password {stage.PASSWORD}):"
        yield from (f"  {email:28} {name}, {role.label}" for email, name, role in stage.USERS)
        yield "  dorte@havblik.example        Dorte Vang, of the neighbour cluster Havblik"
        for bo in User.objects.filter(name=BO).values_list("email", flat=True)[:1]:
            yield f"  {bo:28} {BO}, of a member company: its own pages"


def _play(random: Random) -> None:
    made = stage.build()
    companies = words.companies(random, members.MEMBERS + members.FORMER + 20)
    split = members.MEMBERS + members.FORMER
    rows = members.organisations(made.nordlys, companies[:split])
    members.a_public_body(rows[members.PUBLIC])
    members.people(made.nordlys, rows, random)
    members.sizes(rows, members.headcounts(len(rows), random))
    members.memberships(made.nordlys, made.ordinary, rows, random)
    members.partners_and_readers(made.nordlys, random)
    for cluster, share in zip(made.neighbours, (companies[split : split + 12], companies[split + 12 :]), strict=True):
        _neighbour(cluster, share, random)
    _bo(rows[0])
    _analyse()
    refresh_search(list(Organisation.objects.values_list("pk", flat=True)), person_ids=list(Person.objects.values_list("pk", flat=True)))
    with scope(cluster=made.nordlys):
        rules.play(made)
        years.play(made)
        bank.play(made)
        site.play(made, Random(SEED))  # noqa: S311 - the same demo every time
        news.play(made)
        meetings.play(made, Random(SEED))  # noqa: S311 - the same demo every time
        events.play(made, Random(SEED))  # noqa: S311 - the same demo every time
        newsletters.play(made, Random(SEED))  # noqa: S311 - the same demo every time
        programmes.play(made, Random(SEED))  # noqa: S311 - the same demo every time
        networks.play(made, Random(SEED))  # noqa: S311 - the same demo every time
        partners.play(made)
        engagement.play(made, Random(SEED))  # noqa: S311 - the same demo every time
    years.forget_mail(made)


def _neighbour(cluster: Cluster, companies: list[words.Company], random: Random) -> None:
    rows = members.organisations(cluster, companies)
    members.people(cluster, rows, random)
    kind = stage.ordinary_type(cluster)
    Membership.objects.bulk_create(
        Membership(cluster=cluster, organisation=o, type=kind, member_no=n, during=span(date(2018 + n % 8, 3, 1)))
        for n, o in enumerate(rows, 1)
    )
    NumberSeries.objects.filter(cluster=cluster).update(next_number=len(rows) + 1)
    members.sizes(rows, members.headcounts(len(rows), random)[: len(rows)])


def _bo(organisation: Organisation) -> None:
    """Give a member company's managing director a login: it opens no office, but the company's own pages."""
    user = stage.make_user(f"bo@{organisation.email_domain}", BO, None)
    person = Person.objects.create(name=BO, user=user)
    PersonEmail.objects.create(person=person, address=user.email, is_primary=True)
    Affiliation.objects.create(person=person, organisation=organisation, title="Direktør", during=span(date(2018, 1, 1)))
    ContactRole._base_manager.filter(organisation=organisation, kind=ContactRoleKind.PRIMARY).update(person=person)


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

"""A new cluster: made by the installation, or by the administrator of its umbrella."""

import pytest
from django_scopes import scope

from klynge.access.actions import create_cluster, grant_role
from klynge.access.actor import Actor
from klynge.access.models import Cluster, Locale
from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused

INSTALLATION = Actor.system("command line")


def create(world, slug="fyrtaarn", actor=INSTALLATION, **facts):
    return create_cluster(slug, **{"name": "Fyrtårn", "actor": actor, "at": world.noon} | facts)


def test_a_cluster_begins_with_its_years_and_nobody_in_it_until_a_role_is_given(world):
    made = create(world, membership_year_month=9, locale=Locale.ENGLISH, currency="eur")
    assert (made.slug, made.legal_name, made.parent, made.currency) == ("fyrtaarn", "Fyrtårn", None, "EUR")
    with scope(cluster=made):
        assert AuditEvent.objects.get().details == {"slug": "fyrtaarn", "parent": None}
    grant = grant_role(made, email="eva@fyrtaarn.example", name="Eva", role="admin", actor=INSTALLATION, at=world.noon)
    assert grant.cluster == made


def test_an_umbrella_makes_its_own_clusters(world):
    assert create(world, actor=world.astrid, parent=world.nordlys).parent == world.nordlys


@pytest.mark.parametrize("who", ["astrid", "frida", "bo", "dorte"])
def test_nobody_else_does(world, who):
    parent = None if who == "astrid" else world.nordlys
    with pytest.raises(Refused):
        create(world, actor=getattr(world, who), parent=parent)
    assert Cluster.objects.count() == 2


@pytest.mark.parametrize("facts", [
    {"slug": "has blanks"}, {"slug": ""}, {"name": ""}, {"membership_year_month": 13}, {"fiscal_year_month": 0}, {"locale": "fr"}, {"currency": "KRONER"},
])  # fmt: skip
def test_facts_that_make_no_sense_are_refused(world, facts):
    with pytest.raises(Invalid):
        create(world, **facts)


def test_an_address_is_given_once(world):
    with pytest.raises(Conflict, match="nordlys"):
        create(world, slug="nordlys")

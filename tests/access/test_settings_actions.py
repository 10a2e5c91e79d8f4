"""A cluster's own facts, its logo and its people, changed by its administrator alone."""

import struct

import pytest
from django_scopes import scope

from klynge.access.actions import change_cluster, change_logo, grant_role, withdraw_role
from klynge.access.models import Cluster, Grant, User
from klynge.access.queries import grants_in
from klynge.access.rules.logos import logo_suffix
from klynge.access.rules.seller_facts import doubts, faults
from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from tests.hostile_files import png

PNG = png()
SVG = b'<?xml version="1.0"?><!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'


def events(world, verb):
    with scope(cluster=world.nordlys):
        return [event.details for event in AuditEvent.objects.filter(verb=verb)]


def change(world, actor=None, **changes):
    return change_cluster(world.nordlys, changes=changes, actor=actor or world.astrid, at=world.noon)


def test_what_changed_is_recorded_with_before_and_after(world):
    change(world, name="Nordlys Nord", town="Aalborg", iban="DK50 0040 0440 1162 43", payment_days=14)
    saved = Cluster.objects.get(pk=world.nordlys.pk)
    assert (saved.name, saved.payment_days, saved.iban) == ("Nordlys Nord", 14, "DK5000400440116243")
    assert events(world, "access.cluster.changed") == [
        {"before": {"name": "Nordlys", "payment_days": 30}, "after": {"name": "Nordlys Nord", "payment_days": 14}}
    ]


def test_no_change_records_nothing(world):
    change(world, name=" Nordlys ")
    assert events(world, "access.cluster.changed") == []


@pytest.mark.parametrize(("field", "value"), [
    ("cvr", "12345678"), ("cvr", "1"), ("iban", "DK5000400440116244"), ("bic", "NORD"), ("bank_reg", "12"), ("bank_account", "x"), ("bank_reg", ""),
    ("fik_creditor", "70679858"), ("fik_creditor", "8067985"), ("name", ""), ("email", "nobody"), ("membership_year_month", 13), ("payment_days", -1),
    ("notice_rule", "never"), ("slug", "other"), ("name", "x" * 200),
])  # fmt: skip
def test_a_fact_that_cannot_stand_on_an_invoice_is_refused_and_nothing_changes(world, field, value):
    with pytest.raises(Invalid):
        change(world, town="Hobro", **{field: value})
    assert Cluster.objects.get(pk=world.nordlys.pk).town == "Aalborg"


@pytest.mark.parametrize("who", ["frida", "bo", "dorte"])
def test_only_an_administrator_changes_settings(world, who):
    actor, grant = getattr(world, who), Grant.objects.get(user=world.frida_user)
    calls = [
        lambda: change(world, actor, name="X"),
        lambda: change_logo(world.nordlys, content=PNG, actor=actor, at=world.noon),
        lambda: grant_role(world.nordlys, email="x@y.example", name="X", role="admin", actor=actor, at=world.noon),
        lambda: withdraw_role(grant, actor=actor, at=world.noon),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()


def test_doubts_are_told_but_do_not_stop():
    good = {"fik_creditor": "80679858", "bank_reg": "0040", "bank_account": "0440116243", "iban": "DK5000400440116243"}
    assert (faults(good), doubts(good)) == ({}, {})
    assert doubts({"fik_creditor": "80679859"}) == {"fik_creditor": "check"}
    assert doubts(good | {"bank_account": "0440116244"}) == {"iban": "other_account"}
    assert faults({}) == doubts({}) == {}


@pytest.mark.parametrize(("content", "suffix"), [(PNG, "png"), (SVG, "svg")])
def test_a_logo_is_known_by_its_bytes(world, settings, tmp_path, content, suffix):
    settings.MEDIA_ROOT = tmp_path
    cluster = change_logo(world.nordlys, content=content, actor=world.astrid, at=world.noon)
    assert (cluster.logo.name, cluster.logo.read()) == (f"logos/nordlys.{suffix}", content)
    assert events(world, "access.cluster.logo_changed") == [{"kind": suffix, "size": len(content)}]


def svg(inside, attributes=""):
    return f"<svg {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(("content", "code"), [
    (b"", "size"), (b"x" * 600_000, "size"), (PNG[:16] + struct.pack(">II", 99_999, 1) + PNG[24:], "pixels"), (b"GIF89a", "kind"), (b"\xff\xfe", "kind"),
    (b"<html></html>", "kind"), (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>', "kind"), (svg("<script/>"), "active"), (svg("", 'onload="x()"'), "active"),
    (svg('<a href="https://x.example"/>'), "active"), (svg('<svg:script xmlns:svg="s"/>'), "active"), (svg("<style>@import 'x'</style>"), "active"),
    (svg('<p fill="url(https://x.example)"/>'), "active"), (svg("<foreignObject/>"), "active"), (svg("<!ENTITY x>"), "active"),
])  # fmt: skip
def test_what_is_not_a_plain_picture_is_no_logo(content, code):
    with pytest.raises(ValueError, match=f"^{code}$"):
        logo_suffix(content)


def test_a_logo_that_is_refused_or_cannot_be_stored_changes_nothing(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("in the way")
    for content in (b"GIF89a", PNG):
        with pytest.raises(Invalid):
            change_logo(world.nordlys, content=content, actor=world.astrid, at=world.noon)
    assert Cluster.objects.get(pk=world.nordlys.pk).logo.name == ""


def test_a_new_person_gets_an_account_without_a_password(world):
    grant = grant_role(world.nordlys, email=" Nina@Nordlys.example ", name="Nina Vad", role="events", actor=world.astrid, at=world.noon)
    assert (grant.user.email, grant.user.name, grant.user.has_usable_password()) == ("nina@nordlys.example", "Nina Vad", False)
    assert [(g.user.name, g.role) for g in grants_in(world.nordlys, at=world.noon)] == [
        ("Astrid Holm", "admin"), ("Frida Juhl", "finance"), ("Nina Vad", "events"),
    ]  # fmt: skip
    assert events(world, "access.role.granted") == [{"role": "events"}]


def test_somebody_known_gets_another_role_but_none_twice(world):
    grant_role(world.nordlys, email="frida@nordlys.example", role="manager", actor=world.astrid, at=world.noon)
    with pytest.raises(Conflict):
        grant_role(world.nordlys, email="frida@nordlys.example", role="manager", actor=world.astrid, at=world.noon)


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"email": "x@y.example", "name": ""}, {"role": "king"}])
def test_an_invitation_that_makes_no_sense_is_refused(world, wrong):
    given = {"email": "x@y.example", "name": "X", "role": "reader"} | wrong
    with pytest.raises(Invalid):
        grant_role(world.nordlys, **given, actor=world.astrid, at=world.noon)
    assert not User.objects.filter(email="x@y.example").exists()


def test_a_closed_account_gets_no_role(world):
    User.objects.filter(pk=world.frida_user.pk).update(is_active=False)
    with pytest.raises(Conflict):
        grant_role(world.nordlys, email="frida@nordlys.example", role="admin", actor=world.astrid, at=world.noon)


def test_a_role_is_withdrawn_once_and_stays_on_record(world):
    grant = Grant.objects.get(user=world.frida_user)
    withdraw_role(grant, actor=world.astrid, at=world.noon)
    assert [g.user.name for g in grants_in(world.nordlys, at=world.noon)] == ["Astrid Holm"]
    assert events(world, "access.role.withdrawn") == [{"role": "finance"}]
    with pytest.raises(Conflict):
        withdraw_role(grant, actor=world.astrid, at=world.noon)


def test_the_last_administrator_stays(world):
    with pytest.raises(Conflict):
        withdraw_role(Grant.objects.get(user=world.astrid_user), actor=world.astrid, at=world.noon)


def test_a_fact_that_was_wrong_before_stands_in_the_way_of_no_other(world):
    Cluster.objects.filter(pk=world.nordlys.pk).update(bic="NORD")
    world.nordlys.refresh_from_db()
    change(world, town="Hobro")
    assert Cluster.objects.get(pk=world.nordlys.pk).town == "Hobro"

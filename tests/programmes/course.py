"""A programme of Nordlys with an open call."""

from datetime import timedelta

from klynge.programmes.actions import admit_application, open_call, send_application, start_programme
from tests.networks.circle import works_at

NAME = {"da": "AI i produktionen", "en": "AI on the shop floor"}


def programme(world, **facts):
    given = {
        "name": NAME, "purpose": {"da": "Forsøg med data"}, "funder": "Erhvervsfremmebestyrelsen", "starts_on": world.today - timedelta(days=100),
        "ends_on": world.today + timedelta(days=500), "hour_rate_minor": 600_00, "aid_minor": 74_600_00, "budget_minor": 500_000_00, **facts,
    }  # fmt: skip
    return start_programme(world.nordlys, facts=given, actor=world.astrid, at=world.noon)


def call(world, found, **facts):
    given = {
        "title": {"da": "Første runde"},
        "opens_on": world.today - timedelta(days=5),
        "closes_on": world.today + timedelta(days=20),
        **facts,
    }
    return open_call(found, facts=given, actor=world.astrid, at=world.noon)


def apply(world, found, company, *, actor=None, **facts):
    given = {"contact": None, "text": "Vi vil prøve.", **facts}
    return send_application(found, organisation=company, actor=actor or world.astrid, at=world.noon, **given)


def takes_part(world, found, company):
    return admit_application(apply(world, call(world, found), company), actor=world.astrid, at=world.noon)


__all__ = ["apply", "call", "programme", "takes_part", "works_at"]

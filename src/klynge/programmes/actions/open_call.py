"""Let members apply."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.programmes import policies
from klynge.programmes.models import Call, Programme
from klynge.programmes.queries.planning import texts


@transaction.atomic
def open_call(programme: Programme, *, facts: dict[str, Any], actor: Actor, at: datetime) -> Call:
    """Keep a call: title and text in both languages, opens_on, closes_on, seats_most. Raises: Refused; Invalid with the field."""
    require(policies.may_manage(actor, programme.cluster))
    title = texts(facts, "title", 160)
    if not title[programme.cluster.locale]:
        raise Invalid(_("Write a title."), field=f"title_{programme.cluster.locale}")
    if facts["closes_on"] < facts["opens_on"]:
        raise Invalid(_("It closes before it opens."), field="closes_on")
    call: Call = Call.objects.create(
        cluster=programme.cluster, programme=programme, title=title, text=texts(facts, "text", 8_000), opens_on=facts["opens_on"],
        closes_on=facts["closes_on"], seats_most=facts.get("seats_most"),
    )  # fmt: skip
    record(actor, "programmes.call.opened", call, at=at, until=call.closes_on.isoformat())
    return call

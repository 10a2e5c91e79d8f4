"""Put somebody on the programme."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES, no_longer_than
from klynge.events import policies
from klynge.events.models import Event, Speaker

PLAIN = {"name": 120, "title": 120, "organisation_name": 160, "email": 254}


@transaction.atomic
def name_speaker(event: Event, *, facts: dict[str, Any], actor: Actor, at: datetime) -> Speaker:
    """Keep who speaks; nobody outside the office sees it before the speaker has agreed. ``facts["talk"]`` is {da, en}. Raises: Refused, Invalid."""
    require(policies.may_manage(actor, event.cluster))
    given = {name: no_longer_than(most, str(facts.get(name) or "").strip(), field=name) for name, most in PLAIN.items()}
    if not given["name"]:
        raise Invalid(_("Write who speaks."), field="name")
    talk = {
        language: no_longer_than(300, str(facts.get("talk", {}).get(language) or ""), field=f"talk_{language}") for language in LANGUAGES
    }
    speaker: Speaker = Speaker.objects.create(cluster=event.cluster, event=event, talk=talk, named_at=at, **given)
    record(actor, "events.speaker.named", event, at=at)
    return speaker

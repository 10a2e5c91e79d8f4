"""Do what a program asks once, however often it asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import ApiAnswer, ApiToken
from klynge.access.policies import may_use_token, require
from klynge.core.errors import Invalid

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program is told; ``is_repeated`` when it was told before."""

    status: int
    body: str
    location: str = ""
    is_repeated: bool = False


@transaction.atomic
def answer_once(token: ApiToken, *, key: str, fingerprint: str, work: Callable[[], Answer], actor: Actor, at: datetime) -> Answer:
    """Do the work and keep its answer, or return what the same key was answered within a day; a second asker waits for the first.

    Only success is kept: what is refused may be asked again. Raises: Refused, Invalid when the key was used for something else;
    and what ``work`` raises.
    """
    require(may_use_token(actor, token))
    ApiAnswer.objects.filter(token=token, made_at__lt=at - KEPT).delete()
    kept, is_new = ApiAnswer.objects.get_or_create(token=token, key=key, defaults={"fingerprint": fingerprint, "made_at": at})
    if not is_new:
        if kept.fingerprint != fingerprint:
            raise Invalid(_("This Idempotency-Key was used for another request. Make a new one for each change."), field="Idempotency-Key")
        return Answer(kept.status, kept.body, kept.location, is_repeated=True)

    answer = work()
    kept.status, kept.body, kept.location = answer.status, answer.body, answer.location
    kept.save(update_fields=["status", "body", "location"])
    return answer

"""Count what a program asks."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import ApiToken
from klynge.access.policies import may_use_token, require

COUNT = """
UPDATE access_apitoken
SET counted = CASE WHEN counted_from = %(minute)s THEN counted + 1 ELSE 1 END, counted_from = %(minute)s, last_used_at = %(at)s
WHERE id = %(token)s RETURNING counted
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of what is allowed in a minute is used; ``seconds`` until the next minute begins."""

    limit: int
    remaining: int
    seconds: int
    is_too_much: bool


@transaction.atomic
def count_request(token: ApiToken, *, limit: int, actor: Actor, at: datetime) -> Usage:
    """Count one request of this minute, and return what is left of ``limit``. One statement, right for every process. Raises: Refused."""
    require(may_use_token(actor, token))
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"minute": at.replace(second=0, microsecond=0), "at": at, "token": token.pk})
        (counted,) = cursor.fetchone()
    return Usage(limit, max(limit - counted, 0), 60 - at.second, is_too_much=counted > limit)

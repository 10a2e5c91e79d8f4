"""Remember that somebody came in."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import SignIn, User
from klynge.access.policies import may_tend_account, require

KEPT = 50


@transaction.atomic
def note_sign_in(user: User, *, how: str, is_second_step: bool, browser: str, actor: Actor, at: datetime) -> SignIn:
    """Note it for the person's own eyes; no more than fifty are kept. Raises: Refused."""
    require(may_tend_account(actor, user))
    noted = SignIn.objects.create(user=user, at=at, how=how[:20], is_second_step=is_second_step, browser=browser[:200])
    old = SignIn.objects.filter(user=user).order_by("-id").values_list("pk", flat=True)[KEPT:]
    SignIn.objects.filter(pk__in=list(old)).delete()
    return noted

"""A mail came back: write it down, and stop writing to the address when it is for good."""

from datetime import datetime, timedelta

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import PersonEmail, Subscription
from klynge.newsletters import policies
from klynge.newsletters.models import Bounce
from klynge.outbox.models import Mail

SOFT_MOST, SOFT_DAYS = 3, 30  # so many times for now, within so many days, is for good


@transaction.atomic
def note_bounce(mail: Mail, *, status: str, text: str, actor: Actor, at: datetime) -> Bounce:
    """Keep status (RFC 3463, "5.1.1") and words; the address is marked after a hard one, or the third soft one in thirty days.

    Safe to run twice: a mail comes back once. Raises: Refused.
    """
    require(policies.may_serve(actor, mail.cluster))
    mail = Mail.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=mail.pk)
    if known := Bounce.objects.filter(mail=mail).first():
        return known
    bounce: Bounce = Bounce.objects.create(
        cluster=mail.cluster, mail=mail, address=mail.to_address, status=status[:12], text=text[:300], at=at
    )
    soft = Bounce.objects.filter(
        cluster=mail.cluster, address__iexact=mail.to_address, status__startswith="4", at__gt=at - timedelta(days=SOFT_DAYS)
    )
    is_dead = bounce.is_hard or soft.count() >= SOFT_MOST
    if is_dead:
        PersonEmail.objects.filter(address__iexact=mail.to_address, bounced_at__isnull=True).update(bounced_at=at)
        Subscription.objects.filter(cluster=mail.cluster, address__iexact=mail.to_address, bounced_at__isnull=True).update(bounced_at=at)
    record(actor, "newsletters.mail.bounced", mail, at=at, status=bounce.status, stopped=is_dead)
    return bounce

"""Blot address and text out of mails that were sent or held back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Lower

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.outbox import policies
from klynge.outbox.models import Attempt, Mail, MailStatus
from klynge.outbox.queries import TEST_RULE


@transaction.atomic
def blot_mails(
    cluster: Cluster, *, actor: Actor, at: datetime, addresses: Sequence[str] = (), subject_keys: Sequence[str] = (), before: datetime | None = None
) -> int:  # fmt: skip
    """Empty the mails to the addresses (in lower case) or about the subjects, or all from before the moment; return how many.

    What waited to leave is skipped. That a mail of this kind went out, and when, stays. Safe to run twice. Raises: Refused.
    """
    require(policies.may_blot(actor, cluster))
    meant = Q(lowered__in=list(addresses)) | Q(subject_key__in=list(subject_keys))
    if before is not None:
        meant |= Q(created_at__lt=before)
    found = Mail.objects.alias(lowered=Lower("to_address")).filter(meant, cluster=cluster, blotted_at__isnull=True)
    mails = list(found.select_for_update(of=("self",)).values_list("pk", flat=True))
    if not mails:
        return 0

    of = Func(F("subject_key"), Value(":"), 2, function="split_part", output_field=CharField())  # "mail:<number>:…"
    copies = Mail.objects.filter(cluster=cluster, rule=TEST_RULE).alias(of=of)
    mails += copies.filter(of__in=[str(pk) for pk in mails]).values_list("pk", flat=True)  # staff's own test copies say the same
    Mail.objects.filter(pk__in=mails, status__in=(MailStatus.WAITING, MailStatus.FAILED)).update(status=MailStatus.SKIPPED)
    Mail.objects.filter(pk__in=mails).update(to_address="", to_name="", context={}, blotted_at=at)
    Attempt.objects.filter(mail__in=mails).update(reason="", message_id="")
    record(actor, "outbox.mails.blotted", cluster, at=at, cluster_id=cluster.pk, count=len(mails))
    return len(mails)

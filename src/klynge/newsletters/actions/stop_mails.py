"""Hold back the marketing that waits for somebody who has said no meanwhile."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import ConsentPurpose, Person
from klynge.directory.queries.consents import has_consent
from klynge.newsletters import policies
from klynge.newsletters.models import MessageRecipient
from klynge.outbox.actions import skip_mail
from klynge.outbox.models import Mail, MailStatus


@transaction.atomic
def stop_mails(person: Person, *, cluster: Cluster, actor: Actor, at: datetime) -> int:
    """Skip the person's marketing mails that have not left, unless they have said yes again; return how many. Raises: Refused."""
    require(policies.may_stop(actor, cluster))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if has_consent(person, cluster=cluster, purpose=ConsentPurpose.MARKETING):
        return 0

    keys = [f"newsletters.recipient:{pk}" for pk in MessageRecipient.objects.filter(person=person).values_list("pk", flat=True)]
    waiting = Mail.objects.filter(cluster=cluster, rule="newsletters.marketing", subject_key__in=keys, status=MailStatus.WAITING)
    stopped = [skip_mail(mail, reason=_("The reader has said no to marketing."), actor=actor, at=at) for mail in waiting.order_by("pk")]
    if stopped:
        record(actor, "newsletters.mails.stopped", person, at=at, cluster_id=cluster.pk, count=len(stopped))
    return len(stopped)

"""The mails that carry reminders, in the background."""

from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.billing import actions
from klynge.core import jobs


@jobs.task("billing.prepare_reminder_mail")
def prepare_reminder_mail(cluster_id: int, reminder_ids: list[int]) -> None:
    """Prepare the mails of what was just sent; safe to run twice."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        actor = Actor.system("reminders", cluster_id=cluster_id)
        actions.prepare_reminder_mails(cluster, reminder_ids=reminder_ids, actor=actor, at=timezone.now())

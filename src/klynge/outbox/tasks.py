"""Sending in the background."""

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection as database
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core.jobs import task
from klynge.outbox import actions
from klynge.outbox.errors import MailServerDown
from klynge.outbox.models import Batch
from klynge.outbox.queries import unsent_batches

LOCK = 7_305_001  # any number that nobody else takes


@task("outbox.send_batch")
def send_batch(cluster_id: int, batch_id: int) -> None:
    """Send what waits in a released batch; safe to run twice and beside itself."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        _send(Batch.objects.select_related("cluster").get(pk=batch_id))


@task("outbox.send_waiting", tries=1)
def send_waiting() -> None:
    """Try again what was put off in any cluster; one such round at a time."""
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return
    try:
        for cluster in Cluster.objects.all():
            with scope(cluster=cluster), override(cluster.locale):
                for batch in unsent_batches(cluster).select_related("cluster"):
                    _send(batch)
    finally:
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _send(batch: Batch) -> None:
    """Send mail by mail over one connection, each in its own transaction. Raises: MailServerDown."""
    actor, after = Actor.system("outbox", cluster_id=batch.cluster_id), 0
    if not settings.EMAIL_HOST:
        actions.keep_mails(batch, actor=actor, at=timezone.now())
        return
    connection = get_connection()
    try:
        while delivery := actions.send_mail(batch, after=after, connection=connection, actor=actor, at=timezone.now()):
            if delivery.is_server_down:
                raise MailServerDown(delivery.reason)
            after = delivery.mail_id
    finally:
        connection.close()

"""The mails that carry invoices, in the background."""

from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.billing import actions
from klynge.core import jobs


@jobs.task("billing.prepare_invoice_mail")
def prepare_invoice_mail(cluster_id: int, invoice_ids: list[int], **_: object) -> None:
    """Prepare the mails for what was just issued; safe to run twice."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        actor = Actor.system("invoices", cluster_id=cluster_id)
        actions.prepare_invoice_mails(cluster, invoice_ids=invoice_ids, actor=actor, at=timezone.now())

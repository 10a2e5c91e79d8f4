"""Jobs about messages."""

from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.directory.models import Person
from klynge.newsletters import actions


@jobs.task("newsletters.stop_mails")
def stop_mails(cluster_id: int, person_id: int) -> None:
    """Somebody took back their yes to marketing: what waits for them does not leave."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        actor = Actor.system("consents", cluster_id=cluster_id)
        actions.stop_mails(Person.objects.get(pk=person_id), cluster=cluster, actor=actor, at=timezone.now())

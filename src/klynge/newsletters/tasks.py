"""Jobs about messages."""

import logging

from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.core.errors import HouseError
from klynge.directory.models import Person
from klynge.newsletters import actions
from klynge.newsletters.models import Edition

logger = logging.getLogger(__name__)


@jobs.task("newsletters.release_due", tries=1)
def release_due() -> None:
    """Let editions leave whose moment has come, in every cluster."""
    now = timezone.now()
    with scopes_disabled():
        due = list(Edition.objects.filter(send_at__lte=now, released_at__isnull=True, discarded_at__isnull=True).select_related("cluster"))
    for edition in due:
        with scope(cluster=edition.cluster), override(edition.cluster.locale):
            actor = Actor.system("newsletters", cluster_id=edition.cluster_id)
            try:
                actions.release_edition(edition, site=edition.site, actor=actor, at=now)
            except HouseError as refusal:  # nobody would get it: it waits for somebody to look, and the others leave
                logger.warning("Edition %s did not leave: %s", edition.pk, refusal)


@jobs.task("newsletters.stop_mails")
def stop_mails(cluster_id: int, person_id: int) -> None:
    """Somebody took back their yes to marketing: what waits for them does not leave."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        actor = Actor.system("consents", cluster_id=cluster_id)
        actions.stop_mails(Person.objects.get(pk=person_id), cluster=cluster, actor=actor, at=timezone.now())

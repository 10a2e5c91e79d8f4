"""Begin a series of events."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES, no_longer_than
from klynge.events import policies
from klynge.events.models import Series


@transaction.atomic
def start_series(cluster: Cluster, *, name: dict[str, str], actor: Actor, at: datetime) -> Series:
    """Keep a name under which events belong together; one that exists already is returned. Raises: Refused, Invalid without a name."""
    require(policies.may_manage(actor, cluster))
    Cluster.objects.select_for_update(of=("self",), no_key=True).get(pk=cluster.pk)
    given = {language: no_longer_than(120, str(name.get(language) or "").strip(), field="series_new") for language in LANGUAGES}
    if not given[cluster.locale]:
        raise Invalid(_("Write what the series is called."), field="series_new")
    known: Series | None = Series.objects.filter(cluster=cluster, **{f"name__{cluster.locale}": given[cluster.locale]}).first()
    if known is not None:
        return known
    made: Series = Series.objects.create(cluster=cluster, name=given)
    record(actor, "events.series.started", made, at=at)
    return made

"""Enter that the board has adopted a version of the weights."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import say
from klynge.engagement import policies
from klynge.engagement.models import WeightScheme
from klynge.engagement.queries.weighing import fault_words, plain


@transaction.atomic
def adopt_weights(
    scheme: WeightScheme, *, adopted_on: date, effective_on: date, resolution: str, actor: Actor, at: datetime
) -> WeightScheme:
    """Let the draft count from the day on, by a resolution; days before keep what counted then. Raises: Refused, Conflict, Invalid."""
    require(policies.may_weigh(actor, scheme.cluster))
    scheme = WeightScheme.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=scheme.pk)
    if scheme.adopted_on:
        raise Conflict(_("These weights are adopted already."))
    if not resolution.strip():
        raise Invalid(_("Say who decided it and where that is written, for example: board meeting 4/2026, item 6."), field="resolution")
    if adopted_on > day_of(at):
        raise Invalid(_("The day of adoption lies ahead. Enter it once it is decided."), field="adopted_on")
    _check_start(scheme, adopted_on, effective_on)
    if faults := fault_words(plain(scheme)):
        raise Invalid(" ".join(faults))

    scheme.adopted_on, scheme.effective_on, scheme.resolution = adopted_on, effective_on, resolution.strip()[:200]
    scheme.save(update_fields=["adopted_on", "effective_on", "resolution"])
    said = {"adopted_on": adopted_on.isoformat(), "effective_on": effective_on.isoformat(), "resolution": scheme.resolution}
    record(actor, "engagement.weights.adopted", scheme, at=at, **said)
    jobs.enqueue("engagement.compute_scores", cluster_id=scheme.cluster_id)
    return scheme


def _check_start(scheme: WeightScheme, adopted_on: date, effective_on: date) -> None:
    """Nothing counts before it was decided, and no version begins before the one it follows."""
    if effective_on < adopted_on:
        raise Invalid(_("They can't count before they were decided: the past stays as it was."), field="effective_on")
    last = WeightScheme.objects.filter(cluster=scheme.cluster).in_force(date.max).first()
    if last and last.effective_on >= effective_on:
        raise Invalid(
            _("Version %(version)d counts from %(day)s. Choose a later day.") % {"version": last.version, "day": say(last.effective_on)},
            field="effective_on",
        )

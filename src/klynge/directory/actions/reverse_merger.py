"""Undo a merger."""

from datetime import date, datetime

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.core.ranges import span
from klynge.directory import policies
from klynge.directory.models import Merger, Organisation, refresh_search
from klynge.directory.queries.merging import OWNERS_OF


@transaction.atomic
def reverse_merger(merger: Merger, *, actor: Actor, at: datetime) -> Merger:
    """Give the loser back what moved, and let run again what was ended; what has come since stays with the survivor.

    Raises: Refused, Conflict when it is undone already, or something of later stands in the way.
    """
    require(policies.may_register(actor, merger.cluster) and policies.may_edit(actor, merger.survivor))
    merger = Merger.objects.select_for_update(of=("self",)).select_related("survivor", "loser").get(pk=merger.pk)
    if merger.reversed_at:
        raise Conflict(_("%s has undone this merger already.") % merger.reversed_by)
    survivor, loser = merger.survivor, merger.loser
    if survivor.merged_into_id is not None:
        raise Conflict(_("%s was merged away itself since. Undo that merger first.") % survivor.name)

    try:
        with transaction.atomic():
            _give_back(merger)
    except IntegrityError:
        raise Conflict(_("%s has new people or roles on the same days. End those first, then undo the merger.") % loser.name) from None
    Organisation.objects.filter(pk=loser.pk).update(merged_into=None)
    merger.reversed_at, merger.reversed_by = at, actor.name
    merger.save(update_fields=["reversed_at", "reversed_by"])
    refresh_search([survivor.pk, loser.pk])
    for subject, other in ((survivor, loser), (loser, survivor)):
        record(actor, "directory.organisation.unmerged", subject, at=at, cluster_id=merger.cluster_id, other=other.name, merger=merger.pk)
    jobs.announce("directory.merger_reversed", cluster_id=merger.cluster_id, merger_id=merger.pk)
    return merger


def _give_back(merger: Merger) -> None:
    for label, ids in merger.moved["moved"].items():
        rows = apps.get_model(label)._base_manager.filter(pk__in=ids, **{OWNERS_OF[label]: merger.survivor})
        rows.update(**{OWNERS_OF[label]: merger.loser})
    for label, ended in merger.moved["ended"].items():
        for row in apps.get_model(label)._base_manager.filter(pk__in=[pk for pk, _upper in ended], during__endswith=merger.effective_on):
            upper = dict(ended)[row.pk]
            row.during = span(row.during.lower, date.fromisoformat(upper) if upper else None)
            row.save(update_fields=["during"])

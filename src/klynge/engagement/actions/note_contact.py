"""Note that somebody spoke with a member that has grown quiet, or will."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Grant, User
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.directory.models import Organisation
from klynge.engagement import policies
from klynge.engagement.models import FollowUp, Outcome, Worklist


@transaction.atomic
def note_contact(
    organisation: Organisation, *, cluster: Cluster, worklist: str, outcome: str, contacted_on: date, actor: Actor, at: datetime,
    note: str = "", owner: User | None = None, next_on: date | None = None,
) -> FollowUp:  # fmt: skip
    """Keep day, outcome, words, who looks after it and when to look again; the latest note counts. Raises: Refused, Invalid."""
    require(policies.may_follow_up(actor, cluster))
    _check(organisation, cluster, worklist, outcome, owner)
    if outcome != Outcome.PLANNED and contacted_on > day_of(at):
        raise Invalid(_("The day lies ahead. Choose “%s” until it has come.") % Outcome.PLANNED.label, field="contacted_on")
    if next_on and next_on < contacted_on:
        raise Invalid(_("Look again after the contact, not before it."), field="next_on")

    made = FollowUp.objects.create(
        cluster=cluster, organisation=organisation, worklist=worklist, contacted_on=contacted_on, outcome=outcome, note=note.strip()[:500],
        owner=owner, next_on=next_on, recorded_at=at, recorded_by=actor.name[:120],
    )  # fmt: skip
    record(actor, "engagement.contact.noted", made, at=at, outcome=outcome, worklist=worklist, on=contacted_on.isoformat())
    return made


def _check(organisation: Organisation, cluster: Cluster, worklist: str, outcome: str, owner: User | None) -> None:
    if worklist not in Worklist.values:
        raise Invalid(_("Choose a list."), field="worklist")
    if outcome not in Outcome.values:
        raise Invalid(_("Choose what came of it."), field="outcome")
    if not organisation.listings.filter(cluster=cluster).exists():
        raise Invalid(_("%s is not known to this cluster.") % organisation.name)
    if owner and not Grant.objects.filter(cluster=cluster, user=owner, withdrawn_at__isnull=True).exists():
        raise Invalid(_("%s does not work in this office.") % owner, field="owner")

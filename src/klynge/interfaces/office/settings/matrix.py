"""What each role may do, asked of the policies themselves, so that the table can't be wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klynge.access import policies as access
from klynge.access.actor import Actor
from klynge.access.models import Cluster, Role
from klynge.billing import policies as billing
from klynge.files import policies as files
from klynge.membership import policies as membership
from klynge.outbox import policies as outbox

ABILITIES: list[tuple[str | Promise, Callable[[Actor, Cluster], bool]]] = [
    (_("See everything in the office"), outbox.may_see),
    (_("Upload documents"), files.may_store),
    (_("Admit members and change what kinds there are"), membership.may_set_types),
    (_("Plan dues"), membership.may_plan_dues),
    (_("Release dues that somebody else planned"), membership.may_release_dues),
    (_("Issue invoices"), billing.may_issue),
    (_("Issue credit notes"), billing.may_credit),
    (_("Record payments"), billing.may_record_payment),
    (_("Say which invoices a payment settles"), billing.may_allocate),
    (_("Close membership years"), membership.may_close_term),
    (_("Open a closed membership year again"), membership.may_reopen_term),
    (_("Change fee products and VAT"), billing.may_set_prices),
    (_("Release and stop mail"), outbox.may_prepare),
    (_("Change settings, users and roles"), access.may_administer),
]


@dataclass(frozen=True, slots=True)
class Ability:
    """One row: what it is, and each role's name with whether it may, in the order of the roles."""

    label: str
    allowed: list[tuple[str, bool]]


def matrix(cluster: Cluster) -> list[Ability]:
    """Return one row for each ability."""
    actors = [Actor(name=role, cluster_id=cluster.pk, roles=frozenset({role})) for role in Role.values]
    return [Ability(str(label), [(str(Role(actor.name).label), may(actor, cluster)) for actor in actors]) for label, may in ABILITIES]

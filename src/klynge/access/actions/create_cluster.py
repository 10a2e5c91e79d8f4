"""Make a new cluster."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Locale
from klynge.access.policies import may_create_cluster, require
from klynge.access.rules.addresses import RESERVED
from klynge.core.errors import Conflict, Invalid
from klynge.core.journal import record


@transaction.atomic
def create_cluster(
    slug: str, *, name: str, actor: Actor, at: datetime, legal_name: str = "", parent: Cluster | None = None, locale: str = Locale.DANISH,
    currency: str = "DKK", fiscal_year_month: int = 1, membership_year_month: int = 1,
) -> Cluster:  # fmt: skip
    """Create a cluster under its address ``slug``, alone or under an umbrella; it has no dues and nobody works there yet.

    Its other facts are changed afterwards (change_cluster), its first administrator is made by grant_role. Raises: Refused, Invalid, Conflict.
    """
    require(may_create_cluster(actor, parent))
    cluster = Cluster(
        slug=slug.strip(), name=name.strip(), legal_name=(legal_name or name).strip(), parent=parent, locale=locale, currency=currency.upper(),
        fiscal_year_month=fiscal_year_month, membership_year_month=membership_year_month,
    )  # fmt: skip
    try:
        cluster.clean_fields()
    except ValidationError as fault:
        field, messages = next(iter(fault.message_dict.items()))
        raise Invalid(messages[0], field=field) from fault
    if cluster.slug.lower() in RESERVED:
        raise Invalid(_("The address “%s” is used by the installation itself. Choose another one.") % cluster.slug, field="slug")
    if Cluster.objects.filter(slug=cluster.slug).exists():
        raise Conflict(_("There is a cluster at the address “%s” already. Choose another one.") % cluster.slug)

    cluster.save(force_insert=True)
    record(
        actor, "access.cluster.created", cluster, at=at, cluster_id=cluster.pk, slug=cluster.slug, parent=parent.slug if parent else None
    )
    return cluster

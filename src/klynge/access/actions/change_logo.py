"""Give a cluster its logo."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import may_administer, require
from klynge.access.rules.logos import logo_suffix
from klynge.core.errors import Invalid
from klynge.core.journal import record

WORDS = {
    "size": gettext_lazy("The picture is empty or larger than 512 KB. Save it smaller and try again."),
    "pixels": gettext_lazy("The picture is more than 4,000 pixels wide or high. Save it smaller and try again."),
    "kind": gettext_lazy("This is neither a PNG nor an SVG picture, whatever its name says."),
    "active": gettext_lazy("This SVG holds scripts, styles or links to other files. Export it as a plain SVG, or use a PNG."),
    "broken": gettext_lazy("This picture is damaged: it can't be printed. Save it anew as a PNG or a plain SVG and try again."),
}


@transaction.atomic
def change_logo(cluster: Cluster, *, content: bytes, actor: Actor, at: datetime) -> Cluster:
    """Store a PNG or a plain SVG as the cluster's logo. Raises: Refused, Invalid when it is not one or can't be stored."""
    require(may_administer(actor, cluster))
    cluster = Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    try:
        suffix = logo_suffix(content)
    except ValueError as fault:
        raise Invalid(str(WORDS[str(fault)]), field="logo") from fault

    try:
        cluster.logo.save(f"{cluster.slug}.{suffix}", ContentFile(content), save=False)
    except OSError as fault:
        raise Invalid(_("The logo could not be stored: %s. Ask the operator to make room.") % fault.strerror, field="logo") from fault
    cluster.save(update_fields=["logo"])
    record(actor, "access.cluster.logo_changed", cluster, at=at, cluster_id=cluster.pk, kind=suffix, size=len(content))
    return cluster

"""Who is invited to an organisation and has not come in yet."""

from datetime import datetime

from django.db.models import QuerySet

from klynge.access.models import Cluster
from klynge.directory.models import Invitee, Organisation


def open_invitees(organisation: Organisation, *, cluster: Cluster, at: datetime) -> QuerySet[Invitee]:
    """Return the invitations that can still be followed, with the invitation, the latest first."""
    rows = Invitee.objects.filter(organisation=organisation, cluster=cluster, invitation__expires_at__gt=at)
    unanswered = rows.filter(invitation__acceptance__isnull=True, invitation__withdrawal__isnull=True)
    return unanswered.select_related("invitation").order_by("-pk")

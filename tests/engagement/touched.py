"""Activities for tests, made straight."""

from datetime import UTC, datetime
from itertools import count

from klynge.engagement.models import Activity

_numbers = count(1)
AT = datetime(2027, 1, 1, tzinfo=UTC)


def touched(cluster, organisation, kind, on, *, person=None, quantity=100, occasion=None, saved_minor=0, source="test"):
    """Let the organisation have taken part in something."""
    return Activity.objects.create(
        cluster=cluster, organisation=organisation, kind=kind, happened_on=on, person=person, quantity=quantity, occasion=occasion,
        saved_minor=saved_minor, source=source, source_key=f"{source}:{next(_numbers)}", recorded_at=AT,
    )  # fmt: skip


def taken_back(activity):
    """Let an activity be taken back."""
    return Activity.objects.create(
        cluster=activity.cluster, organisation=activity.organisation, kind=activity.kind, happened_on=activity.happened_on,
        quantity=-activity.quantity, saved_minor=-activity.saved_minor, source=activity.source, source_key=f"{activity.source_key}!",
        reverses=activity, recorded_at=AT,
    )  # fmt: skip

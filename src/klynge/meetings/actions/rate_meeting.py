"""Say how a meeting was."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.meetings import policies
from klynge.meetings.models import Participant, PlannedMeeting, Rating


@transaction.atomic
def rate_meeting(
    participant: Participant, *, meeting: PlannedMeeting, stars: int, follows_up: bool, comment: str, actor: Actor, at: datetime
) -> Rating:
    """Give one to five stars for one's own side; doing it again replaces it. Raises: Refused, Invalid, Conflict before it was held."""
    require(policies.may_speak_for(actor, participant))
    if participant.pk not in (meeting.one_id, meeting.other_id):
        raise Invalid(_("You were not in this meeting."))
    if not 1 <= stars <= 5:
        raise Invalid(_("Give one to five stars."), field="stars")
    if meeting.slot is None or meeting.slot.begins_at > at:
        raise Conflict(_("The meeting hasn't been held yet."))
    facts = {"stars": stars, "follows_up": follows_up, "comment": comment.strip()[:500], "rated_at": at}
    rating, _made = Rating.objects.update_or_create(meeting=meeting, participant=participant, defaults=facts)
    record(actor, "meetings.meeting.rated", meeting.plan.day, at=at, organisation=participant.organisation.name, stars=stars)
    return rating

"""Say how a meeting was."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import no_longer_than
from klynge.directory.models import Person
from klynge.networks.models import Attendance, Feedback, NetworkMeeting


@transaction.atomic
def give_feedback(meeting: NetworkMeeting, *, person: Person, score: int, text: str = "", actor: Actor, at: datetime) -> Feedback:
    """Keep what somebody who came says, 0 to 10; said again, it stands in the place of what was said before.

    Raises: Refused for somebody else's; Invalid for a score that is none; Conflict for who did not come.
    """
    require(actor.user_id is not None and person.user_id == actor.user_id)
    if not 0 <= score <= 10:
        raise Invalid(_("Between 0 and 10."), field="score")
    if not Attendance.objects.filter(meeting=meeting, person=person).exists():
        raise Conflict(_("Only who was noted as having come can say how it was."))
    facts = {"score": score, "text": no_longer_than(500, text, field="text"), "given_at": at, "cluster": meeting.cluster}
    feedback, _made = Feedback.objects.update_or_create(meeting=meeting, person=person, defaults=facts)
    record(actor, "networks.feedback.given", meeting, at=at, score=score)
    return feedback

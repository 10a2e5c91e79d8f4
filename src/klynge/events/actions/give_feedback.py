"""Say how an event was."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import no_longer_than
from klynge.events import policies
from klynge.events.models import Answer, Feedback, Registration
from klynge.events.queries.answering import answers_to
from klynge.events.queries.feedback import may_tell


@transaction.atomic
def give_feedback(
    registration: Registration, *, score: int, text: str = "", answers: Mapping[int, str] | None = None, actor: Actor, at: datetime
) -> Feedback:
    """Keep what somebody who was there says, 0 to 10, and the answers to what is asked afterwards; said again, it stands in the place of what was said before.

    Raises: Refused; Invalid with the field; Conflict before the event is over, or for who was not there.
    """
    require(policies.may_change(actor, registration))
    if not 0 <= score <= 10:
        raise Invalid(_("Between 0 and 10."), field="score")
    if not may_tell(registration, at=at):
        raise Conflict(_("Only who was there can say how it was, once it is over."))
    answered = answers_to(registration.event.questions.after(), answers or {})
    facts = {"score": score, "text": no_longer_than(500, text, field="text"), "given_at": at, "cluster_id": registration.cluster_id}
    feedback, _made = Feedback.objects.update_or_create(registration=registration, defaults=facts)
    Answer.objects.filter(registration=registration, question__is_after=True).delete()
    Answer.objects.bulk_create(
        Answer(cluster_id=registration.cluster_id, registration=registration, question_id=question, text=said)
        for question, said in answered
    )
    record(actor, "events.feedback.given", registration, at=at, score=score)
    return feedback

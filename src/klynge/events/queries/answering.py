"""What was answered to an event's questions, checked before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from klynge.core.errors import Invalid
from klynge.events.models import Question, QuestionKind


def answers_to(questions: Iterable[Question], given: Mapping[int, str]) -> list[tuple[int, str]]:
    """Return (question's key, text) for each that was answered. Raises: Invalid naming the one that is missing or was not to choose from."""
    found = []
    for question in questions:
        text = str(given.get(question.pk, "")).strip()[:500]
        if not text and question.is_required:
            raise Invalid(_("Please answer: %s") % question, field=f"question_{question.pk}")
        if text and question.kind == QuestionKind.CHOICE and text not in {word for option in question.options for word in option.values()}:
            raise Invalid(_("Choose one of the answers."), field=f"question_{question.pk}")
        if text:
            found.append((question.pk, text))
    return found

"""What an event asks, as a field of a form."""

from django import forms

from klynge.events.models import Question, QuestionKind


def question_field(question: Question) -> forms.Field:
    """Return the field in which the question is answered, in the open language."""
    label, is_required = str(question), question.is_required
    if question.kind == QuestionKind.CHOICE:
        options = [next(iter(option.values())) for option in question.options]
        return forms.ChoiceField(label=label, required=is_required, choices=[("", "–"), *((text, text) for text in options)])
    if question.kind == QuestionKind.YES_NO:
        return forms.BooleanField(label=label, required=False)
    return forms.CharField(label=label, required=is_required, max_length=500)

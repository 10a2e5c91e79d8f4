"""Markdown in mails."""

from django import template
from django.utils.safestring import SafeString

from klynge.publishing.queries.rendering import rendered

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Return the text as HTML that can do no harm."""
    return rendered(text or "")

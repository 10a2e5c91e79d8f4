"""What is wrong with a message's text, in the writer's words, and how to mend it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES
from klynge.newsletters.rules import merging

FIELD_NAMES = {
    "name": gettext_lazy("the reader's name"),
    "first_name": gettext_lazy("the reader's first name"),
    "company": gettext_lazy("the member's name"),
    "member_number": gettext_lazy("the member number"),
    "type": gettext_lazy("the membership type"),
    "category": gettext_lazy("the category of the dues"),
    "fee": gettext_lazy("the dues charged for the term, excl. VAT"),
    "open_amount": gettext_lazy("what is open"),
    "overdue_amount": gettext_lazy("what is overdue"),
    "member_since": gettext_lazy("the day of joining"),
}
MOST = {"subject": 150, "body": 20_000}


def cleaned(cluster: Cluster, name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the subject or body in the languages it is written in. Raises: Invalid, with the place of a brace that is no field."""
    kept = {lang: texts.get(lang, "").replace("\r\n", "\n").replace("\x00", "").strip() for lang in LANGUAGES}
    for lang, text in kept.items():
        field = f"{name}_{lang}"
        if not text and lang == cluster.locale:
            raise Invalid(_("Write this text: it is what readers get who have no text of their own language."), field=field)
        if len(text) > MOST[name]:
            raise Invalid(_("This text is longer than %s characters. Shorten it.") % MOST[name], field=field)
        if wrong := merging.unknown_fields(text):
            raise Invalid(_said(wrong[0], lang), field=field)
    return {lang: text for lang, text in kept.items() if text}


def _said(wrong: merging.Unknown, language: str) -> str:
    known = ", ".join(f"{{{name if language == 'en' else danish}}}" for name, danish in merging.FIELDS.items())
    return _("Line %(line)s, character %(column)s: “%(text)s” is not a field. Write one of these: %(known)s.") % {
        "line": wrong.line,
        "column": wrong.column,
        "text": wrong.text,
        "known": known,
    }

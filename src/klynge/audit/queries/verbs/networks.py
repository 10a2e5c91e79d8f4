"""What the room networks records, as sentences."""

from django.utils.functional import Promise

VERBS: dict[str, str | Promise] = {}

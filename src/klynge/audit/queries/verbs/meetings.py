"""What the room meetings records, as sentences."""

from django.utils.functional import Promise

VERBS: dict[str, str | Promise] = {}

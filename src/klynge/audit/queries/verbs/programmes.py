"""What the room programmes records, as sentences."""

from django.utils.functional import Promise

VERBS: dict[str, str | Promise] = {}

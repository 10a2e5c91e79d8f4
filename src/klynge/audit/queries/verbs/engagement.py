"""What the room engagement records, as sentences."""

from django.utils.functional import Promise

VERBS: dict[str, str | Promise] = {}

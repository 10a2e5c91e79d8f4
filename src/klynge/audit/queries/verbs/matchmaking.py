"""What the room matchmaking records, as sentences."""

from django.utils.functional import Promise

VERBS: dict[str, str | Promise] = {}

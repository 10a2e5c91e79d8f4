"""Refusals and faults that a person may read."""


class HouseError(Exception):
    """A refusal with a sentence for the user: what is wrong, where, and how to mend it."""


class Refused(HouseError):
    """The actor may not do this."""


class Invalid(HouseError):
    """The input can't be used as it stands; ``field`` names where, when it is one place."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Conflict(HouseError):
    """The state of things has moved on: somebody else was first, or it is done already."""

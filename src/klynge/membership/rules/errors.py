"""Why a fee can't be worked out."""

from typing import Any

from klynge.core.errors import HouseError

NO_SIZE = "no_size"  # the schedule asks for a size that nobody has declared
STRADDLES = "straddles"  # the size is only known as an interval that reaches into several categories
NO_BAND = "no_band"  # the size lies in a gap between the categories
NOT_APPLICABLE = "not_applicable"  # no part of the schedule is for this kind of member

SENTENCES = {
    NO_SIZE: "The size ({metric}) is not known, and the fee depends on it.",
    STRADDLES: "A size of {low} to {high} reaches into more than one category: {bands}.",
    NO_BAND: "No category of the schedule covers a size of {low} to {high}.",
    NOT_APPLICABLE: "No part of the schedule is for members of the kind {type}.",
}


class CannotPrice(HouseError):
    """The fee can't be worked out; ``code`` says why and ``parameters`` name the particulars."""

    def __init__(self, code: str, **parameters: Any) -> None:
        self.code, self.parameters = code, parameters
        super().__init__(SENTENCES[code].format(**parameters))

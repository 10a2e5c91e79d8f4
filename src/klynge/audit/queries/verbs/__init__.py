"""Every verb that an action records, as a sentence; ``actor``, ``subject`` and the event's details may stand in it."""

from . import (
    access,
    audit,
    banking,
    billing,
    directory,
    engagement,
    events,
    files,
    ledger,
    matchmaking,
    meetings,
    membership,
    networks,
    newsletters,
    outbox,
    privacy,
    programmes,
    publishing,
)

ROOMS = (
    access,
    audit,
    banking,
    billing,
    directory,
    engagement,
    events,
    files,
    ledger,
    matchmaking,
    meetings,
    membership,
    networks,
    newsletters,
    outbox,
    privacy,
    programmes,
    publishing,
)
VERBS = {verb: sentence for room in ROOMS for verb, sentence in room.VERBS.items()}

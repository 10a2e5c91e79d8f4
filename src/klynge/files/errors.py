"""What can go wrong with a stored document."""

from klynge.core.errors import HouseError


class StorageFault(HouseError):
    """The storage can't take or give back the bytes: full, not writable, or the file is gone."""

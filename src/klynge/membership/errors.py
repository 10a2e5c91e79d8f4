"""Why a membership can't be changed as asked; each says what stands in the way and how to mend it."""

from klynge.core.errors import Conflict, Invalid


class AlreadyMember(Conflict):
    """The organisation is a member on some of the days asked for."""


class IsPartner(Conflict):
    """The organisation is a core partner, which is never a member."""


class TermClosed(Invalid):
    """The days lie in a term whose figures are final."""


class CannotJoin(Invalid):
    """The organisation is dissolved, merged away or not known to the cluster."""


class TooLate(Conflict):
    """What is to be undone has already taken effect, or something else was built upon it."""

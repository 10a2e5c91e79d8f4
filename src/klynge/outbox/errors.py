"""What can go wrong with mail, for jobs that try again."""

from klynge.core.errors import HouseError


class MailServerDown(HouseError):
    """The mail server can't be reached or sends everybody away; the job tries again later."""

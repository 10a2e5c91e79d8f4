"""Actions of the banking room."""

from .add_account import add_account
from .receive_file import receive_file
from .record_entries import record_entries
from .refuse_file import refuse_file

__all__ = ["add_account", "receive_file", "record_entries", "refuse_file"]

"""Actions of the files room."""

from .shred_files import shred_files
from .store_file import store_file

__all__ = ["shred_files", "store_file"]

"""Actions of the files room."""

from .store_file import store_file

__all__ = ["store_file"]

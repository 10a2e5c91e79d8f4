"""Actions about what is held of people."""

from .export_person import export_person

__all__ = ["export_person"]

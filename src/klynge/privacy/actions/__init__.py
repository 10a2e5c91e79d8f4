"""Actions about what is held of people."""

from .apply_retention import apply_retention
from .export_person import export_person
from .forget_person import forget_person
from .order_retention import order_retention
from .start_retention import start_retention

__all__ = ["apply_retention", "export_person", "forget_person", "order_retention", "start_retention"]

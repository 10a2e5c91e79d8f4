"""What can be done about visits."""

from .choose_asking import choose_asking
from .count_view import count_view

__all__ = ["choose_asking", "count_view"]

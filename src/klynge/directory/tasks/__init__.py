"""What the directory asks of the world outside."""

from .registers import LookUp, look_up

__all__ = ["LookUp", "look_up"]

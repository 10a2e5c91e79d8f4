"""Actions of the access room."""

from .change_cluster import change_cluster
from .change_logo import change_logo
from .create_cluster import create_cluster
from .grant_role import grant_role
from .withdraw_role import withdraw_role

__all__ = [
    "change_cluster",
    "change_logo",
    "create_cluster",
    "grant_role",
    "withdraw_role",
]

"""Actions of the access room."""

from .change_cluster import change_cluster
from .change_logo import change_logo
from .choose_language import choose_language
from .create_cluster import create_cluster
from .delete_view import delete_view
from .grant_role import grant_role
from .save_view import save_view
from .withdraw_role import withdraw_role

__all__ = [
    "change_cluster",
    "change_logo",
    "choose_language",
    "create_cluster",
    "delete_view",
    "grant_role",
    "save_view",
    "withdraw_role",
]

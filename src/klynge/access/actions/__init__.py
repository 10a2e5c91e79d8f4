"""Actions of the access room."""

from .answer_once import answer_once
from .change_cluster import change_cluster
from .change_logo import change_logo
from .change_name import change_name
from .choose_language import choose_language
from .close_account import close_account
from .count_request import count_request
from .create_cluster import create_cluster
from .create_invitation import create_invitation
from .create_token import create_token
from .delete_invitations import delete_invitations
from .delete_view import delete_view
from .grant_role import grant_role
from .note_sign_in import note_sign_in
from .redeem_invitation import redeem_invitation
from .revoke_token import revoke_token
from .save_view import save_view
from .withdraw_invitation import withdraw_invitation
from .withdraw_role import withdraw_role

__all__ = [
    "answer_once",
    "change_cluster",
    "change_logo",
    "change_name",
    "choose_language",
    "close_account",
    "count_request",
    "create_cluster",
    "create_invitation",
    "create_token",
    "delete_invitations",
    "delete_view",
    "grant_role",
    "note_sign_in",
    "redeem_invitation",
    "revoke_token",
    "save_view",
    "withdraw_invitation",
    "withdraw_role",
]

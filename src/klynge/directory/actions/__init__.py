"""Actions of the directory."""

from .accept_invitation import accept_invitation
from .add_contact import add_contact
from .add_email import add_email
from .change_organisation import change_organisation
from .change_person import change_person
from .change_profile_logo import change_profile_logo
from .confirm_master_data import confirm_master_data
from .confirm_size import confirm_size
from .declare_size import declare_size
from .delete_subscriptions import delete_subscriptions
from .edit_profile import edit_profile
from .end_affiliation import end_affiliation
from .end_contact_role import end_contact_role
from .end_partnership import end_partnership
from .erase_person import erase_person
from .give_consent import give_consent
from .give_contact_role import give_contact_role
from .import_organisations import import_organisations
from .invite_person import invite_person
from .invite_user import invite_user
from .list_organisation import list_organisation
from .merge_organisations import merge_organisations
from .publish_profile import publish_profile
from .register_contact import register_contact
from .register_organisation import register_organisation
from .register_person import register_person
from .remove_email import remove_email
from .reverse_merger import reverse_merger
from .set_parent import set_parent
from .start_affiliation import start_affiliation
from .start_partnership import start_partnership
from .subscribe_contact import subscribe_contact
from .unsubscribe_contact import unsubscribe_contact
from .withdraw_consent import withdraw_consent
from .withdraw_profile import withdraw_profile

__all__ = [
    "accept_invitation",
    "add_contact",
    "add_email",
    "change_organisation",
    "change_person",
    "change_profile_logo",
    "confirm_master_data",
    "confirm_size",
    "declare_size",
    "delete_subscriptions",
    "edit_profile",
    "end_affiliation",
    "end_contact_role",
    "end_partnership",
    "erase_person",
    "give_consent",
    "give_contact_role",
    "import_organisations",
    "invite_person",
    "invite_user",
    "list_organisation",
    "merge_organisations",
    "publish_profile",
    "register_contact",
    "register_organisation",
    "register_person",
    "remove_email",
    "reverse_merger",
    "set_parent",
    "start_affiliation",
    "start_partnership",
    "subscribe_contact",
    "unsubscribe_contact",
    "withdraw_consent",
    "withdraw_profile",
]

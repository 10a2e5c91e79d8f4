"""Actions of the membership room."""

from .adjust_fee import adjust_fee
from .adopt_schedule import adopt_schedule
from .annul_membership import annul_membership
from .change_membership_type import change_membership_type
from .copy_schedule import copy_schedule
from .create_schedule import create_schedule
from .discard_dues_run import discard_dues_run
from .edit_schedule import edit_schedule
from .exclude_member import exclude_member
from .follow_merger import follow_merger
from .free_credited_periods import free_credited_periods
from .import_schedules import import_schedules
from .issue_dues_batch import issue_dues_batch
from .join_member import join_member
from .open_term import open_term
from .plan_dues import plan_dues
from .reinstate_membership import reinstate_membership
from .release_dues_run import release_dues_run
from .resign_membership import resign_membership
from .undo_dues_run import undo_dues_run
from .undo_merger import undo_merger
from .withdraw_adjustment import withdraw_adjustment
from .withdraw_resignation import withdraw_resignation

__all__ = [
    "adjust_fee",
    "adopt_schedule",
    "annul_membership",
    "change_membership_type",
    "copy_schedule",
    "create_schedule",
    "discard_dues_run",
    "edit_schedule",
    "exclude_member",
    "follow_merger",
    "free_credited_periods",
    "import_schedules",
    "issue_dues_batch",
    "join_member",
    "open_term",
    "plan_dues",
    "reinstate_membership",
    "release_dues_run",
    "resign_membership",
    "undo_dues_run",
    "undo_merger",
    "withdraw_adjustment",
    "withdraw_resignation",
]

"""Actions of the membership room."""

from .adjust_fee import adjust_fee
from .adopt_schedule import adopt_schedule
from .annul_membership import annul_membership
from .answer_access_request import answer_access_request
from .answer_import_row import answer_import_row
from .approve_application import approve_application
from .blot_applicant import blot_applicant
from .change_membership_type import change_membership_type
from .charge_member import charge_member
from .clear_applications import clear_applications
from .clear_imports import clear_imports
from .close_term import close_term
from .commit_import import commit_import
from .copy_schedule import copy_schedule
from .create_membership_type import create_membership_type
from .create_schedule import create_schedule
from .decide_application import decide_application
from .discard_dues_run import discard_dues_run
from .edit_membership_type import edit_membership_type
from .edit_schedule import edit_schedule
from .exclude_member import exclude_member
from .follow_merger import follow_merger
from .free_credited_periods import free_credited_periods
from .import_schedules import import_schedules
from .issue_dues_batch import issue_dues_batch
from .join_member import join_member
from .join_members import join_members
from .mail_application import mail_application
from .merge_members import merge_members
from .open_term import open_term
from .plan_dues import plan_dues
from .plan_import import plan_import
from .present_cluster import present_cluster
from .register_member import register_member
from .rehearse_import import rehearse_import
from .reinstate_membership import reinstate_membership
from .release_dues_run import release_dues_run
from .reopen_term import reopen_term
from .request_access import request_access
from .resign_membership import resign_membership
from .resume_dues_run import resume_dues_run
from .review_benefits import review_benefits
from .send_access_link import send_access_link
from .start_application import start_application
from .start_import import start_import
from .submit_application import submit_application
from .undo_dues_run import undo_dues_run
from .undo_merger import undo_merger
from .unmerge_members import unmerge_members
from .withdraw_adjustment import withdraw_adjustment
from .withdraw_application import withdraw_application
from .withdraw_resignation import withdraw_resignation

__all__ = [
    "adjust_fee",
    "adopt_schedule",
    "annul_membership",
    "answer_access_request",
    "answer_import_row",
    "approve_application",
    "blot_applicant",
    "change_membership_type",
    "charge_member",
    "clear_applications",
    "clear_imports",
    "close_term",
    "commit_import",
    "copy_schedule",
    "create_membership_type",
    "create_schedule",
    "decide_application",
    "discard_dues_run",
    "edit_membership_type",
    "edit_schedule",
    "exclude_member",
    "follow_merger",
    "free_credited_periods",
    "import_schedules",
    "issue_dues_batch",
    "join_member",
    "join_members",
    "mail_application",
    "merge_members",
    "open_term",
    "plan_dues",
    "plan_import",
    "present_cluster",
    "register_member",
    "rehearse_import",
    "reinstate_membership",
    "release_dues_run",
    "reopen_term",
    "request_access",
    "resign_membership",
    "resume_dues_run",
    "review_benefits",
    "send_access_link",
    "start_application",
    "start_import",
    "submit_application",
    "undo_dues_run",
    "undo_merger",
    "unmerge_members",
    "withdraw_adjustment",
    "withdraw_application",
    "withdraw_resignation",
]

"""Actions of the membership room."""

from .adopt_schedule import adopt_schedule
from .copy_schedule import copy_schedule
from .create_schedule import create_schedule
from .discard_dues_run import discard_dues_run
from .edit_schedule import edit_schedule
from .free_credited_periods import free_credited_periods
from .import_schedules import import_schedules
from .issue_dues_batch import issue_dues_batch
from .plan_dues import plan_dues
from .release_dues_run import release_dues_run
from .undo_dues_run import undo_dues_run

__all__ = [
    "adopt_schedule",
    "copy_schedule",
    "create_schedule",
    "discard_dues_run",
    "edit_schedule",
    "free_credited_periods",
    "import_schedules",
    "issue_dues_batch",
    "plan_dues",
    "release_dues_run",
    "undo_dues_run",
]

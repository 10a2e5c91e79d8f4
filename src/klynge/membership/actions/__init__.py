"""Actions of the membership room."""

from .discard_dues_run import discard_dues_run
from .free_credited_periods import free_credited_periods
from .issue_dues_batch import issue_dues_batch
from .plan_dues import plan_dues
from .release_dues_run import release_dues_run
from .undo_dues_run import undo_dues_run

__all__ = [
    "discard_dues_run",
    "free_credited_periods",
    "issue_dues_batch",
    "plan_dues",
    "release_dues_run",
    "undo_dues_run",
]

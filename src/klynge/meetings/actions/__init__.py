"""Actions of the meetings room."""

from .add_participant import add_participant
from .arrange_day import arrange_day
from .blot_delegate import blot_delegate
from .change_day import change_day
from .change_participant import change_participant
from .choose_slot import choose_slot
from .confirm_meeting import confirm_meeting
from .drop_precedence import drop_precedence
from .end_planning import end_planning
from .lay_slots import lay_slots
from .lock_wishes import lock_wishes
from .move_participants import move_participants
from .note_progress import note_progress
from .open_wishes import open_wishes
from .order_planning import order_planning
from .publish_plan import publish_plan
from .rate_meeting import rate_meeting
from .remove_participant import remove_participant
from .repair_plan import repair_plan
from .report_late import report_late
from .report_no_show import report_no_show
from .set_precedence import set_precedence
from .set_wishes import set_wishes
from .store_plan import store_plan
from .take_back_no_show import take_back_no_show

__all__ = [
    "add_participant",
    "arrange_day",
    "blot_delegate",
    "change_day",
    "change_participant",
    "choose_slot",
    "confirm_meeting",
    "drop_precedence",
    "end_planning",
    "lay_slots",
    "lock_wishes",
    "move_participants",
    "note_progress",
    "open_wishes",
    "order_planning",
    "publish_plan",
    "rate_meeting",
    "remove_participant",
    "repair_plan",
    "report_late",
    "report_no_show",
    "set_precedence",
    "set_wishes",
    "store_plan",
    "take_back_no_show",
]

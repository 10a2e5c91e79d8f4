"""Membership types, terms, fee schedules, memberships and their periods, dues runs."""

from .access_request import AccessRequest
from .application import Application, ApplicationEvent, ApplicationState, DropOut, SizeOutcome
from .dues_run import DuesLine, DuesRelease, DuesRun, LineState
from .importing import ImportMapping, ImportRow, ImportRun, RowOutcome
from .membership import (
    Ending,
    EndReason,
    Membership,
    MembershipType,
    MembershipTypeChange,
    MergedMembership,
    NumberSeries,
    PersonalAdjustment,
    Resignation,
)
from .period import Assessment, MembershipPeriod
from .presentation import Presentation
from .schedule import (
    FeeBand,
    FeeComponent,
    FeeMethod,
    FeeRule,
    FeeRuleKind,
    FeeSchedule,
    Proration,
    ProrationStep,
    Rejoining,
    ScheduleStatus,
)
from .suspension import BenefitSuspension
from .term import Term, TermClosing

__all__ = [
    "AccessRequest",
    "Application",
    "ApplicationEvent",
    "ApplicationState",
    "Assessment",
    "BenefitSuspension",
    "DropOut",
    "DuesLine",
    "DuesRelease",
    "DuesRun",
    "EndReason",
    "Ending",
    "FeeBand",
    "FeeComponent",
    "FeeMethod",
    "FeeRule",
    "FeeRuleKind",
    "FeeSchedule",
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "LineState",
    "Membership",
    "MembershipPeriod",
    "MembershipType",
    "MembershipTypeChange",
    "MergedMembership",
    "NumberSeries",
    "PersonalAdjustment",
    "Presentation",
    "Proration",
    "ProrationStep",
    "Rejoining",
    "Resignation",
    "RowOutcome",
    "ScheduleStatus",
    "SizeOutcome",
    "Term",
    "TermClosing",
]

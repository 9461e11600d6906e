"""The campaign as a whole: its phases, what is asked of the branch, and whether it is ready.

The promise of this area: the compound never stands differently from one day to the next without
somebody knowing what lacks, what follows and what was kept; what the committee asks has a
deadline and a name; and "ready" is computed from the records, where what nobody wrote down does
not count as good.

It has an area of its own, apart from `branch`: every room reads again when the branch moves, and
none but its own when a directive is ticked off.
"""

from typing import TYPE_CHECKING

from models.campaign.checks import Checked, CheckLine, check, checks
from models.campaign.reads import Course, CourseLine, DirectiveLine, course, directives
from models.campaign.tables import (
    DIRECTIVE,
    PHASES,
    CheckList,
    CheckTick,
    Directive,
    DirectiveState,
    ExitItem,
    Milestone,
    StageReport,
)
from models.campaign.trends import Measure, TrendLine, Trends, daily, trends
from models.campaign.watch import CampaignCounts, alarms, counts
from models.store.areas import Later

if TYPE_CHECKING:
    from models.campaign.changes import DUTIES
    from models.campaign.drafts import (
        CarryOut,
        DirectiveFields,
        DirectiveReason,
        HandOver,
        MilestoneFields,
        MovePhase,
        NewDirective,
        NewMilestone,
        Tick,
        Untick,
    )
    from models.campaign.kinds import DIRECTIVE_KIND, MILESTONE_KIND, PHASE_KIND, REPORT_KIND
    from models.campaign.numbers import stage_numbers

__all__ = [
    "DIRECTIVE",
    "DIRECTIVE_KIND",
    "DUTIES",
    "MILESTONE_KIND",
    "PHASES",
    "PHASE_KIND",
    "REPORT_KIND",
    "CampaignCounts",
    "CarryOut",
    "CheckLine",
    "CheckList",
    "CheckTick",
    "Checked",
    "Course",
    "CourseLine",
    "Directive",
    "DirectiveFields",
    "DirectiveLine",
    "DirectiveReason",
    "DirectiveState",
    "ExitItem",
    "HandOver",
    "Measure",
    "Milestone",
    "MilestoneFields",
    "MovePhase",
    "NewDirective",
    "NewMilestone",
    "StageReport",
    "Tick",
    "TrendLine",
    "Trends",
    "Untick",
    "alarms",
    "check",
    "checks",
    "counts",
    "course",
    "daily",
    "directives",
    "stage_numbers",
    "trends",
]

__getattr__ = Later(__name__, "changes", "drafts", "kinds", "numbers")

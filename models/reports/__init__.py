"""What the branch tells of itself: the brief of a day, and the work report of the whole campaign.

The promise of this area: every number is counted from the ledgers at the moment it is asked for,
none is typed in; no text of it names a person or a door; and it ends with "all safe" only where
that is so, else with what is left. Nothing is counted from what retention empties (the values in
the journal, the texts of chains), so the totals are the same before and after it has run.

It keeps no rows: the numbers of a stage are kept with the stage, in `models.campaign`.
"""

from typing import TYPE_CHECKING

from models.store.areas import Later

if TYPE_CHECKING:
    from models.reports.brief import Brief, brief
    from models.reports.figures import BriefPart, Untold
    from models.reports.left import Left, left
    from models.reports.period import Period, period
    from models.reports.report import Report, report
    from models.reports.room import LatelyLine, StageLine, lately, stages
    from models.reports.telling import (
        ReportPart,
        ToldLine,
        brief_lines,
        brief_markdown,
        brief_text,
        report_lines,
        report_parts,
        report_text,
    )
    from models.reports.writing import FORMATS, ReportDraft, write_here, write_report

__all__ = [
    "FORMATS",
    "Brief",
    "BriefPart",
    "LatelyLine",
    "Left",
    "Period",
    "Report",
    "ReportDraft",
    "ReportPart",
    "StageLine",
    "ToldLine",
    "Untold",
    "brief",
    "brief_lines",
    "brief_markdown",
    "brief_text",
    "lately",
    "left",
    "period",
    "report",
    "report_lines",
    "report_parts",
    "report_text",
    "stages",
    "write_here",
    "write_report",
]

__getattr__ = Later(__name__, "brief", "left", "period", "report", "room", "telling", "writing")

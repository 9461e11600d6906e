"""Lists as they are used on paper, and the way back from the paper to the desk.

The promise of this area: whoever walks has on paper what is walked, in the order it is walked,
with room for a pen; a paper shows no more of anybody than a ledger written by the same person
would; and what was ticked on paper comes back by a short code, which brings the jobs up as they
stand now.

A paper's module bears the name of the area it prints (`care`, `requests`, …) and offers a function
of the paper's own name; where its rows are jobs it offers `jobs` as well.
"""

from typing import TYPE_CHECKING

from models.papers.tables import AnyPaper, PaperKind, PrintedSheet, PublicPaper
from models.store.areas import Later

if TYPE_CHECKING:
    from models.papers.kinds import SHEET, find_sheets, jobs_found, sheet_named
    from models.papers.paper import Block, Column, Paper, Scope
    from models.papers.printing import PrintDraft, Purpose, print_here, print_paper

__all__ = [
    "AnyPaper",
    "SHEET",
    "Block",
    "Column",
    "Paper",
    "PaperKind",
    "PrintDraft",
    "PrintedSheet",
    "PublicPaper",
    "Purpose",
    "Scope",
    "find_sheets",
    "jobs_found",
    "print_here",
    "print_paper",
    "sheet_named",
]

__getattr__ = Later(__name__, "kinds", "paper", "printing")

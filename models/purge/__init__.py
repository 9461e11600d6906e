"""The end: when the branch is dissolved, what it knew of anybody is deleted, and only numbers stay.

The promise: nothing is deleted while somebody still waits for something, nor before the work report
is written; what follows the deletion can be interrupted anywhere and is completed by asking again;
and afterwards no file of this desk says a name, a number or a door.

One act empties every table but the branch's own name and course. The chain of the journal stays,
without anything it held, and its last act keeps the numbers. What lies beside the database goes
after that: free pages, the log, copies, exports, fault logs.
"""

from models.purge.certificate import certificate, certificate_faults, write_certificate
from models.purge.dissolving import DissolveDraft, Ended, dissolve, ended
from models.purge.plan import KEPT, Blocker, Plan, plan
from models.purge.sweeping import Places, Swept, beside, sweep
from models.purge.traces import Needles, needles, traces

__all__ = [
    "KEPT",
    "Blocker",
    "DissolveDraft",
    "Ended",
    "Needles",
    "Places",
    "Plan",
    "Swept",
    "beside",
    "certificate",
    "certificate_faults",
    "dissolve",
    "ended",
    "needles",
    "plan",
    "sweep",
    "traces",
    "write_certificate",
]

"""Who stays apart because of an exposure, until when and by which rule, and who looks after them.

The promise of this area: a release that lacks its last test is late and never silent; every day of
a course can be explained; an exposure is never forgotten, and an end is shortened by nobody without
a reason; whoever is kept in has somebody who brings supplies; and nobody learns more of it than the
work in hand needs.
"""

from typing import TYPE_CHECKING

from models.isolation.reads import (
    FILTERS,
    ORDERS,
    IsolationLine,
    IsolationNeed,
    isolated,
    panel,
    released,
    shut_households,
    shut_until,
)
from models.isolation.standing import Person, health_watch, of, people
from models.isolation.tables import (
    ISOLATION,
    Isolation,
    IsolationEnd,
    IsolationExposure,
    IsolationSample,
    IsolationState,
    IsolationTemperature,
    StayPlace,
)
from models.isolation.volunteers import DUTIES, keep_volunteers_in
from models.isolation.watch import IsolationCounts, IsolationTotals, alarms, counts, totals
from models.store.areas import Later

if TYPE_CHECKING:
    from models.isolation.drafts import (
        ConfirmCase,
        Contacts,
        CorrectSample,
        Discharge,
        Expose,
        IsolationFields,
        MoveEnd,
        OpenIsolation,
        Place,
        Release,
        Serve,
        Strike,
        TakeTemperature,
        TakeTest,
        Transfer,
    )
    from models.isolation.kinds import EXPOSURE_KIND, PERSON_KIND, SAMPLE_KIND

__all__ = [
    "DUTIES",
    "EXPOSURE_KIND",
    "FILTERS",
    "ISOLATION",
    "ORDERS",
    "PERSON_KIND",
    "SAMPLE_KIND",
    "ConfirmCase",
    "Contacts",
    "CorrectSample",
    "Discharge",
    "Expose",
    "Isolation",
    "IsolationCounts",
    "IsolationEnd",
    "IsolationExposure",
    "IsolationFields",
    "IsolationLine",
    "IsolationNeed",
    "IsolationSample",
    "IsolationState",
    "IsolationTemperature",
    "IsolationTotals",
    "MoveEnd",
    "OpenIsolation",
    "Person",
    "Place",
    "Release",
    "Serve",
    "StayPlace",
    "Strike",
    "TakeTemperature",
    "TakeTest",
    "Transfer",
    "alarms",
    "counts",
    "health_watch",
    "isolated",
    "keep_volunteers_in",
    "of",
    "panel",
    "people",
    "released",
    "shut_households",
    "shut_until",
    "totals",
]

__getattr__ = Later(__name__, "changes", "clearing", "drafts", "kinds", "recording")

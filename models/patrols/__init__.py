"""Who walks the routes, whom they meet outside, and how the talk ended.

The promise of this area: no route waits unseen past its interval; what was said to whom is kept
for the day somebody asks, and protects whoever said it; a door that comes again is seen, and so
is the hour and the place where a friendly word is needed next.
"""

from typing import TYPE_CHECKING

from models.patrols.incidents import (
    HeatLine,
    IncidentLine,
    IncidentPage,
    RepeatLine,
    heat,
    incidents,
    repeats,
)
from models.patrols.reads import PatrolLine, RouteLine, patrol_rules, patrols, routes
from models.patrols.tables import (
    PATROL,
    Incident,
    IncidentKind,
    IncidentOutcome,
    Patrol,
    PatrolState,
    PatrolWalker,
)
from models.patrols.watch import PatrolCounts, alarms, counted, counts
from models.store.areas import Later

if TYPE_CHECKING:
    from models.patrols.changes import POLICE
    from models.patrols.drafts import (
        EndPatrol,
        IncidentDraft,
        IncidentFields,
        JoinPatrol,
        NotePatrol,
        PatrolFields,
        SetOut,
        StartPatrol,
        ToPolice,
    )
    from models.patrols.kinds import INCIDENT_KIND, PATROL_KIND, ROUTE_KIND

__all__ = [
    "INCIDENT_KIND",
    "PATROL",
    "PATROL_KIND",
    "POLICE",
    "ROUTE_KIND",
    "EndPatrol",
    "HeatLine",
    "Incident",
    "IncidentDraft",
    "IncidentFields",
    "IncidentKind",
    "IncidentLine",
    "IncidentOutcome",
    "IncidentPage",
    "JoinPatrol",
    "NotePatrol",
    "Patrol",
    "PatrolCounts",
    "PatrolFields",
    "PatrolLine",
    "PatrolState",
    "PatrolWalker",
    "RepeatLine",
    "RouteLine",
    "SetOut",
    "StartPatrol",
    "ToPolice",
    "alarms",
    "counted",
    "counts",
    "heat",
    "incidents",
    "patrol_rules",
    "patrols",
    "repeats",
    "routes",
]

__getattr__ = Later(__name__, "changes", "drafts", "kinds")

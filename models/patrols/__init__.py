"""Who walks the routes, whom they meet outside, and how the talk ended.

The promise of this area: no route waits unseen past its interval; what was said to whom is kept
for the day somebody asks, and protects whoever said it; a door that comes again is seen, and so
is the hour and the place where a friendly word is needed next.
"""

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
from models.patrols.incidents import (
    HeatLine,
    IncidentLine,
    IncidentPage,
    RepeatLine,
    heat,
    incidents,
    repeats,
)
from models.patrols.kinds import INCIDENT_KIND, PATROL_KIND, ROUTE_KIND, aim_patrols
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
from models.store.register import Quick, quick

quick(
    Quick("patrols.record_incident", ("劝返", "turn back", "turned back"), rest="place"),
    Quick("patrols.set_out", ("巡逻", "patrol")),
    Quick(
        "patrols.end",
        ("收巡", "巡逻结束", "patrol back", "end patrol"),
        rest="note",
        aim=aim_patrols,
    ),
)

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

"""Nobody may be missed: tests, kits, disinfection, doors knocked at, cards handed in.

The promise of this area: a round knows everybody it is about from who is present, also those who
come home while it runs; each of them ends in a state with a name; the number on show is who is
left, door by door; and a round does not end while somebody is.
"""

from typing import TYPE_CHECKING

from models.rounds.kit_reports import HandoutLine, handouts
from models.rounds.lines import RoundLine, SlotLine, TargetLine, TargetPage, TubeLine
from models.rounds.reads import buildings, climbs_from, open_rounds, rounds, targets
from models.rounds.states import (
    MARKS,
    ROUND,
    TARGET,
    TUBE,
    UNITS,
    Cause,
    Outcome,
    RoundKind,
    RoundState,
    TargetState,
    TubeState,
    Unit,
)
from models.rounds.tables import CoveragePlace, CoverageRound, RoundSlot, RoundTarget, RoundTube
from models.rounds.treated import (
    DAYS,
    DisinfectionCounts,
    PlaceLine,
    TreatmentLine,
    disinfection_alarms,
    disinfection_counted,
    disinfection_counts,
    places,
    treatments,
)
from models.rounds.treatments import TREATMENT, Agent, Method, PlaceTreatment, TreatmentState
from models.rounds.turns import slots, tubes
from models.rounds.watch import RoundCounts, alarms, counted, counts, in_hand
from models.store.areas import Later

if TYPE_CHECKING:
    from models.rounds.concern import Concern, concern
    from models.rounds.kinds import ROUND_KIND, TARGET_KIND
    from models.rounds.place_kinds import PLACE_KIND, TREATMENT_KIND
    from models.rounds.steps import DUTIES
    from models.rounds.tube_kinds import SLOT_KIND, TUBE_KIND

__all__ = [
    "DAYS",
    "PLACE_KIND",
    "TREATMENT",
    "TREATMENT_KIND",
    "Agent",
    "DisinfectionCounts",
    "HandoutLine",
    "Method",
    "PlaceLine",
    "PlaceTreatment",
    "TreatmentLine",
    "TreatmentState",
    "disinfection_alarms",
    "disinfection_counted",
    "disinfection_counts",
    "handouts",
    "places",
    "treatments",
    "DUTIES",
    "MARKS",
    "ROUND",
    "ROUND_KIND",
    "SLOT_KIND",
    "TARGET",
    "TARGET_KIND",
    "TUBE",
    "TUBE_KIND",
    "UNITS",
    "Cause",
    "Concern",
    "CoveragePlace",
    "CoverageRound",
    "Outcome",
    "RoundCounts",
    "RoundKind",
    "RoundLine",
    "RoundSlot",
    "RoundState",
    "RoundTarget",
    "RoundTube",
    "SlotLine",
    "TargetLine",
    "TargetPage",
    "TargetState",
    "TubeLine",
    "TubeState",
    "Unit",
    "alarms",
    "buildings",
    "climbs_from",
    "concern",
    "counted",
    "counts",
    "in_hand",
    "open_rounds",
    "rounds",
    "slots",
    "targets",
    "tubes",
]

__getattr__ = Later(
    __name__,
    "drafts",
    "concern",
    "steps",
    "marking",
    "samples",
    "asking",
    "apart",
    "kits",
    "placing",
    "disinfecting",
    "kinds",
    "tube_kinds",
    "place_kinds",
)

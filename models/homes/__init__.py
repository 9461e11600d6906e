"""Who lives behind which door.

The promise of this area: every door and every person of the compound is here once, 1,300 of 1,300;
nobody is absent without a reason that somebody is asked for; a door is only made by the roster,
the set-up or the homes form; and no identity number is ever kept.
"""

from typing import TYPE_CHECKING

from models.homes.counting import counts
from models.homes.lines import (
    BuildingLine,
    HomeCounts,
    HouseholdLine,
    Page,
    ResidentLine,
    StairwellLine,
)
from models.homes.reads import (
    absent_without_reason,
    doors,
    households,
    names,
    resident,
    residents,
    residents_of,
)
from models.homes.sight import Viewpoint, check_answers, grid_name, viewpoint
from models.homes.tables import AwayReason, Household, Presence, Resident, Sex, Tag, lived_in
from models.store.areas import Later

if TYPE_CHECKING:
    from models.homes.changes import (
        add_here,
        add_household,
        add_resident,
        assign_grid,
        move_in,
        move_out,
        rehouse,
        search_of,
        set_away,
        set_back,
        set_phone,
        set_presence,
    )
    from models.homes.doors import door_candidates, resolve_door
    from models.homes.drafts import (
        AwayDraft,
        GridDraft,
        HereDraft,
        HouseholdDraft,
        HouseholdFields,
        MoveOutDraft,
        PhoneDraft,
        PresenceDraft,
        RehouseDraft,
        ResidentDraft,
        ResidentFields,
    )
    from models.homes.kinds import BUILDING, HOUSEHOLD, RESIDENT, STAIRWELL
    from models.homes.revealing import RevealDraft, RevealReason, reveal, shown_in_full
    from models.homes.search import find_households, find_residents
    from models.homes.side_tables import Building, Stairwell
    from models.homes.stairs import buildings, stairwells
    from models.homes.watch import alarms

__all__ = [
    "BUILDING",
    "HOUSEHOLD",
    "RESIDENT",
    "STAIRWELL",
    "AwayDraft",
    "AwayReason",
    "Building",
    "BuildingLine",
    "GridDraft",
    "HereDraft",
    "HomeCounts",
    "Household",
    "HouseholdDraft",
    "HouseholdFields",
    "HouseholdLine",
    "MoveOutDraft",
    "Page",
    "PhoneDraft",
    "Presence",
    "PresenceDraft",
    "RehouseDraft",
    "Resident",
    "ResidentDraft",
    "ResidentFields",
    "ResidentLine",
    "Sex",
    "RevealDraft",
    "RevealReason",
    "Stairwell",
    "StairwellLine",
    "Tag",
    "Viewpoint",
    "absent_without_reason",
    "add_here",
    "add_household",
    "add_resident",
    "alarms",
    "assign_grid",
    "buildings",
    "check_answers",
    "counts",
    "door_candidates",
    "doors",
    "find_households",
    "find_residents",
    "grid_name",
    "households",
    "lived_in",
    "move_in",
    "move_out",
    "names",
    "rehouse",
    "resident",
    "residents",
    "residents_of",
    "resolve_door",
    "reveal",
    "search_of",
    "shown_in_full",
    "set_phone",
    "set_away",
    "set_back",
    "set_presence",
    "stairwells",
    "viewpoint",
]

__getattr__ = Later(
    __name__,
    "changes",
    "doors",
    "drafts",
    "kinds",
    "revealing",
    "search",
    alone=("side_tables", "stairs", "watch"),
)

"""Who lives behind which door.

The promise of this area: every door and every person of the compound is here once, 1,300 of 1,300;
nobody is absent without a reason that somebody is asked for; a door is only made by the roster,
the set-up or the homes form; and no identity number is ever kept.
"""

from models.homes.tables import (
    AwayReason,
    Building,
    Household,
    Presence,
    Resident,
    Sex,
    Stairwell,
    Tag,
)

__all__ = [
    "AwayReason",
    "Building",
    "Household",
    "Presence",
    "Resident",
    "Sex",
    "Stairwell",
    "Tag",
]

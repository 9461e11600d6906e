"""What is true of the compound and the branch: one area a file, and the store that keeps them.

An area is imported when it is used. Only what must know every table (creating or upgrading a
database, verifying it, taking an act back) asks the store to import them all.
"""

AREAS: tuple[str, ...] = (
    "branch",
    "homes",
    "people",
    "accounts",
    "shifts",
    "patrols",
    "requests",
    "care",
    "stock",
    "group_buys",
    "campaign",
    "isolation",
    "gate",
    "rounds",
    "papers",
    "community",
    "reports",
    "alarms",
)
"""The areas, each a module of this package."""

ALARMING: tuple[str, ...] = (
    "shifts",
    "patrols",
    "requests",
    "care",
    "stock",
    "group_buys",
    "isolation",
    "gate",
    "campaign",
    "rounds",
    "community",
    "homes",
    "accounts",
    "backups",
)
"""Areas that report alarms; copies are no area of records, but a late one is an alarm."""

"""Who serves: the kinds of people, what they can do, and the rows that are kept of them."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.store.actor import Role
from models.store.base import Row, partial_index, table_args, text_enum


class VolunteerKind(StrEnum):
    """Where somebody who serves comes from."""

    cadre = "cadre"
    resident_volunteer = "resident_volunteer"
    first_secretary = "first_secretary"
    grid_leader = "grid_leader"


THE_25 = (VolunteerKind.cadre, VolunteerKind.resident_volunteer)
"""The deployed strength; the secretary and the two grid leaders come on top of it."""


class Skill(StrEnum):
    """What somebody can do that a post may ask for."""

    medical = "medical"
    first_aid = "first_aid"
    sampling = "sampling"
    disinfection = "disinfection"
    driving = "driving"
    repair = "repair"
    lifting = "lifting"
    counselling = "counselling"
    computer = "computer"


class AvailabilityKind(StrEnum):
    """What somebody says about a span of time."""

    unavailable = "unavailable"
    preferred = "preferred"


class PartnerKind(StrEnum):
    """Those outside the branch who are called when it cannot help itself."""

    police = "police"
    clinic = "clinic"
    emergency_120 = "emergency_120"
    gas = "gas"
    drains = "drains"
    locksmith = "locksmith"
    psych_hotline = "psych_hotline"
    supplier = "supplier"


class Volunteer(Row, table=True):
    """Somebody who serves in the compound, the leaders included."""

    area: ClassVar[str] = "people"
    __table_args__ = table_args(
        partial_index(
            "volunteer_initials_once",
            "initials",
            where="demobilised_on IS NULL",
            unique=True,
        ),
    )

    name: str
    search: str = ""
    """Every reading of the name and its initials, as find compares them."""
    initials: str
    """The handle behind `@`; no two people who serve share one."""
    kind: VolunteerKind = Field(sa_type=text_enum(VolunteerKind))
    role: Role = Field(default=Role.volunteer, sa_type=text_enum(Role))
    origin_unit: str = ""
    phone: str = ""
    skills: list[str] = Field(default_factory=list, sa_type=sa.JSON, nullable=False)
    party_member: bool = False
    rapid_response: bool = False
    """Whether he or she is in the pool that urgent matters are offered to."""
    grid: str = ""
    """The grid that a grid leader answers for, or that a volunteer works in."""
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    """A resident volunteer's own door: when that door is isolated, so is the volunteer."""
    isolated_until: dt.date | None = None
    """Last day of isolation, that day included."""
    joined_on: dt.date
    demobilised_on: dt.date | None = None
    """First day on which he or she no longer serves."""
    note: str = ""

    def isolated_on(self, day: dt.date) -> bool:
        """Whether isolation still holds on that local day."""
        return self.isolated_until is not None and day <= self.isolated_until

    def serves_on(self, day: dt.date) -> bool:
        """Whether he or she belongs to the branch on that local day."""
        return self.demobilised_on is None or day < self.demobilised_on

"""The care list as it is kept: people, contacts, medicines, and the plan each person follows."""

import datetime as dt
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.rules.care import Category, MedicineKind
from models.rules.machine import Machine, Step
from models.rules.medicine import run_out_on
from models.store.base import Row, partial_index, table_args, text_enum


class Mobility(StrEnum):
    """How far a person looks after himself or herself."""

    independent = "independent"
    partly = "partly"
    dependent = "dependent"
    bedridden = "bedridden"


class CareState(StrEnum):
    """Where the plan of a person stands."""

    active = "active"
    escalated = "escalated"
    paused = "paused"
    ended = "ended"


class ContactOutcome(StrEnum):
    """What came of a contact."""

    well = "well"
    needs_action = "needs_action"
    no_answer = "no_answer"
    refused = "refused"
    away = "away"


class Met(StrEnum):
    """How near one came to the person; only the first two count as seen."""

    met = "met"
    spoke = "spoke"
    left_at_door = "left_at_door"


class PauseReason(StrEnum):
    """Why nobody visits for a while."""

    hospital = "hospital"
    moved = "moved"
    family = "family"
    isolation_site = "isolation_site"
    other = "other"


class Resolution(StrEnum):
    """What an escalation came to."""

    found_well = "found_well"
    hospital = "hospital"
    away = "away"


SEEN = (Met.met, Met.spoke)
"""Only these count as seen; what was left at the door resets nothing."""
WATCHED = (CareState.active, CareState.escalated)
"""Somebody must see these people."""
LISTED = (*WATCHED, CareState.paused)

CARE = Machine(
    name="CareState",
    states=tuple(CareState),
    final=frozenset({CareState.ended}),
    steps=(
        Step("care.record_contact", ("active",), "active", natural=True),
        Step("care.record_contact", ("escalated",), "escalated"),
        Step("care.escalate", ("active",), "escalated"),
        Step("care.resolve_escalation", ("escalated",), "active", natural=True),
        Step("care.pause", ("active",), "paused"),
        Step("care.resume", ("paused",), "active", natural=True),
        Step("care.end", ("active", "escalated", "paused"), "ended"),
        Step("care.reopen", ("ended",), "active", reopens=True),
    ),
)

_WATCHED_ROWS = "state IN ('active', 'escalated')"
_TAKEN_ROWS = "stopped_on IS NULL"


class CareProfile(Row, table=True):
    """One resident on the care list. Tier and "overdue" are computed, the plan is kept."""

    area: ClassVar[str] = "care"
    __table_args__ = table_args(
        partial_index("care_profile_due", "due_at", where=_WATCHED_ROWS),
        partial_index("care_profile_listed", "state", where="state <> 'ended'"),
        sa.CheckConstraint(
            "frequency_hours IS NULL OR frequency_hours > 0", name="care_profile_frequency"
        ),
        sa.CheckConstraint(
            "(state = 'escalated') = (escalated_at IS NOT NULL)", name="care_profile_escalated"
        ),
        sa.CheckConstraint(
            "(volunteer_id IS NULL) = (unpaired_since IS NOT NULL)", name="care_profile_unpaired"
        ),
    )

    resident_id: int = Field(foreign_key="resident.id", unique=True)
    categories: list[str] = Field(default_factory=list, sa_type=sa.JSON, nullable=False)
    """Values of `Category`, several for one person."""
    mobility: Mobility | None = Field(default=None, sa_type=text_enum(Mobility), nullable=True)
    condition: str = ""
    """What ails the person, in the family's words."""
    emergency_contact: str = ""
    key_holder: str = ""
    """Who could open the door."""
    volunteer_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    """The paired volunteer."""
    unpaired_since: dt.datetime | None = None
    frequency_hours: int | None = None
    """Kept for this person beside the tier's; the stricter of the two wins."""
    delivery_on: dt.date | None = None
    """The expected or actual day of a birth: weeks before and after it are counted from it."""
    note: str = ""
    state: CareState = Field(default=CareState.active, sa_type=text_enum(CareState))
    due_at: dt.datetime
    """Until when the person must be seen next, as last planned; time can only make it earlier."""
    visit_at: dt.datetime | None = None
    """A visit promised for a moment of its own."""
    counts_from: dt.datetime | None = None
    """From when the frequency counts: the last time seen, or the return from a pause."""
    last_seen_at: dt.datetime | None = None
    """When somebody last met or spoke to the person."""
    last_contact_at: dt.datetime | None = None
    """When it was last tried, whatever came of it."""
    last_outcome: ContactOutcome | None = Field(
        default=None, sa_type=text_enum(ContactOutcome), nullable=True
    )
    tries: int = 0
    """Contacts without an answer since the person was last seen."""
    tried_at: dt.datetime | None = None
    """When the last of them was."""
    tried_door: bool = False
    """Whether one of them was at the door."""
    escalated_at: dt.datetime | None = None
    pause_reason: PauseReason | None = Field(
        default=None, sa_type=text_enum(PauseReason), nullable=True
    )
    pause_until: dt.date | None = None
    pause_note: str = ""


class Medicine(Row, table=True):
    """One medicine of one person, counted or as told. A dose is never changed here."""

    area: ClassVar[str] = "care"
    __table_args__ = table_args(
        partial_index("medicine_of", "profile_id", where=_TAKEN_ROWS),
        partial_index("medicine_runs_out", "run_out_on", where=_TAKEN_ROWS),
        sa.CheckConstraint("count IS NULL OR count >= 0", name="medicine_count"),
        sa.CheckConstraint("count IS NULL OR told_days IS NULL", name="medicine_told"),
    )

    profile_id: int = Field(foreign_key="care_profile.id", index=True)
    name: str
    strength: str = ""
    unit: str = ""
    """片, 粒, U: what is counted."""
    units_per_dose: str = "1"
    """An exact number, such as `1/2`."""
    doses_per_day: str = "1"
    """`0` when taken only as needed, `1/7` once a week; empty where nobody said."""
    kind: MedicineKind = Field(default=MedicineKind.chronic, sa_type=text_enum(MedicineKind))
    cold: bool = False
    """Belongs in the refrigerator at once."""
    prescription: bool = False
    count: int | None = None
    """Units there were on `counted_on`."""
    told_days: int | None = None
    """Days it would last, as told on `counted_on` without a count."""
    counted_on: dt.date
    run_out_on: dt.date | None = Field(default=None)
    """First day without a whole day's doses, as counted last; None where that cannot be said."""
    refill_for: dt.date | None = None
    """The run-out day for which a refill was asked already."""
    refill_request_id: int | None = Field(default=None, foreign_key="request.id")
    stopped_on: dt.date | None = None
    note: str = ""

    @property
    def critical(self) -> bool:
        """Whether going without it for a few days is dangerous."""
        return self.kind in (MedicineKind.insulin, MedicineKind.psychiatric)

    @property
    def label(self) -> str:
        """Name and strength, as on the box."""
        return f"{self.name} {self.strength}".strip()

    def runs_out(self) -> dt.date | None:
        """The first day without it, by the last count or by what was told."""
        if self.told_days is not None:
            return self.counted_on + dt.timedelta(days=self.told_days)
        if self.count is None or not self.doses_per_day:
            return None
        return run_out_on(
            self.count,
            Fraction(self.units_per_dose),
            Fraction(self.doses_per_day),
            self.counted_on,
        )

    def days_left(self, today: dt.date) -> int | None:
        """Whole days it still lasts, 0 once it is gone; None where that cannot be said."""
        return None if self.run_out_on is None else max((self.run_out_on - today).days, 0)


MOBILITY_MEANS: dict[Mobility, frozenset[Category]] = {
    Mobility.dependent: frozenset({Category.dependent}),
    Mobility.bedridden: frozenset({Category.bedridden}),
}
"""What a person's mobility says to the tier table, beside the categories."""

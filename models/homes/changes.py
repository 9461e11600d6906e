"""What may be done to doors and residents; each is one registered change."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

from sqlmodel import col, select

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
from models.homes.side_tables import Building, Stairwell
from models.homes.sight import check_answers
from models.homes.tables import AwayReason, Household, Presence, Resident
from models.rules.address import Door, parse_door
from models.rules.pinyin import search_key
from models.rules.refusal import Refusal
from models.store.drafts import TargetDraft
from models.store.engine import Reading, Writing
from models.store.register import DESK, GRID, change, editing, fetch

PlaceT = TypeVar("PlaceT", Building, Stairwell)

_COMPOUND = "homes.compound"
_KNOWN = "homes.known"
_UNASKED = ("import", "setup")
"""Doors through which somebody may be away for a reason nobody was asked yet."""


@dataclass(slots=True)
class _Compound:
    """The buildings, stairwells and doors there are, read once for all that an act adds."""

    buildings: dict[int, Building] = field(default_factory=dict)
    stairwells: dict[tuple[int, int], Stairwell] = field(default_factory=dict)
    doors: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    """Doors that this act made, which nobody else can have put anybody behind."""


@change("homes.add_household", draft=HouseholdDraft, roles=GRID)
def add_household(session: Writing, draft: HouseholdDraft) -> Household:
    """Adds a door, with its building and stairwell where they are new."""
    door = parse_door(draft.door)
    if not isinstance(door, Door):
        raise Refusal("refuse.homes.door_whole", text=draft.door)
    compound = _compound(session)
    if str(door) in compound.doors:
        raise Refusal("refuse.homes.door_exists", door=str(door))
    building = compound.buildings.get(door.building)
    if building is None:
        building = Building(number=door.building, grid=draft.grid)
        compound.buildings[door.building] = _kept(session, building)
    stairwell = compound.stairwells.get((door.building, door.stairwell))
    if stairwell is None:
        stairwell = Stairwell(building_id=cast(int, building.id), number=door.stairwell)
        compound.stairwells[door.building, door.stairwell] = _kept(session, stairwell)
    grid = draft.grid or building.grid
    check_answers(session, grid)
    row = Household(
        door=str(door),
        building_id=cast(int, building.id),
        stairwell_id=cast(int, stairwell.id),
        building=door.building,
        stairwell=door.stairwell,
        floor=door.floor,
        room=door.room,
        grid=grid,
        register_no=draft.register_no,
        note=draft.note,
    )
    session.add(row)
    compound.doors.add(row.door)
    compound.fresh.add(row.door)
    session.say(door=row.door)
    return row


def _neighbours_ahead(session: Writing, drafts: Sequence[ResidentDraft]) -> None:
    """Reads at once who lives behind the doors that an act registers people behind."""
    doors = {draft.household_id for draft in drafts}
    session.gather(Household, doors)
    if len(drafts) > 1:
        session.info[_KNOWN] = set(
            session.exec(
                select(Resident.household_id, Resident.name, Resident.birth_year).where(
                    col(Resident.household_id).in_(doors), col(Resident.moved_out_on).is_(None)
                )
            )
        )


@change("homes.add_resident", draft=ResidentDraft, roles=GRID, ahead=_neighbours_ahead)
def add_resident(session: Writing, draft: ResidentDraft) -> Resident:
    """Registers somebody behind a door."""
    household = fetch(session, Household, draft.household_id)
    check_answers(session, household.grid)
    _check_birth_year(session, draft.birth_year)
    known: set[tuple[int, str, int | None]] | None = session.info.get(_KNOWN)
    if known is not None:
        _check_new(known, draft)
    elif household.door not in _fresh(session):
        _check_known(session, draft.household_id, draft.name, draft.birth_year)
    row = Resident(**draft.model_dump(exclude={"presence", "away_reason", "back_on"}))
    row.search = search_of(draft.name)
    _put(session, row, draft.presence, draft.away_reason)
    row.back_on = None if draft.presence is Presence.present else draft.back_on
    session.add(row)
    session.say(household=draft.household_id)
    return row


@change("homes.add_here", draft=HereDraft, roles=GRID)
def add_here(session: Writing, draft: HereDraft) -> Resident:
    """Registers somebody behind the door that is looked at."""
    given = draft.model_dump(exclude={"id"})
    return add_resident(session, ResidentDraft(household_id=draft.id, **given))


def _edited_household(session: Writing, row: Household) -> None:
    check_answers(session, row.grid)
    session.say(household=row.id)


def _edited_resident(session: Writing, row: Resident) -> None:
    check_answers(session, _household_of(session, row).grid)
    _check_birth_year(session, row.birth_year)
    _check_known(session, row.household_id, row.name, row.birth_year, row.id)
    search = search_of(row.name)
    if search != row.search:
        row.search = search
    _say(session, row)


editing(
    "homes.edit_household",
    table=Household,
    fields=HouseholdFields,
    roles=GRID,
    also=_edited_household,
)
editing(
    "homes.edit_resident", table=Resident, fields=ResidentFields, roles=GRID, also=_edited_resident
)


@change("homes.assign_grid", draft=GridDraft, roles=GRID)
def assign_grid(session: Writing, draft: GridDraft) -> Building:
    """Gives a building, with every door in it, to a grid."""
    building = fetch(session, Building, draft.id)
    if building.grid != draft.grid:
        building.grid = draft.grid
    doors = session.exec(select(Household).where(col(Household.building_id) == building.id)).all()
    for household in doors:
        if household.grid != draft.grid:
            household.grid = draft.grid
    session.say(building=building.number, grid=draft.grid)
    return building


@change("homes.set_phone", draft=PhoneDraft, roles=GRID)
def set_phone(session: Writing, draft: PhoneDraft) -> Resident:
    """Replaces the telephone number; a form never opens with the old one in clear."""
    row = fetch(session, Resident, draft.id)
    check_answers(session, _household_of(session, row).grid)
    if row.phone != draft.phone:
        row.phone = draft.phone
    _say(session, row)
    return row


@change("homes.set_presence", draft=PresenceDraft, roles=DESK)
def set_presence(session: Writing, draft: PresenceDraft) -> Resident:
    """Says where somebody is; being away needs a reason."""
    row = fetch(session, Resident, draft.id)
    _check_here(row)
    _put(session, row, draft.presence, draft.away_reason)
    back_on = None if draft.presence is Presence.present else draft.back_on
    if row.back_on != back_on:
        row.back_on = back_on
    _say(session, row)
    session.say(presence=row.presence)
    return row


@change("homes.set_away", draft=AwayDraft, roles=DESK)
def set_away(session: Writing, draft: AwayDraft) -> Resident:
    """Somebody is away, and this is why: what clears the list of unknown reasons."""
    return set_presence(session, PresenceDraft(presence=Presence.away, **draft.model_dump()))


@change("homes.set_back", draft=TargetDraft, roles=DESK)
def set_back(session: Writing, draft: TargetDraft) -> Resident:
    """Somebody who was away, in hospital or at an isolation site is home again."""
    return set_presence(session, PresenceDraft(id=draft.id, presence=Presence.present))


@change("homes.rehouse", draft=RehouseDraft, roles=GRID)
def rehouse(session: Writing, draft: RehouseDraft) -> Resident:
    """Somebody moves to another door of the compound."""
    row = fetch(session, Resident, draft.id)
    _check_here(row)
    check_answers(session, _household_of(session, row).grid)
    household = fetch(session, Household, draft.household_id)
    if row.household_id == household.id:
        raise Refusal("refuse.homes.same_door", door=household.door)
    _check_known(session, draft.household_id, row.name, row.birth_year)
    row.household_id = draft.household_id
    _say(session, row)
    return row


@change("homes.move_out", draft=MoveOutDraft, roles=GRID)
def move_out(session: Writing, draft: MoveOutDraft) -> Resident:
    """Somebody leaves the compound for good; the row stays for what was done for them."""
    row = fetch(session, Resident, draft.id)
    _check_here(row)
    check_answers(session, _household_of(session, row).grid)
    day = draft.moved_out_on or session.today
    if day > session.today:
        raise Refusal("refuse.homes.future", day=day.isoformat())
    row.moved_out_on = day
    _say(session, row)
    return row


@change("homes.move_in", draft=TargetDraft, roles=GRID)
def move_in(session: Writing, draft: TargetDraft) -> Resident:
    """Somebody who had moved out lives here again."""
    row = fetch(session, Resident, draft.id)
    if row.moved_out_on is None:
        raise Refusal("refuse.homes.lives_here")
    check_answers(session, _household_of(session, row).grid)
    _check_known(session, row.household_id, row.name, row.birth_year, row.id)
    row.moved_out_on = None
    _say(session, row)
    return row


def search_of(name: str) -> str:
    """The search column of a name: every reading, its own surname's first, and the initials."""
    # The dictionary of readings is heavy: it is loaded when a name is saved, never to find one,
    # and without its phrases, which are most of its weight and no help with names.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    return search_key(name, pinyin(name, style=Style.NORMAL, heteronym=True))


def _compound(session: Writing) -> _Compound:
    found = session.info.get(_COMPOUND)
    if isinstance(found, _Compound):
        return found
    compound = _Compound()
    numbers: dict[int | None, int] = {}
    for building in session.exec(select(Building)):
        compound.buildings[building.number] = building
        numbers[building.id] = building.number
    for stairwell in session.exec(select(Stairwell)):
        compound.stairwells[numbers[stairwell.building_id], stairwell.number] = stairwell
    compound.doors = set(session.exec(select(col(Household.door))))
    session.info[_COMPOUND] = compound
    return compound


def _fresh(session: Writing) -> set[str]:
    found = session.info.get(_COMPOUND)
    return found.fresh if isinstance(found, _Compound) else set()


def _kept(session: Writing, row: PlaceT) -> PlaceT:
    session.add(row)
    session.flush()
    return row


def _household_of(session: Reading, row: Resident) -> Household:
    return fetch(session, Household, row.household_id)


def _put(session: Writing, row: Resident, presence: Presence, reason: AwayReason | None) -> None:
    if presence is not Presence.away:
        reason = None
    elif reason is None:
        raise Refusal("refuse.homes.away_reason")
    elif reason is AwayReason.unknown and session.actor.origin not in _UNASKED:
        raise Refusal("refuse.homes.away_unknown")
    if row.presence != presence:
        row.presence = presence
    if row.away_reason != reason:
        row.away_reason = reason


def _check_here(row: Resident) -> None:
    if row.moved_out_on is not None:
        raise Refusal("refuse.homes.moved_out", day=row.moved_out_on.isoformat())


def _check_birth_year(session: Writing, year: int | None) -> None:
    if year is not None and year > session.today.year:
        raise Refusal("refuse.homes.birth_year", year=year)


def _check_new(known: set[tuple[int, str, int | None]], draft: ResidentDraft) -> None:
    """As `_check_known`, among those read ahead and those whom this act added since."""
    same = (draft.household_id, draft.name, draft.birth_year)
    if same in known:
        raise Refusal("refuse.homes.resident_known", name=draft.name)
    known.add(same)


def _check_known(
    session: Writing, household_id: int, name: str, birth_year: int | None, own: int | None = None
) -> None:
    """Refuses a second person of one name and one birth year behind one door."""
    # What this act added so far was compared when it was planned, and flushing it row by row
    # would make a roster ten times slower.
    with session.no_autoflush:
        known = session.exec(
            select(col(Resident.id)).where(
                col(Resident.household_id) == household_id,
                col(Resident.name) == name,
                col(Resident.birth_year) == birth_year,
                col(Resident.moved_out_on).is_(None),
                col(Resident.id) != (own or 0),
            )
        ).first()
    if known is not None:
        raise Refusal("refuse.homes.resident_known", name=name)


def _say(session: Writing, row: Resident) -> None:
    session.say(resident=row.id, household=row.household_id)

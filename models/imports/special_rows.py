"""The office's list of people in need, row by row: what a row says, and whom it means.

Nobody is made up: a name that is not behind its door is refused with the names that are. A cell
that cannot be read costs a field and never a person: it is said and left out.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar

from sqlmodel import col, select

from models.care import CareProfile, Category, Medicine, Mobility
from models.homes import Household, Resident, lived_in, resolve_door
from models.imports import Planner
from models.people import Volunteer
from models.requests import Request, RequestKind
from models.rules.address import Door, matches, parse_door
from models.rules.care_words import Prescription, categories, frequency, prescriptions
from models.rules.care_words import plain as words_of
from models.rules.refusal import Refusal
from models.sheets import (
    Cell,
    CellProblem,
    SheetRow,
    birth_year,
    day,
    door_of,
    integer,
    remark,
    required,
)
from models.sheets.cells import shown
from models.store.engine import Reading

ValueT = TypeVar("ValueT")

_MOBILITY: Mapping[str, Mobility] = MappingProxyType(
    {
        "自理": Mobility.independent,
        "能自理": Mobility.independent,
        "完全自理": Mobility.independent,
        "半自理": Mobility.partly,
        "部分自理": Mobility.partly,
        "不能自理": Mobility.dependent,
        "完全不能自理": Mobility.dependent,
        "失能": Mobility.dependent,
        "卧床": Mobility.bedridden,
        "independent": Mobility.independent,
        "with help": Mobility.partly,
        "dependent": Mobility.dependent,
        "needs daily care": Mobility.dependent,
        "bedridden": Mobility.bedridden,
    }
)
_NAMED = 5
"""Names told where the one in the sheet is unknown."""


@dataclass(slots=True)
class Known:
    """The homes, the list and the people who serve, read once for the whole sheet."""

    doors: dict[Door, int] = field(default_factory=dict)
    behind: dict[int, list[Resident]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, list[Resident]] = field(default_factory=lambda: defaultdict(list))
    door_of: dict[int, Door] = field(default_factory=dict)
    profiles: dict[int, CareProfile] = field(default_factory=dict)
    medicines: dict[int, list[Medicine]] = field(default_factory=lambda: defaultdict(list))
    helpers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    asked: set[tuple[int | None, RequestKind, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says of one person; None and empty are what it does not say."""

    row: int
    who: str
    resident: Resident
    household_id: int
    categories: tuple[Category, ...]
    year: int | None
    medicines: tuple[Prescription, ...]
    condition: str
    days_left: int | None
    mobility: Mobility | None
    contact: str
    volunteer_id: int | None
    frequency_hours: int | None
    last_visit: dt.date | None
    need: str
    note: str

    @property
    def born(self) -> int | None:
        """The year of birth: the roster's, or the one told here where the roster has none."""
        return self.resident.birth_year or self.year


def known_now(session: Reading) -> Known:
    known = Known()
    for household in session.exec(select(Household).where(lived_in())):
        door = Door(household.building, household.stairwell, household.room)
        known.doors[door] = household.id or 0
        known.door_of[household.id or 0] = door
    for person in session.exec(select(Resident).where(col(Resident.moved_out_on).is_(None))):
        known.behind[person.household_id].append(person)
        known.named[person.name].append(person)
    for profile in session.exec(select(CareProfile)):
        known.profiles[profile.resident_id] = profile
    for medicine in session.exec(select(Medicine).where(col(Medicine.stopped_on).is_(None))):
        known.medicines[medicine.profile_id].append(medicine)
    for helper in session.exec(select(Volunteer)):
        if helper.serves_on(session.today):
            known.helpers[helper.name].append(helper.id or 0)
    for request in session.exec(select(Request).where(col(Request.closed_at).is_(None))):
        known.asked.add((request.resident_id, request.kind, request.detail))
    return known


def read_row(session: Reading, row: SheetRow, known: Known, planner: Planner) -> Said:
    """The row as values; a row whose person is not certain is refused."""
    name = required(row.get("name"), longest=40)
    household_id, door = _door(session, door_of(row), known)
    year = _soft(planner, row, "birth", name, lambda cell: birth_year(cell, session.today))
    resident = _resident(known, household_id, door, name, year)
    told = categories(row.get("categories").text)
    for word in told.unread:
        _unread(planner, row, "categories", name, word)
    medicines, condition = _medicine(row)
    days_left = _soft(
        planner, row, "days_left", name, lambda cell: integer(cell, least=0, most=3650)
    )
    if days_left is not None and not medicines:
        planner.tally.notes("imports.special.days_alone", row.number, name=name)
    return Said(
        row=row.number,
        who=f"{door} {name}",
        resident=resident,
        household_id=household_id,
        categories=tuple(one for one in Category if one in told.codes),
        year=year,
        medicines=medicines,
        condition=condition,
        days_left=days_left,
        mobility=_mobility(planner, row, name),
        contact=_soft(
            planner, row, "contact", name, lambda cell: remark(cell, longest=200, code=True)
        )
        or "",
        volunteer_id=_volunteer(planner, row, name, known),
        frequency_hours=_frequency(planner, row, name),
        last_visit=_last_visit(session, planner, row, name),
        need=_soft(planner, row, "need", name, lambda cell: remark(cell, longest=200)) or "",
        note=_soft(planner, row, "note", name, lambda cell: remark(cell, longest=200)) or "",
    )


def _door(session: Reading, cell: Cell, known: Known) -> tuple[int, Door]:
    """The household of a row; one without its stairwell is taken where only one door fits."""
    said = parse_door(required(cell))
    fitting = matches(said, known.doors) if said is not None else []
    if len(fitting) == 1 and said is not None and said.building is not None and said.room:
        return known.doors[fitting[0]], fitting[0]
    try:
        household_id = resolve_door(session, cell.text)
    except Refusal as refusal:
        raise CellProblem(cell.ref, refusal.key, **refusal.params) from None
    return household_id, known.door_of[household_id]


def _resident(known: Known, household_id: int, door: Door, name: str, year: int | None) -> Resident:
    """Who is meant behind the door; nobody is made for a name that is not there."""
    behind = known.behind.get(household_id, [])
    found = [person for person in behind if person.name == name]
    if len(found) > 1 and year is not None:
        near = [one for one in found if one.birth_year and abs(one.birth_year - year) <= 1]
        found = near if len(near) == 1 else found
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal("refuse.special.twins", door=str(door), name=name)
    elsewhere = [str(known.door_of[one.household_id]) for one in known.named.get(name, [])]
    if elsewhere:
        names = " / ".join(elsewhere[:_NAMED])
        raise Refusal("refuse.special.elsewhere", door=str(door), name=name, names=names)
    if not behind:
        raise Refusal("refuse.special.nobody", door=str(door), name=name)
    registered = [one.name for one in behind]
    near_first = get_close_matches(name, registered, n=_NAMED, cutoff=0.3)
    ordered = list(dict.fromkeys([*near_first, *registered]))[:_NAMED]
    raise Refusal("refuse.special.near", door=str(door), name=name, names=" / ".join(ordered))


def _medicine(row: SheetRow) -> tuple[tuple[Prescription, ...], str]:
    """The medicines of a cell, and what of it names an illness and no medicine."""
    cell = row.get("medicine")
    told = bool(remark(row.get("days_left")))
    taken: list[Prescription] = []
    illness: list[str] = []
    found = prescriptions(remark(cell))
    sure = [one for one in found if one.strength or one.unit or one.doses_per_day is not None]
    # Beside days of medicine a bare name is one, unless another stands there with its strength.
    medicines = sure or (found if told else ())
    for one in found:
        if one in medicines and one.name:
            taken.append(one)
        else:
            illness.append(one.name or one.unread)
    return tuple(taken), "、".join(illness)[:200]


def _mobility(planner: Planner, row: SheetRow, name: str) -> Mobility | None:
    said = words_of(remark(row.get("mobility")))
    found = _MOBILITY.get(said)
    if said and found is None:
        _unread(planner, row, "mobility", name)
    return found


def _frequency(planner: Planner, row: SheetRow, name: str) -> int | None:
    said = remark(row.get("frequency"))
    hours = frequency(said) if said else None
    if said and (hours is None or hours > 720):
        _unread(planner, row, "frequency", name)
        return None
    return hours


def _volunteer(planner: Planner, row: SheetRow, name: str, known: Known) -> int | None:
    said = remark(row.get("paired"))
    if not said:
        return None
    found = known.helpers.get(said, [])
    if len(found) != 1:
        planner.tally.notes("imports.special.no_volunteer", row.number, name=name, text=said)
        return None
    return found[0]


def _last_visit(session: Reading, planner: Planner, row: SheetRow, name: str) -> dt.date | None:
    seen = _soft(planner, row, "last_visit", name, lambda cell: day(cell, near=session.today))
    if seen is not None and seen > session.today:
        planner.tally.notes("imports.special.future_visit", row.number, name=name)
        return None
    return seen


def _soft(
    planner: Planner, row: SheetRow, field_: str, name: str, read: Callable[[Cell], ValueT | None]
) -> ValueT | None:
    """A cell that cannot be read is said and left out: it costs a field, never a person."""
    try:
        return read(row.get(field_))
    except CellProblem:
        _unread(planner, row, field_, name)
        return None


def _unread(planner: Planner, row: SheetRow, field_: str, name: str, text: str = "") -> None:
    cell = row.get(field_)
    planner.tally.notes(
        "imports.special.unread",
        row.number,
        name=name,
        header=cell.header,
        text=shown(text or cell.text),
    )

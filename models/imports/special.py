"""The office's list of people in need, read in by door and name.

The promise: everybody in the sheet who lives here comes on the care list once, however often the
sheet is read; nobody is made up, so a name that is not behind its door is refused with the names
that are; what could not be read is said and left out, never guessed; and people never visited
come due over a day and not all at once.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from sqlmodel import col, select

from models.branch import rule_set
from models.care import (
    CareProfile,
    CareState,
    Category,
    Medicine,
    MedicineKind,
    Mobility,
    ProfileFields,
    Tier,
)
from models.care.standing import TIERS, facts
from models.homes import Household, Presence, Resident, resolve_door
from models.imports import Ledger, Made, Plan, Planner
from models.people import Volunteer
from models.requests import Request, RequestKind, RequestSource
from models.rules.address import Door, matches, parse_door
from models.rules.care import CareRules, spread, tier
from models.rules.care_words import Prescription, categories, frequency, prescriptions
from models.rules.care_words import plain as words_of
from models.rules.medicine import medicine_kind
from models.rules.refusal import Refusal
from models.sheets import (
    SPECIAL,
    Cell,
    CellProblem,
    Progress,
    Sheet,
    SheetRow,
    birth_year,
    day,
    door_of,
    integer,
    remark,
    required,
)
from models.sheets.cells import shown
from models.store.drafts import asks
from models.store.engine import Reading

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
        "bedridden": Mobility.bedridden,
    }
)
_NEEDS: Mapping[RequestKind, tuple[str, ...]] = MappingProxyType(
    {
        RequestKind.hospital_trip: ("就医", "医院", "看病", "透析", "化疗", "hospital"),
        RequestKind.medicine: ("药", "medicine", "meds"),
        RequestKind.groceries: ("菜", "粮", "米", "奶", "水果", "物资", "grocer", "food"),
        RequestKind.carry: ("搬", "抬", "送水", "carry"),
        RequestKind.drain: ("下水", "疏通", "漏水", "drain"),
        RequestKind.pay_bill: ("缴", "燃气", "电费", "bill"),
        RequestKind.psychological: ("心理", "情绪", "焦虑", "counsel"),
    }
)
ValueT = TypeVar("ValueT")

_NAMED = 5
"""Names told where the one in the sheet is unknown."""


@dataclass(slots=True)
class _Known:
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
class _Said:
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


def preview(session: Reading, sheet: Sheet, progress: Progress | None = None) -> Plan:
    """What reading this list in would do; writes nothing.

    Raises:
        Refusal: when it is no such list, when there is no roster, or no rule set for care.
    """
    planner = Planner(Ledger.special, sheet.path.name)
    rules = CareRules.from_data(rule_set(session, "care"))
    rows = sheet.rows(SPECIAL, progress)
    known = _known(session)
    if not known.behind:
        raise Refusal("refuse.special.no_resident")
    said: list[_Said] = []
    first: dict[int, int] = {}
    for row in rows:
        try:
            one = _said(session, row, known, planner)
            earlier = first.setdefault(one.resident.id or 0, row.number)
            if earlier != row.number:
                name = one.resident.name
                raise Refusal("refuse.special.twice", name=name, row=earlier)
            said.append(one)
        except Refusal as refusal:
            planner.tally.refuses(row.number, refusal, row.get("name").ref)
    due = _first_due(session, said, known, rules)
    for one in said:
        try:
            _plan(session, one, planner, known, due.get(one.row))
        except Refusal as refusal:
            planner.tally.refuses(one.row, refusal)
    return planner.plan()


def _known(session: Reading) -> _Known:
    known = _Known()
    for household in session.exec(select(Household)):
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


def _said(session: Reading, row: SheetRow, known: _Known, planner: Planner) -> _Said:
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
    return _Said(
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


def _door(session: Reading, cell: Cell, known: _Known) -> tuple[int, Door]:
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


def _resident(
    known: _Known, household_id: int, door: Door, name: str, year: int | None
) -> Resident:
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
    for one in prescriptions(remark(cell)):
        medicine = one.strength or one.unit or one.doses_per_day is not None or told
        if medicine and one.name:
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


def _volunteer(planner: Planner, row: SheetRow, name: str, known: _Known) -> int | None:
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


def _first_due(
    session: Reading, said: list[_Said], known: _Known, rules: CareRules
) -> dict[int, dt.datetime]:
    """Row -> when somebody never visited comes due: spread over a day, reds first."""
    fresh = [
        one for one in said if one.resident.id not in known.profiles and one.last_visit is None
    ]

    def strictness(one: _Said) -> int:
        profile = CareProfile(
            resident_id=one.resident.id or 0,
            categories=list(one.categories),
            mobility=one.mobility,
            due_at=session.now,
        )
        medicines = [
            Medicine(
                profile_id=0,
                name=medicine.name,
                kind=_kind(medicine, rules),
                counted_on=session.today,
                run_out_on=_run_out(session, one),
            )
            for medicine in one.medicines
        ]
        found = tier(facts(profile, medicines, one.born, session.today), rules).tier
        return TIERS.index(Tier(found))

    ordered = sorted(fresh, key=lambda one: (strictness(one), one.row))
    moments = spread(len(ordered), session.now, rules.spread_hours)
    return {one.row: at for one, at in zip(ordered, moments, strict=True)}


def _run_out(session: Reading, one: _Said) -> dt.date | None:
    return None if one.days_left is None else session.today + dt.timedelta(days=one.days_left)


def _plan(
    session: Reading, one: _Said, planner: Planner, known: _Known, due_at: dt.datetime | None
) -> None:
    """Adds to the plan what this row would do."""
    profile = known.profiles.get(one.resident.id or 0)
    changes: list[tuple[str, str, str]] = []
    _check_year(one, planner, changes)
    if profile is None:
        seen = one.last_visit and session.clock.at(one.last_visit)
        made = planner.step(
            one.row,
            "care.add_profile",
            resident_id=one.resident.id,
            categories=list(one.categories),
            mobility=one.mobility,
            condition=one.condition,
            emergency_contact=one.contact,
            frequency_hours=one.frequency_hours,
            note=one.note,
            volunteer_id=one.volunteer_id,
            due_at=due_at or seen,
            last_seen_at=seen,
        )
        for medicine in one.medicines:
            _add_medicine(session, one, planner, made, medicine)
        planner.tally.adds(one.row, one.who)
    else:
        _change(session, one, planner, known, profile, changes)
        if changes:
            planner.tally.changes(one.row, one.who, tuple(changes))
        else:
            planner.tally.stays()
    if one.resident.presence is not Presence.present:
        planner.tally.notes(
            "imports.special.absent", one.row, name=one.who, presence=one.resident.presence
        )
    _offer(one, planner, known)


def _check_year(one: _Said, planner: Planner, changes: list[tuple[str, str, str]]) -> None:
    """An age gives the year of birth where the roster has none; else the roster's is kept."""
    kept = one.resident.birth_year
    if one.year is None:
        return
    if kept is None:
        planner.edit(
            one.row,
            "homes.edit_resident",
            one.resident.id or 0,
            {
                ask: getattr(one.resident, ask)
                for ask in ("name", "sex", "birth_year", "tags", "note")
            },
            birth_year=one.year,
        )
        changes.append(("field.birth_year", "", str(one.year)))
    # An age tells the year only to within one.
    elif abs(kept - one.year) > 1:
        planner.tally.notes(
            "imports.special.years", one.row, name=one.who, told=one.year, known=kept
        )


def _change(
    session: Reading,
    one: _Said,
    planner: Planner,
    known: _Known,
    profile: CareProfile,
    changes: list[tuple[str, str, str]],
) -> None:
    """Adds what the row says otherwise than the list; what it leaves out stays as it is."""
    if profile.state is CareState.ended:
        raise Refusal("refuse.care.listed", state=profile.state)
    opened: dict[str, object] = {
        ask.name: getattr(profile, ask.name) for ask in asks(ProfileFields)
    }
    more = [category for category in one.categories if category.value not in profile.categories]
    wanted: dict[str, object] = {
        "mobility": one.mobility,
        "emergency_contact": one.contact,
        "frequency_hours": one.frequency_hours,
        "note": one.note,
    }
    to = {name: value for name, value in wanted.items() if value and value != opened[name]}
    if more:
        to["categories"] = [*profile.categories, *more]
    if to:
        planner.edit(one.row, "care.edit_profile", profile.id or 0, opened, **to)
        changes += [(f"field.{name}", _shown(opened[name]), _shown(to[name])) for name in to]
    if one.condition and one.condition != profile.condition:
        planner.step(one.row, "care.set_condition", id=profile.id, condition=one.condition)
        changes.append(("field.condition", profile.condition, one.condition))
    if one.volunteer_id is not None and profile.volunteer_id is None:
        planner.step(one.row, "care.pair", id=profile.id, volunteer_id=one.volunteer_id)
        changes.append(("field.paired", "", "✓"))
    kept = {
        (medicine.name, medicine.strength): medicine
        for medicine in known.medicines[profile.id or 0]
    }
    for medicine in one.medicines:
        row = kept.get((medicine.name, medicine.strength))
        if row is None:
            _add_medicine(session, one, planner, profile.id or 0, medicine)
            changes.append(("kind.care.medicine", "", medicine.name))
        elif one.days_left is not None and row.told_days not in (None, one.days_left):
            # The same sheet read again tells the same number; another one was told anew.
            planner.step(one.row, "care.count_medicine", id=row.id, told_days=one.days_left)
            changes.append(("field.told_days", _shown(row.told_days), str(one.days_left)))


def _add_medicine(
    session: Reading, one: _Said, planner: Planner, profile: int | Made, medicine: Prescription
) -> None:
    doses = medicine.doses_per_day
    planner.step(
        one.row,
        "care.add_medicine",
        id=profile,
        name=medicine.name[:60],
        strength=medicine.strength,
        units_per_dose=str(Fraction(medicine.units_per_dose)),
        doses_per_day="" if doses is None else str(Fraction(doses)),
        unit=medicine.unit,
        note=medicine.unread[:200],
        told_days=one.days_left,
        counted_on=session.today,
    )


def _offer(one: _Said, planner: Planner, known: _Known) -> None:
    """What the sheet says is needed, as a request that somebody may take up."""
    if not one.need:
        return
    folded = words_of(one.need)
    kind = next(
        (kind for kind, words in _NEEDS.items() if any(word in folded for word in words)),
        RequestKind.other,
    )
    if (one.resident.id, kind, one.need) in known.asked:
        return
    planner.offer(
        one.row,
        "requests.note_new",
        household_id=one.household_id,
        resident_id=one.resident.id,
        kind=kind,
        detail=one.need,
        source=RequestSource.care,
        again=True,
    )
    planner.tally.notes("imports.special.need", one.row, name=one.who, text=one.need, kind=kind)


def _kind(medicine: Prescription, rules: CareRules) -> MedicineKind:
    return MedicineKind(medicine_kind(medicine.name, rules))


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


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)

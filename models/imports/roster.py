"""The community's roster of residents, read in by door.

The promise: everybody in the sheet ends up behind the right door once, however often the sheet is
read; what a person at the desk found out since is not overwritten by an empty cell; nobody is
ever taken off because a sheet leaves them out. The column of identity numbers is never read, and
of the remarks only what is a tag is kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlmodel import col, select

from models.homes import AwayReason, Household, Presence, Resident, ResidentFields, lived_in
from models.imports import Ledger, Made, Plan, Planner
from models.imports.roster_rows import LAYOUT, Said, Unkept, said_in
from models.rules import masking
from models.rules.address import Door
from models.rules.masking import Sight
from models.rules.refusal import Refusal
from models.sheets import Progress, Sheet
from models.store.engine import Reading
from models.words import Key

GRIDS = ("1", "2")
"""The grids a compound is split into when nobody says otherwise: one for each grid leader."""


@dataclass(slots=True)
class _Home:
    """A door, known already or made by this plan."""

    id: int | Made
    register_no: str
    grid: str
    note: str = ""
    people: list[Resident] = field(default_factory=list)
    settled: bool = False
    """Whether a row of this sheet has said what there is to say of the door itself."""


@dataclass(slots=True)
class _Aside:
    """What is gathered beside the plan while the rows are gone through."""

    unknown: int = 0
    """Those away for a reason nobody was asked yet."""
    met: set[int] = field(default_factory=set)
    """Residents that a row of the sheet names."""


def preview(session: Reading, sheet: Sheet, progress: Progress | None = None) -> Plan:
    """What reading this roster in would do; writes nothing.

    Raises:
        Refusal: when it is no roster.
    """
    planner, aside, unkept = Planner(Ledger.roster, sheet.path.name), _Aside(), Unkept()
    homes = _homes(session)
    known = sum(person.moved_out_on is None for home in homes.values() for person in home.people)
    said: list[Said] = []
    for row in sheet.rows(LAYOUT, progress):
        try:
            said.append(said_in(row, session.today, homes, unkept))
        except Refusal as refusal:
            planner.tally.refuses(row.number, refusal, row.get("name").ref)
    said = _once(said, planner)
    fresh = {one.door for one in said if not one.moved_out} - homes.keys()
    grids = _grids(said, fresh, homes, planner)
    for one in said:
        # Every door before anybody behind it: so they are written together, not one by one.
        if one.door in fresh and one.door not in homes:
            homes[one.door] = _new_home(one, planner, one.grid or grids[one.door.building])
    namesakes = Counter((one.door, one.name) for one in said)
    for one in said:
        try:
            only = namesakes[one.door, one.name] == 1
            _plan(one, planner, homes.get(one.door), aside, only)
        except Refusal as refusal:
            planner.tally.refuses(one.row, refusal)
    _tell(planner, said, fresh, aside, unkept, known)
    return planner.plan()


def _homes(session: Reading) -> dict[Door, _Home]:
    """Every door there is, with everybody who was ever registered behind it."""
    homes: dict[Door, _Home] = {}
    by_id: dict[int | None, _Home] = {}
    for row in session.exec(select(Household).where(lived_in())):
        home = _Home(row.id or 0, row.register_no, row.grid, row.note)
        homes[Door(row.building, row.stairwell, row.room)] = by_id[row.id] = home
    for person in session.exec(select(Resident).order_by(col(Resident.id))):
        if person.household_id in by_id:
            by_id[person.household_id].people.append(person)
    return homes


def _once(said: Iterable[Said], planner: Planner) -> list[Said]:
    """The rows without those that name a person again; namesakes differ in their birth year."""
    seen: dict[tuple[Door, str], list[Said]] = defaultdict(list)
    kept = []
    for one in said:
        earlier = seen[one.door, one.name]
        same = [it for it in earlier if it.year == one.year or None in (it.year, one.year)]
        if same:
            refusal = Refusal("refuse.roster.twice", name=one.name, first=same[0].row)
            planner.tally.refuses(one.row, refusal)
        else:
            earlier.append(one)
            kept.append(one)
    return kept


def _grids(
    said: Iterable[Said], fresh: set[Door], homes: Mapping[Door, _Home], planner: Planner
) -> dict[int, str]:
    """The grid of every building that has one, and of every new building where none is said."""
    grids = {door.building: home.grid for door, home in homes.items() if home.grid}
    grids |= {one.door.building: one.grid for one in said if one.grid}
    loose = Counter(door.building for door in fresh if door.building not in grids)
    if not loose:
        return grids
    names = sorted(set(grids.values())) or GRIDS
    if not grids:
        planner.tally.notes("imports.roster.grids", grids=", ".join(names))
        total, before = sum(loose.values()), 0
        for building, doors in sorted(loose.items()):
            grids[building] = names[(2 * before + doors) * len(names) // (2 * total)]
            before += doors
        return grids
    load = Counter({name: 0 for name in names})
    load.update(home.grid for home in homes.values() if home.grid)
    for building, doors in sorted(loose.items()):
        grids[building] = min(names, key=lambda name: load[name])
        load[grids[building]] += doors
    return grids


def _plan(
    one: Said,
    planner: Planner,
    home: _Home | None,
    aside: _Aside,
    only: bool,
) -> None:
    """Adds to the plan what this row would do."""
    person = _match(one, home.people if home else [], aside, only)
    if person is not None and person.id is not None:
        aside.met.add(person.id)
    if one.moved_out:
        if person is None or person.moved_out_on is not None:
            planner.tally.stays()
        else:
            planner.step(one.row, "homes.move_out", id=person.id)
            planner.tally.changes(one.row, one.who, (("field.moved_out_on", "", "✓"),))
        return
    if home is None:
        raise Refusal("refuse.gone")
    if person is not None:
        _change(one, planner, home, person)
        return
    _settle(one, planner, home)
    reason = one.reason
    if one.presence is Presence.away:
        reason = reason or AwayReason.unknown
        aside.unknown += reason is AwayReason.unknown
    planner.step(
        one.row,
        "homes.add_resident",
        household_id=home.id,
        name=one.name,
        sex=one.sex,
        birth_year=one.year,
        tags=one.tags,
        phone=one.phone,
        presence=one.presence or Presence.present,
        away_reason=reason,
    )
    planner.tally.adds(one.row, one.who)


def _new_home(one: Said, planner: Planner, grid: str) -> _Home:
    made = planner.step(
        one.row,
        "homes.add_household",
        door=str(one.door),
        grid=grid,
        register_no=one.register_no,
    )
    return _Home(made, one.register_no, grid, settled=True)


def _match(one: Said, people: Iterable[Resident], aside: _Aside, only: bool) -> Resident | None:
    """Who of those behind the door the row means, by name and, among namesakes, birth year."""
    found = [it for it in people if it.name == one.name and it.id not in aside.met]
    found.sort(key=lambda it: it.moved_out_on is not None)
    for person in found:
        if person.birth_year == one.year:
            return person
    if only and len(found) == 1:
        return found[0]
    vague = [it for it in found if it.birth_year is None]
    if len(vague) == 1 and one.year is not None:
        return vague[0]
    if found and one.year is None:
        raise Refusal("refuse.roster.whose", n=len(found), name=one.name)
    return None


def _change(one: Said, planner: Planner, home: _Home, person: Resident) -> None:
    """Adds what the row says otherwise than the desk; what it leaves out stays as it is."""
    shown: list[tuple[str, str, str]] = _settle(one, planner, home)
    if person.moved_out_on is not None:
        planner.step(one.row, "homes.move_in", id=person.id)
        shown.append(("field.moved_out_on", person.moved_out_on.isoformat(), ""))
    opened = {name: getattr(person, name) for name in ResidentFields.model_fields}
    to: dict[str, object] = {}
    if one.sex is not None and one.sex != person.sex:
        to["sex"] = one.sex
        shown.append(("field.sex", _word(person.sex), _word(one.sex)))
    if one.year is not None and one.year != person.birth_year:
        to["birth_year"] = one.year
        shown.append(("field.birth_year", str(person.birth_year or ""), str(one.year)))
    new_tags = [tag for tag in one.tags if tag not in person.tags]
    if new_tags:
        to["tags"] = [*person.tags, *new_tags]
        shown += [("field.tags", "", _word(tag)) for tag in new_tags]
    if to:
        planner.edit(one.row, "homes.edit_resident", person.id or 0, opened, **to)
    if one.phone and one.phone != person.phone:
        planner.step(one.row, "homes.set_phone", id=person.id, phone=one.phone)
        before, after = (masking.phone(it, Sight.masked) for it in (person.phone, one.phone))
        shown.append(("field.phone", before, after))
    shown += _move(one, planner, person)
    if shown:
        planner.tally.changes(one.row, one.who, tuple(shown))
    else:
        planner.tally.stays()


def _settle(one: Said, planner: Planner, home: _Home) -> list[tuple[str, str, str]]:
    """Adds what the row says of the door itself, once for a door."""
    if home.settled or not isinstance(home.id, int):
        return []
    home.settled = True
    opened: dict[str, object] = {
        "grid": home.grid,
        "register_no": home.register_no,
        "note": home.note,
    }
    to = {
        name: said
        for name, said in (("grid", one.grid), ("register_no", one.register_no))
        if said and said != opened[name]
    }
    if to:
        planner.edit(one.row, "homes.edit_household", home.id, opened, **to)
    return [(f"field.{name}", str(opened[name]), said) for name, said in to.items()]


def _move(one: Said, planner: Planner, person: Resident) -> list[tuple[str, str, str]]:
    """Where the person is, unless the desk knows better: a reason is never made unknown again."""
    presence, reason = one.presence, one.reason
    if presence is None:
        return []
    if presence is Presence.away:
        if person.presence is Presence.present:
            reason = reason or AwayReason.unknown
        elif person.away_reason is not AwayReason.unknown or reason in (None, AwayReason.unknown):
            return []
    elif presence is person.presence:
        return []
    planner.step(one.row, "homes.set_presence", id=person.id, presence=presence, away_reason=reason)
    return [("field.presence", _word(person.presence), _word(reason or presence))]


def _word(member: StrEnum | None) -> str:
    return "" if member is None else Key(f"{type(member).__name__}.{member.value}")


def _tell(
    planner: Planner,
    said: Iterable[Said],
    fresh: set[Door],
    aside: _Aside,
    unkept: Unkept,
    known: int,
) -> None:
    """Says what the rows alone do not show."""
    tell = planner.tally.notes
    if fresh:
        buildings = len({door.building for door in fresh})
        tell("imports.roster.households", n=len(fresh), buildings=buildings)
    if aside.unknown:
        tell("imports.roster.unknown", n=aside.unknown)
    doors: dict[str, dict[str, None]] = defaultdict(dict)
    for one in said:
        if one.register_no:
            doors[one.register_no][str(one.door)] = None
    for number, found in doors.items():
        if len(found) > 1:
            tell("imports.roster.two_doors", no=number, doors=" / ".join(found))
    if unkept.tags:
        tell("imports.roster.tags", tags=", ".join(unkept.tags))
    if unkept.remarks:
        tell("imports.roster.remarks", n=unkept.remarks)
    if known > len(aside.met):
        tell("imports.roster.elsewhere", n=known - len(aside.met))

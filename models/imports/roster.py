"""The community's roster of residents, read in by door.

The promise: everybody in the sheet ends up behind the right door once, however often the sheet is
read; what a person at the desk found out since is not overwritten by an empty cell; nobody is
ever taken off because a sheet leaves them out. The column of identity numbers is never read, and
of the remarks only what is a tag is kept.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from sqlmodel import col, select

from models.homes import (
    AwayReason,
    Household,
    Presence,
    Resident,
    ResidentFields,
    Sex,
    Tag,
    grid_name,
)
from models.imports import Ledger, Made, Plan, Planner
from models.rules import masking
from models.rules.address import Door, matches, parse_door
from models.rules.masking import Sight
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.sheets import (
    ROSTER,
    Cell,
    CellProblem,
    ColumnSpec,
    Progress,
    Sheet,
    SheetRow,
    birth_year,
    door_of,
    phones,
    remark,
    required,
    tags,
    yes_no,
)
from models.store.drafts import build
from models.store.engine import Reading
from models.words import Key

LAYOUT = replace(
    ROSTER,
    columns=(
        *(spec for spec in ROSTER.columns if spec.field not in ("sex", "note")),
        ColumnSpec("sex", ("性别", "Sex", "Gender")),
        ColumnSpec("note", ("备注", "备注说明", "说明", "Note", "Notes", "Remark", "Remarks")),
    ),
)

GRIDS = ("1", "2")
"""The grids a compound is split into when nobody says otherwise: one for each grid leader."""

_SEXES: Mapping[Sex, tuple[str, ...]] = MappingProxyType(
    {Sex.female: ("女", "f", "woman"), Sex.male: ("男", "m")}
)
_TAGS: Mapping[Tag, tuple[str, ...]] = MappingProxyType(
    {
        Tag.lives_alone: ("独居", "lives alone"),
        Tag.empty_nest: ("空巢", "empty nest"),
        Tag.low_income: ("低保", "低收入", "low income"),
        Tag.destitute: ("特困", "五保", "destitute"),
        Tag.dialysis: ("透析", "血透", "dialysis"),
        Tag.chronic: ("慢性病", "慢病", "高血压", "糖尿病", "chronic"),
        Tag.dependent: ("失能", "卧床", "bedridden"),
        Tag.disabled: ("残疾", "残障", "disabled"),
        Tag.pregnant: ("孕妇", "孕产", "产妇", "怀孕", "pregnant"),
        Tag.infant: ("婴儿", "婴幼儿", "幼儿", "infant"),
        Tag.left_behind_child: ("留守儿童", "left behind"),
        Tag.no_smartphone: ("无智能手机", "没有智能手机", "不会用智能手机", "no smartphone"),
        Tag.children_away: ("子女在外", "子女不在", "children away"),
        Tag.pupil: ("上网课", "网课", "学生", "pupil", "student"),
        Tag.medic: ("医务人员", "医护", "医生", "护士", "medical worker"),
    }
)
_PLACES: Mapping[Presence, tuple[str, ...]] = MappingProxyType(
    {
        Presence.isolation_site: ("集中隔离", "隔离点", "方舱", "隔离酒店"),
        Presence.hospital: ("住院", "在院", "医院"),
        Presence.away: ("不", "未", "无", "外", "空", "离", "away", "absent", "not "),
        Presence.present: ("在住", "在家", "居住", "present"),
    }
)
_REASONS: Mapping[AwayReason, tuple[str, ...]] = MappingProxyType(
    {
        AwayReason.stranded: ("滞留", "封在", "回不来", "stranded"),
        AwayReason.work: ("工作", "务工", "打工", "出差", "上班", "经商", "work"),
        AwayReason.school: ("上学", "住校", "读书", "求学", "学校", "school"),
        AwayReason.family: ("探亲", "投亲", "亲属", "亲戚", "子女家", "儿子家", "女儿家", "父母家")
        + ("family",),
        AwayReason.elsewhere: ("人户分离", "另有住处", "另住", "他处", "租房", "搬", "elsewhere"),
        AwayReason.unknown: ("不明", "不详", "未知", "unknown"),
    }
)


MemberT = TypeVar("MemberT", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one row says of one person; None and empty are what it does not say."""

    row: int
    door: Door
    name: str
    phone: str
    year: int | None
    sex: Sex | None
    tags: list[Tag]
    register_no: str
    grid: str
    presence: Presence | None
    reason: AwayReason | None
    moved_out: bool

    @property
    def who(self) -> str:
        """The row as a preview names it."""
        return f"{self.door} {self.name}"


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
    """What is gathered beside the plan while the rows are read."""

    tags: Counter[str] = field(default_factory=Counter)
    remarks: int = 0
    unknown: int = 0
    met: set[int] = field(default_factory=set)


def preview(session: Reading, sheet: Sheet, progress: Progress | None = None) -> Plan:
    """What reading this roster in would do; writes nothing.

    Raises:
        Refusal: when it is no roster.
    """
    planner, aside = Planner(Ledger.roster, sheet.path.name), _Aside()
    homes = _homes(session)
    known = sum(person.moved_out_on is None for home in homes.values() for person in home.people)
    said: list[_Said] = []
    for row in sheet.rows(LAYOUT, progress):
        try:
            said.append(_said(row, session.today, homes, aside))
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
    _tell(planner, said, fresh, aside, known)
    return planner.plan()


def _homes(session: Reading) -> dict[Door, _Home]:
    """Every door there is, with everybody who was ever registered behind it."""
    homes: dict[Door, _Home] = {}
    by_id: dict[int | None, _Home] = {}
    for row in session.exec(select(Household)):
        home = _Home(row.id or 0, row.register_no, row.grid, row.note)
        homes[Door(row.building, row.stairwell, row.room)] = by_id[row.id] = home
    for person in session.exec(select(Resident).order_by(col(Resident.id))):
        by_id[person.household_id].people.append(person)
    return homes


def _said(row: SheetRow, today: dt.date, homes: Mapping[Door, _Home], aside: _Aside) -> _Said:
    """The row as values; a row that says nothing certain is refused with its cell."""
    presence, reason = _whereabouts(row)
    sex = remark(row.get("sex")).lower()
    one = _Said(
        row=row.number,
        name=required(row.get("name"), longest=40),
        door=_door(door_of(row), homes),
        phone=";".join(dict.fromkeys(n for cell in row.all("phone") for n in phones(cell))),
        year=birth_year(row.get("birth"), today),
        sex=next((member for member, signs in _SEXES.items() if sex.startswith(signs)), None),
        tags=_tags(row, aside),
        register_no=remark(row.get("household"), longest=20),
        grid=grid_name(remark(row.get("grid"), longest=20)),
        presence=presence,
        reason=reason,
        moved_out=bool(yes_no(row.get("moved_out"))),
    )
    # A name that no draft takes must not leave its door behind without anybody.
    build(ResidentFields, {"name": one.name})
    return one


def _door(cell: Cell, homes: Mapping[Door, _Home]) -> Door:
    """The door of a row; one without its stairwell is taken where only one known door fits."""
    said = parse_door(required(cell))
    if isinstance(said, Door):
        return said
    if said is not None and said.building is not None and said.room is not None:
        fitting = matches(said, homes)
        if len(fitting) == 1:
            return fitting[0]
    raise cell.problem("refuse.roster.door")


def _whereabouts(row: SheetRow) -> tuple[Presence | None, AwayReason | None]:
    """Where the row says the person is; being away may have its reason in three columns."""
    cell, told = row.get("present"), remark(row.get("away_reason"))
    reason = _meant(told, _REASONS) or (AwayReason.other if told else None)
    presence = _presence(cell)
    if presence is Presence.away:
        reason = reason or _meant(cell.text, _REASONS)
    if presence in (None, Presence.away) and yes_no(row.get("lives_elsewhere")):
        presence, reason = Presence.away, reason or AwayReason.elsewhere
    if presence is None and told:
        presence = Presence.away
    return presence, reason if presence is Presence.away else None


def _presence(cell: Cell) -> Presence | None:
    try:
        lives = yes_no(cell)
    except CellProblem:
        meant = _meant(cell.text, _PLACES)
        if meant is None:
            raise cell.problem("refuse.roster.presence") from None
        return meant
    return None if lives is None else Presence.present if lives else Presence.away


def _meant(text: str, table: Mapping[MemberT, tuple[str, ...]]) -> MemberT | None:
    folded = fold(text).casefold()
    return next((it for it, words in table.items() if any(word in folded for word in words)), None)


def _tags(row: SheetRow, aside: _Aside) -> list[Tag]:
    found: list[Tag] = []
    for word in tags(row.get("categories")):
        meant = _tags_in(word)
        found += meant
        aside.tags.update([] if meant else [word])
    if row.get("note"):
        meant = _tags_in(row.get("note").text)
        found += meant
        aside.remarks += not meant
    return list(dict.fromkeys(found))


def _tags_in(text: str) -> list[Tag]:
    folded = fold(text).casefold()
    return [tag for tag, words in _TAGS.items() if any(word in folded for word in words)]


def _once(said: Iterable[_Said], planner: Planner) -> list[_Said]:
    """The rows without those that name a person again; namesakes differ in their birth year."""
    seen: dict[tuple[Door, str], list[_Said]] = defaultdict(list)
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
    said: Iterable[_Said], fresh: set[Door], homes: Mapping[Door, _Home], planner: Planner
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
    one: _Said,
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


def _new_home(one: _Said, planner: Planner, grid: str) -> _Home:
    made = planner.step(
        one.row,
        "homes.add_household",
        door=str(one.door),
        grid=grid,
        register_no=one.register_no,
    )
    return _Home(made, one.register_no, grid, settled=True)


def _match(one: _Said, people: Iterable[Resident], aside: _Aside, only: bool) -> Resident | None:
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


def _change(one: _Said, planner: Planner, home: _Home, person: Resident) -> None:
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


def _settle(one: _Said, planner: Planner, home: _Home) -> list[tuple[str, str, str]]:
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


def _move(one: _Said, planner: Planner, person: Resident) -> list[tuple[str, str, str]]:
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
    planner: Planner, said: Iterable[_Said], fresh: set[Door], aside: _Aside, known: int
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
    if aside.tags:
        tell("imports.roster.tags", tags=", ".join(aside.tags))
    if aside.remarks:
        tell("imports.roster.remarks", n=aside.remarks)
    if known > len(aside.met):
        tell("imports.roster.elsewhere", n=known - len(aside.met))

"""The list of cadres and volunteers, read in by name.

The promise: everybody on the sheet is registered once, however often it is read; what it leaves
empty stays as it is; nobody is taken off because a sheet leaves him out; and words it holds that
are not understood are kept in the note and said, not dropped.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from sqlmodel import select

from models.homes.doors import resolve_door
from models.imports import Ledger, Plan, Planner
from models.people import THE_25, Skill, Volunteer, VolunteerDraft, VolunteerKind
from models.people.changes import same_person
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.sheets import (
    PEOPLE,
    Cell,
    CellProblem,
    Progress,
    Sheet,
    SheetRow,
    day,
    door_of,
    phones,
    remark,
    required,
    tags,
    yes_no,
)
from models.store.actor import Role
from models.store.engine import Reading
from models.words import Key

MemberT = TypeVar("MemberT", bound=StrEnum)

_KINDS: Mapping[VolunteerKind, tuple[str, ...]] = MappingProxyType(
    {
        VolunteerKind.grid_leader: ("网格长", "grid leader"),
        VolunteerKind.first_secretary: ("第一书记", "书记", "secretary"),
        VolunteerKind.cadre: (
            "干部",
            "下沉",
            "机关",
            "事业",
            "企业",
            "公务员",
            "社区工作",
            "cadre",
        ),
        VolunteerKind.resident_volunteer: ("志愿", "居民", "业主", "住户", "resident", "volunteer"),
    }
)
_SKILLS: Mapping[Skill, tuple[str, ...]] = MappingProxyType(
    {
        Skill.sampling: ("采样", "核酸", "检测", "sampling"),
        Skill.disinfection: ("消杀", "消毒", "disinfect"),
        Skill.driving: ("驾", "司机", "开车", "车辆", "driv"),
        Skill.repair: (
            "维修",
            "修理",
            "水电",
            "电工",
            "水暖",
            "疏通",
            "repair",
            "plumb",
            "electri",
        ),
        Skill.lifting: ("搬", "力工", "体力", "配送", "lift", "carry"),
        Skill.counselling: ("心理", "疏导", "调解", "counsel", "psych"),
        Skill.first_aid: ("急救", "救护", "first aid"),
        Skill.medical: ("医", "护士", "护理", "药师", "medic", "nurse"),
        Skill.computer: ("电脑", "计算机", "表格", "信息", "文字", "computer", "excel"),
    }
)
_LEADS = ("带班", "班长", "组长", "队长", "负责人", "leader")
_PARTY = ("党员", "预备党员", "party")
_NO_PARTY = ("群众", "团员", "民主党派", "无党派")


@dataclass(frozen=True, slots=True)
class _Said:
    """What one row says; None and empty are what it does not say."""

    row: int
    name: str
    phone: str
    kind: VolunteerKind | None
    unit: str
    leads: bool
    party: bool | None
    skills: list[Skill]
    rapid: bool | None
    joined: dt.date | None
    left: dt.date | None
    household: int | None
    note: str

    @property
    def who(self) -> str:
        """The row as a preview names it."""
        return f"{self.name} {self.unit}".rstrip()


def preview(session: Reading, sheet: Sheet, progress: Progress | None = None) -> Plan:
    """What reading this list in would do; writes nothing.

    Raises:
        Refusal: when it is no list of people.
    """
    planner = Planner(Ledger.people, sheet.path.name)
    known = list(session.exec(select(Volunteer)))
    seen: list[_Said] = []
    added = 0
    for row in sheet.rows(PEOPLE, progress):
        try:
            said = _said(session, row, planner)
            _check_once(said, seen)
            person = _match(said, known)
            if person is None:
                added += _add(said, planner)
            else:
                _change(said, planner, person)
        except Refusal as refusal:
            planner.tally.refuses(row.number, refusal, row.get("name").ref)
        else:
            seen.append(said)
    if added:
        serve = sum(row.kind in THE_25 and row.serves_on(session.today) for row in known)
        planner.tally.notes("imports.people.strength", n=serve + added)
    return planner.plan()


def _said(session: Reading, row: SheetRow, planner: Planner) -> _Said:
    name = required(row.get("name"), longest=40)
    unit = remark(row.get("unit"), longest=60)
    duty = remark(row.get("role"), longest=60)
    skills, odd = _skills(tags(row.get("skills")))
    told = [word for word in (*odd, remark(row.get("availability"))) if word]
    if duty and not _meant(duty, _KINDS) and not _any(duty, _LEADS):
        meant, rest = _skills((duty,))
        skills, told = [*skills, *meant], [*told, *rest]
    for word in told:
        planner.tally.notes("imports.people.unread", row.number, name=name, text=word)
    note = "；".join([*told, *filter(None, [remark(row.get("note"))])])
    return _Said(
        row=row.number,
        name=name,
        phone=";".join(phones(row.get("phone"))),
        kind=_kind(row.get("kind"), duty),
        unit=unit,
        leads=_any(duty, _LEADS),
        party=_party(row.get("party")),
        skills=list(dict.fromkeys(skills)),
        rapid=yes_no(row.get("rapid")),
        joined=day(row.get("joined"), near=session.today),
        left=day(row.get("left"), near=session.today),
        household=_household(session, row, planner, name),
        note=note[:200],
    )


def _kind(cell: Cell, duty: str) -> VolunteerKind | None:
    found = _meant(duty, _KINDS)
    if found in (VolunteerKind.grid_leader, VolunteerKind.first_secretary):
        return found
    said = remark(cell)
    if not said:
        return found
    meant = _meant(said, _KINDS)
    if meant is None:
        raise cell.problem("refuse.imports.people.kind")
    return meant


def _party(cell: Cell) -> bool | None:
    said = remark(cell)
    if _any(said, _NO_PARTY):
        return False
    if _any(said, _PARTY):
        return not said.startswith("非")
    return yes_no(cell)


def _skills(words: Iterable[str]) -> tuple[list[Skill], list[str]]:
    """The skills that words name, and the words that name none."""
    skills, odd = [], []
    for word in words:
        meant = [skill for skill, signs in _SKILLS.items() if _any(word, signs)]
        skills += meant[:1]
        odd += [] if meant else [word]
    return skills, odd


def _household(session: Reading, row: SheetRow, planner: Planner, name: str) -> int | None:
    cell = door_of(row)
    if not remark(cell):
        return None
    try:
        return resolve_door(session, cell.text)
    except CellProblem:
        raise
    except Refusal:
        planner.tally.notes("imports.people.door", row.number, name=name, text=cell.text)
        return None


def _check_once(said: _Said, seen: Iterable[_Said]) -> None:
    for earlier in seen:
        if earlier.name == said.name and (
            (said.phone and said.phone == earlier.phone)
            or (said.unit and said.unit == earlier.unit)
            or not ((said.phone and earlier.phone) or said.unit or earlier.unit)
        ):
            raise Refusal("refuse.imports.people.twice", name=said.name, row=earlier.row)


def _match(said: _Said, known: Iterable[Volunteer]) -> Volunteer | None:
    namesakes = [row for row in known if row.name == said.name]
    if len(namesakes) == 1 and not (said.phone or said.unit):
        return namesakes[0]
    found = [row for row in namesakes if same_person(said.phone, said.unit, row)]
    if len(found) > 1:
        raise Refusal("refuse.imports.people.whose", n=len(found), name=said.name)
    return found[0] if found else None


def _add(said: _Said, planner: Planner) -> bool:
    """Adds somebody new; whether he or she is among the 25."""
    kind = said.kind or (
        VolunteerKind.resident_volunteer if said.household else VolunteerKind.cadre
    )
    made = planner.step(
        said.row,
        "people.add_volunteer",
        name=said.name,
        kind=kind,
        role=Role.shift_leader if said.leads and kind in THE_25 else Role.volunteer,
        origin_unit=said.unit,
        phone=said.phone,
        skills=said.skills,
        party_member=bool(said.party),
        rapid_response=bool(said.rapid),
        household_id=said.household,
        joined_on=said.joined,
        note=said.note,
    )
    if said.left is not None:
        planner.step(said.row, "people.demobilise", id=made, demobilised_on=said.left)
    planner.tally.adds(said.row, said.who)
    return kind in THE_25 and said.left is None


def _change(said: _Said, planner: Planner, person: Volunteer) -> None:
    """Adds what the row says otherwise than the desk; a note is the desk's once it is there."""
    skills = [*person.skills, *(s.value for s in said.skills if s.value not in person.skills)]
    told: dict[str, object] = {
        "kind": said.kind,
        "origin_unit": said.unit or None,
        "phone": said.phone or None,
        "skills": skills if said.skills else None,
        "party_member": said.party,
        "rapid_response": said.rapid,
        "household_id": said.household,
        "joined_on": said.joined,
    }
    opened = {name: getattr(person, name) for name in VolunteerDraft.model_fields}
    to = {name: value for name, value in told.items() if value not in (None, opened[name])}
    shown = [(_label(name), _word(opened[name]), _word(value)) for name, value in to.items()]
    if to:
        planner.edit(said.row, "people.edit_volunteer", person.id or 0, opened, **to)
    if said.left is not None and person.demobilised_on is None:
        planner.step(said.row, "people.demobilise", id=person.id, demobilised_on=said.left)
        shown.append(("field.demobilised_on", "", said.left.isoformat()))
    if shown:
        planner.tally.changes(said.row, said.who, tuple(shown))
    else:
        planner.tally.stays()


def _label(name: str) -> str:
    return {
        "kind": "field.volunteer_kind",
        "household_id": "field.own_door",
    }.get(name, f"field.{name}")


def _word(value: object) -> str:
    if isinstance(value, StrEnum):
        return Key(f"{type(value).__name__}.{value.value}")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "✓" if value else ""
    return "" if value is None else str(value)


def _meant(text: str, table: Mapping[MemberT, tuple[str, ...]]) -> MemberT | None:
    return next((member for member, signs in table.items() if _any(text, signs)), None)


def _any(text: str, signs: Iterable[str]) -> bool:
    folded = fold(text).casefold()
    return any(sign in folded for sign in signs)

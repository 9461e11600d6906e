"""One row of a roster as values: who it names, behind which door, and where that person is."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from models.homes import AwayReason, Presence, ResidentFields, Sex, Tag, grid_name
from models.rules.address import Door, matches, parse_door
from models.rules.text import fold
from models.sheets import (
    ROSTER,
    Cell,
    CellProblem,
    ColumnSpec,
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

LAYOUT = replace(
    ROSTER,
    columns=(
        *(spec for spec in ROSTER.columns if spec.field not in ("sex", "note")),
        ColumnSpec("sex", ("性别", "Sex", "Gender")),
        ColumnSpec("note", ("备注", "备注说明", "说明", "Note", "Notes", "Remark", "Remarks")),
    ),
)

_SEXES: Mapping[Sex, tuple[str, ...]] = MappingProxyType(
    {Sex.female: ("女", "f", "woman"), Sex.male: ("男", "m")}
)
_TAGS: Mapping[Tag, tuple[str, ...]] = MappingProxyType(
    {
        Tag.lives_alone: ("独居", "lives alone"),
        Tag.empty_nest: ("空巢", "empty nest"),
        Tag.low_income: ("低保", "低收入", "low income", "subsistence"),
        Tag.destitute: ("特困", "五保", "destitute"),
        Tag.dialysis: ("透析", "血透", "dialysis"),
        Tag.chronic: ("慢性病", "慢病", "高血压", "糖尿病", "chronic"),
        Tag.dependent: ("失能", "卧床", "bedridden", "daily care"),
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
        Presence.isolation_site: ("集中隔离", "隔离点", "方舱", "隔离酒店", "isolation"),
        Presence.hospital: ("住院", "在院", "医院", "hospital"),
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
class Said:
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
class Unkept:
    """What rows hold that is not kept, so that it can be told."""

    tags: Counter[str] = field(default_factory=Counter)
    remarks: int = 0


def said_in(row: SheetRow, today: dt.date, homes: Iterable[Door], unkept: Unkept) -> Said:
    """The row as values; a row that says nothing certain is refused with its cell."""
    presence, reason = _whereabouts(row)
    sex = remark(row.get("sex")).lower()
    one = Said(
        row=row.number,
        name=required(row.get("name"), longest=40),
        door=_door(door_of(row), homes),
        phone=";".join(dict.fromkeys(n for cell in row.all("phone") for n in phones(cell))),
        year=birth_year(row.get("birth"), today),
        sex=next((member for member, signs in _SEXES.items() if sex.startswith(signs)), None),
        tags=_tags(row, unkept),
        register_no=remark(row.get("household"), longest=20),
        grid=grid_name(remark(row.get("grid"), longest=20)),
        presence=presence,
        reason=reason,
        moved_out=bool(yes_no(row.get("moved_out"))),
    )
    # A name that no draft takes must not leave its door behind without anybody.
    build(ResidentFields, {"name": one.name})
    return one


def _door(cell: Cell, homes: Iterable[Door]) -> Door:
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


def _tags(row: SheetRow, unkept: Unkept) -> list[Tag]:
    found: list[Tag] = []
    for word in tags(row.get("categories")):
        meant = _tags_in(word)
        found += meant
        unkept.tags.update([] if meant else [word])
    if row.get("note"):
        meant = _tags_in(row.get("note").text)
        found += meant
        unkept.remarks += not meant
    return list(dict.fromkeys(found))


def _tags_in(text: str) -> list[Tag]:
    folded = fold(text).casefold()
    return [tag for tag, words in _TAGS.items() if any(word in folded for word in words)]

"""Who sees how much of a person: role by field, as a table.

The promise: nobody sees more than the work in hand needs. A role or a field that is not in the
table is shown nothing. Revealing is a key of its own and is written down; this page only says
where there is something to reveal.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from models.rules.address import AnyDoor, PartialDoor
from models.rules.pinyin import surname
from models.rules.text import fold, phone_spans
from models.words import ERASED
from models.words.rules import MESSAGES


class Sight(StrEnum):
    """How much of a field is shown."""

    full = "full"
    keyed = "keyed"
    """Masked until the reveal key, which is written down."""
    surname = "surname"
    """How one is spoken to: 王阿姨, 李先生; full on the reveal key."""
    masked = "masked"
    building = "building"
    tag = "tag"
    """That there is a need, not which illness."""
    items = "items"
    """What this job is to fetch, and nothing about the person."""
    flag = "flag"
    """Only that protective gear is needed."""
    none = "none"


_FIELDS = ("name", "phone", "door", "illness", "isolation")
_S = Sight
# Columns as in _FIELDS. A grid leader outside his own grid, and a shift leader, stand where a
# volunteer stands: on the task or not.
_TABLE = MappingProxyType(
    {
        "secretary": (_S.full, _S.keyed, _S.full, _S.full, _S.full),
        "grid": (_S.full, _S.keyed, _S.full, _S.tag, _S.full),
        "on_task": (_S.surname, _S.keyed, _S.full, _S.items, _S.flag),
        "otherwise": (_S.masked, _S.masked, _S.building, _S.none, _S.flag),
    }
)
COVERED = "***"
"""Stands where there is something that whoever looks may not read; what is empty stays empty."""
_PHONE = re.compile(r"(?<!\d)\d{1,4}\*+\d{1,4}(?!\d)|\d+")
_INSIDE = re.compile(r"(?<=\d)[ -](?=\d)")
_ROLES_IN_THE_FIELD = ("grid_leader", "shift_leader", "volunteer")
_WOMAN = ("女", "f", "female", "woman")
_MAN = ("男", "m", "male", "man")


def sight(role: str, field: str, on_task: bool = False, own_grid: bool = False) -> Sight:
    """How much of `field` a role sees of one person, here and now.

    `on_task`: the person is on a job of theirs; for a shift leader, on today's jobs of his posts.
    `own_grid`: the person lives in the grid this grid leader looks after.
    """
    if field not in _FIELDS:
        return Sight.none
    if role == "secretary":
        row = "secretary"
    elif role not in _ROLES_IN_THE_FIELD:
        return Sight.none  # the wall board has counts, never a person
    elif role == "grid_leader" and own_grid:
        row = "grid"
    else:
        row = "on_task" if on_task else "otherwise"
    return _TABLE[row][_FIELDS.index(field)]


def can_reveal(seen: Sight) -> bool:
    """Whether the reveal key shows more."""
    return seen in (Sight.keyed, Sight.surname)


def searchable(seen: Sight) -> bool:
    """Whether find may match on the field: never on what the finder could only ever see masked.

    Whoever is on the task is told the name; it may be typed as it is, though the line that answers
    shows no more of it than before.
    """
    return seen is Sight.full or can_reveal(seen)


def name(full: str, seen: Sight, sex: str | None = None, lang: str = "zh") -> str:
    """王秀芝, 王阿姨 (Ms 王) or 王**. Where the sex is not known nothing is supposed: 王**."""
    if full == ERASED:
        return full  # whoever looks: nobody knows it any more
    family = surname(full.strip())
    if seen is Sight.full or not family:
        return full if seen is Sight.full else ""
    if seen is Sight.surname:
        said = (sex or "").strip().lower()
        key = "name.woman" if said in _WOMAN else "name.man" if said in _MAN else None
        if key is not None:
            return MESSAGES[key][0 if lang == "zh" else 1].format(surname=family)
    if seen in (Sight.surname, Sight.keyed, Sight.masked):
        return f"{family}**"  # always two: the length of a name is a hint too
    return ""


def phone(full: str, seen: Sight) -> str:
    """138****1111; a short number keeps its last two digits. Several numbers are each masked."""
    if seen is Sight.full:
        return full
    if seen not in (Sight.keyed, Sight.masked):
        return ""
    return _PHONE.sub(_phone, _INSIDE.sub("", fold(full)))


def numbers(text: str) -> str:
    """A note with the telephone numbers inside it covered."""
    for start, end in reversed(phone_spans(text)):
        text = text[:start] + phone(text[start:end], Sight.masked) + text[end:]
    return text


def _phone(found: re.Match[str]) -> str:
    digits = found.group()
    if "*" in digits:
        return digits  # came masked from a spreadsheet
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if len(digits) > 4 else "****"


def door(full: AnyDoor, seen: Sight, lang: str = "zh") -> str:
    """3-2-401, or the building alone."""
    if seen is Sight.full:
        return str(full)
    if seen in (Sight.building, Sight.masked, Sight.keyed) and full.building is not None:
        return PartialDoor(full.building).plain(lang)
    return ""


def words(full: str, shown: bool) -> str:
    """A note as it is, or that there is one."""
    return full if shown or not full or full == ERASED else COVERED


def illness(full: str, seen: Sight, tag: str = "", items: Iterable[str] = ()) -> str:
    """The illness, the need's tag, or what this job is to fetch; the caller says the last two."""
    if seen is Sight.full:
        return full
    if seen is Sight.tag:
        return tag
    return "、".join(items) if seen is Sight.items else ""


def isolation(full: str, seen: Sight, flag: str = "") -> str:
    """The isolation state, or the caller's word for "protective gear needed"."""
    return full if seen is Sight.full else flag if seen is Sight.flag else ""


def few(count: int, least: int = 3) -> int | None:
    """A count for the wall board, None where it is so small that it points at persons."""
    return None if 0 < count < least else count

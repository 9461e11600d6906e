"""Doors, in every way people write them.

The promise: whatever stands for building, stairwell and room in a chat, a spreadsheet or a hurried
line is read as the same door; a date, a price or a telephone number is not read as one. Nothing is
guessed: what is not said stays None in a PartialDoor, and the caller offers the doors that fit.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import total_ordering

from models.rules.numerals import NUMERALS as _NUMERAL
from models.rules.numerals import is_number, numeral
from models.rules.slips import slips
from models.rules.text import fold
from models.words.rules import MESSAGES

NOWHERE = 0
"""The stairwell of a home where nobody lives: forgotten records point there, it is no door."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Door:
    """One household's door. Sorts the way one walks: building, stairwell, floor, room."""

    building: int
    stairwell: int
    room: str

    def __str__(self) -> str:
        if self.stairwell == NOWHERE:
            return f"{self.building}-{self.room}"
        return f"{self.building}-{self.stairwell}-{self.room}"

    def __lt__(self, other: "Door") -> bool:
        return self.order < other.order

    @property
    def floor(self) -> int:
        """All but the last two digits of the room; 0 where the room is not a number."""
        return int(self.room[:-2]) if is_number(self.room) and len(self.room) > 2 else 0

    @property
    def order(self) -> tuple[int, int, int, int, str]:
        flat = int(self.room) if is_number(self.room) else 0
        return (self.building, self.stairwell, self.floor, flat, self.room)

    def plain(self, lang: str = "zh") -> str:
        """As a person would say it: 3栋2单元401."""
        return _said(self.building, self.stairwell, self.room, lang)


@dataclass(frozen=True, slots=True)
class PartialDoor:
    """What was said of a door when something was left out: 3栋401, 2单元401, 302, 3栋, 3-2."""

    building: int | None = None
    stairwell: int | None = None
    room: str | None = None

    def __str__(self) -> str:
        return "-".join("?" if x is None else str(x) for x in _parts(self))

    def plain(self, lang: str = "zh") -> str:
        return _said(self.building, self.stairwell, self.room, lang)


AnyDoor = Door | PartialDoor

# The long patterns stay text: `re` compiles each when it is first needed and keeps it, and a desk
# that only shows doors reads none.
#
# One pattern for every Chinese and plain form; each part may be missing, `_accept` decides what is
# left. The first number must not continue a number, a word, a date, a clock time or a price.
_N = f"(?:[0-9]{{1,3}}(?![0-9])|(?<![{_NUMERAL}])[{_NUMERAL}]{{1,4}}(?![{_NUMERAL}]))"
_R = f"(?:[0-9]{{3,4}}(?![0-9])|(?<![{_NUMERAL}])[{_NUMERAL}]{{3,6}}(?![{_NUMERAL}]))"
_FIRST = r"(?<![0-9A-Za-z_.:¥$@])(?<![0-9][-/])(?<![0-9一二三四五六七八九十]月)"
_GAP = r"\s*[-/]?\s*"
_DASH = r"\s*[-/]\s*"
# Not among them: 毛 包 张 支, which are surnames too (12-302张敏).
_COUNTED = "元块斤克个份盒袋瓶箱板件套片粒次分%°只"
_DOOR = (
    _FIRST + "第?"
    rf"(?:(?P<b>{_N})(?:\s*(?P<bm>号楼|栋|幢|座|\#楼?|楼(?!\s*{_N}\s*[号室户])|号){_GAP}|{_DASH}))?"
    rf"(?:第?(?P<s>{_N})(?:\s*(?P<sm>单元|门洞|门|[Uu](?![A-Za-z])){_GAP}|{_DASH}(?=[0-9{_NUMERAL}])))?"
    r"(?:"
    rf"(?P<l>{_N})\s*[楼层]\s*(?P<k>{_N})\s*[号室户](?!楼)"
    rf"|(?:(?P<f>{_N})\s*[楼层]\s*)?(?P<r>{_R})"
    r"(?:\s*(?:室|房间?|号(?!楼))|(?![A-WYZa-wyz]|[Xx](?![0-9])|[-.:][0-9]|\s?[元块¥%]))"
    rf"(?(b)(?(s)|(?!\s?[{_COUNTED}]))|(?!\s?[{_COUNTED}]))"
    r")?"
)
_ENGLISH = (
    r"(?i)(?<![A-Za-z0-9])(?:(?:building|bldg|block)[. ]*(?P<b>[0-9]{1,3})(?![0-9])"
    r"(?:[ ,]*(?:stairwell|stair|unit|entrance)[. ]*(?P<s>[0-9]{1,2})(?![0-9]))?"
    r"|(?:stairwell|stair|unit|entrance)[. ]*(?P<s2>[0-9]{1,2})(?![0-9]))"
    r"(?:[ ,]*(?:room|rm|flat|apartment|apt|no)?[. ]*(?P<r>[0-9]{3,4})(?![0-9A-Za-z.:]))?"
)
_SPACED = re.compile(r"([0-9]{1,3})[ .]([0-9]{1,2})[ .]([0-9]{3,4})")
_LEAD = (
    r"(?i)(?s:.*)(?:期|小区|社区|街道|市场|苑|园|村|城|里|区|路|街|公寓|院|庭|府|全安|地址|住址|门牌号?|compound)"
    r"[\s,，:：;；、()（）/-]*"
)
_TAIL = " \t,.;:、。，；：)）"
_HINT = re.compile(rf"[0-9{_NUMERAL}]")
_BAR = re.compile("(?<=[0-9])一(?=[0-9])")


def parse_door(text: str) -> AnyDoor | None:
    """Read a text that is a door and nothing else; a compound's name before it is dropped."""
    folded = _prepare(text.strip())
    if folded is None or len(folded) > 200:
        return None
    folded = folded.rstrip(_TAIL)
    found = _whole(folded)
    if found is None:
        for start in _starts(folded):
            if re.compile(_LEAD).fullmatch(folded, 0, start):
                found = _whole(folded[start:])
                if found is not None:
                    break
    return found


def find_doors(text: str, compound: str = "") -> list[tuple[int, int, AnyDoor]]:
    """Doors inside a longer text as (start, end, door), where `text[start:end]` is the door.

    A bare room (302) or a bare pair (3-2) is not looked for: in a text it is rather a date or a
    number. The characters of `compound` directly before a door are taken into its span.
    """
    folded = _prepare(text)
    if folded is None:
        return []
    found: list[tuple[int, int, AnyDoor]] = []
    at = 0
    while at < len(folded):
        hint = _HINT.search(folded, at)
        if hint is None:
            break
        match, door = _at(folded, hint.start())
        if match is None or door is None:
            at = _after_number(folded, hint.start())
            continue
        at = match.end()
        start = match.start()
        end = start + len(folded[start:at].rstrip(" \t\n\r/-"))
        left = start
        while left > 0 and folded[left - 1] in compound:
            left -= 1
        found.append((left if start - left > 1 else start, end, door))
    if not folded.isascii() and "u" not in folded and "b" not in folded:
        return found
    return _with_english(folded, found)


def matches(partial: AnyDoor, doors: Iterable[Door]) -> list[Door]:
    """The doors a partial one may mean, in walking order."""
    wanted = _parts(partial)
    return sorted(
        door
        for door in doors
        if all(w is None or w == h for w, h in zip(wanted, _parts(door), strict=True))
    )


def complete(typed: str, doors: Iterable[Door], limit: int = 8) -> list[Door]:
    """Type-ahead: the doors whose spelling begins as typed so far, with or without dashes."""
    wanted = _canonical(typed)
    compact = wanted.replace("-", "")
    if not compact:
        return []
    by_door, by_digits, by_room = [], [], []
    for door in doors:
        spelt = str(door)
        if spelt.startswith(wanted):
            by_door.append(door)
        elif "-" not in wanted and spelt.replace("-", "").startswith(compact):
            by_digits.append(door)
        elif "-" not in wanted and door.room.startswith(compact):
            by_room.append(door)
    return [*sorted(by_door), *sorted(by_digits), *sorted(by_room)][:limit]


def near(door_or_text: AnyDoor | str, doors: Iterable[Door], limit: int = 5) -> list[Door]:
    """ "Did you mean": the doors with the fewest slips between them and what was typed."""
    wanted = parse_door(door_or_text) if isinstance(door_or_text, str) else door_or_text
    if wanted is None:
        spelt = _canonical(str(door_or_text))[:24]
        if not any(c.isdigit() for c in spelt):
            return []
        by_text = sorted((slips(spelt, str(door)), door.order, door) for door in doors)
        return [door for _, _, door in by_text[:limit]]
    costs: tuple[dict[str, int], ...] = ({}, {}, {})
    ranked = []
    said = tuple(None if x is None else str(x) for x in _parts(wanted))
    for door in doors:
        has = (str(door.building), str(door.stairwell), door.room)
        off = 0
        for word, other, known in zip(said, has, costs, strict=True):
            if word is not None:
                if other not in known:
                    known[other] = slips(word, other)
                off += known[other]
        if said[:2] == (has[1], has[0]) != has[:2]:
            # Building and stairwell changed places: one slip of the mind, not several.
            off = costs[2].get(has[2], 0)
        ranked.append((off, _distance(said, has), door.order, door))
    ranked.sort(key=lambda entry: entry[:3])
    return [entry[3] for entry in ranked[:limit]]


def _prepare(text: str) -> str | None:
    """Folded, or None where nothing can be a door: most texts leave here."""
    folded = fold(text)
    if _HINT.search(folded) is None:
        return None
    return folded if folded.isascii() else _BAR.sub("-", folded)


def _starts(folded: str) -> Iterator[int]:
    at = 0
    while (hint := _HINT.search(folded, at)) is not None:
        yield hint.start()
        at = _after_number(folded, hint.start())


def _after_number(folded: str, at: int) -> int:
    """Past the run of digits, or past the run of numerals, that starts here."""
    kind = "0123456789" if folded[at] in "0123456789" else _NUMERAL
    while at < len(folded) and folded[at] in kind:
        at += 1
    return at


def _whole(folded: str) -> AnyDoor | None:
    match = re.compile(_DOOR).fullmatch(folded)
    if match is None:
        pair = re.fullmatch(rf"({_N}){_DASH}({_N})", folded)
        if pair is not None:
            return _pair(pair[1], pair[2])
        spaced = _SPACED.fullmatch(folded)
        if spaced is not None:
            return _door(numeral(spaced[1]), numeral(spaced[2]), spaced[3], dated=True)
        english = re.compile(_ENGLISH).fullmatch(folded)
        return _english_door(english) if english is not None else None
    return _accept(match, alone=True)


def _at(folded: str, at: int) -> tuple[re.Match[str] | None, AnyDoor | None]:
    begin = at - 1 if at > 0 and folded[at - 1] == "第" else at
    match = re.compile(_DOOR).match(folded, begin)
    if match is None or match.end() <= at:
        return None, None
    return match, _accept(match, alone=False)


def _pair(first: str, second: str) -> PartialDoor | None:
    """3-2 is a building and a stairwell; 3-28 is a date."""
    building, stairwell = numeral(first), numeral(second)
    if building and stairwell and stairwell < 10:
        return PartialDoor(building, stairwell)
    return None


def _accept(match: re.Match[str], *, alone: bool) -> AnyDoor | None:
    b, bm, s, sm, storey, flat, f, r = match.group("b", "bm", "s", "sm", "l", "k", "f", "r")
    building = numeral(b) if b else None
    stairwell = numeral(s) if s else None
    room = r
    if storey is not None and flat is not None:
        room = f"{numeral(storey)}{numeral(flat) or 0:02d}"
    if room is None:
        return _unroomed(building, bm, stairwell, sm, alone)
    if f is not None and numeral(f) != (numeral(room) or 0) // 100:
        return None
    if b and bm is None and s is None:  # 3-401
        if len(b) > 2:
            return None
    elif b is None and s and sm is None:  # the lone number before the dash is the building
        building, stairwell = stairwell, None
    elif bm == "号" and s is None:
        return None
    elif bm == "楼" and s is None and building == (numeral(room) or 0) // 100:
        building = None  # 4楼401 says the floor twice, it names no building
    if building is None and stairwell is None and not alone:
        return None
    return _door(building, stairwell, room, dated=bm is None and sm is None)


def _unroomed(
    building: int | None, bm: str | None, stairwell: int | None, sm: str | None, alone: bool
) -> PartialDoor | None:
    if building == 0 or stairwell == 0 or (stairwell is not None and sm is None):
        return None
    if building is not None and bm is None and stairwell is None:
        return None
    if bm in ("号",) or (bm in ("楼", "#", "座") and stairwell is None and not alone):
        return None
    if building is None and (stairwell is None or sm not in ("单元", "门洞")):
        return None
    return PartialDoor(building, stairwell)


def _door(
    building: int | None, stairwell: int | None, spelt: str, *, dated: bool
) -> AnyDoor | None:
    """Check the parts; `dated` forms could be a date whose year looks like a room."""
    number = numeral(spelt)
    if number is None or not 101 <= number <= 9999 or number % 100 == 0:
        return None
    if building == 0 or stairwell == 0 or (stairwell or 0) > 99:
        return None
    if dated and number // 100 in (19, 20) and number % 100 > 9:
        return None
    if building is None and stairwell is None and spelt.startswith("0"):
        return None
    if building is None or stairwell is None:
        return PartialDoor(building, stairwell, str(number))
    return Door(building, stairwell, str(number))


def _english_door(match: re.Match[str]) -> AnyDoor | None:
    b, s, room = match["b"], match["s"] or match["s2"], match["r"]
    building = int(b) if b else None
    stairwell = int(s) if s else None
    if room is not None:
        return _door(building, stairwell, room, dated=False)
    return None if building == 0 or stairwell == 0 else PartialDoor(building, stairwell)


def _with_english(
    folded: str, found: list[tuple[int, int, AnyDoor]]
) -> list[tuple[int, int, AnyDoor]]:
    for match in re.compile(_ENGLISH).finditer(folded):
        door = _english_door(match)
        start, end = match.span()
        if door is not None and all(end <= a or start >= z for a, z, _ in found):
            found.append((start, start + len(folded[start:end].rstrip(" ,.")), door))
    return sorted(found, key=lambda entry: entry[0])


def _said(building: int | None, stairwell: int | None, room: str | None, lang: str) -> str:
    zh = lang == "zh"
    words = [
        MESSAGES[key][0 if zh else 1].format(n=part)
        for key, part in (
            ("door.building", building),
            ("door.stairwell", stairwell),
            ("door.room", room),
        )
        if part is not None
    ]
    return ("" if zh else ", ").join(words)


def _parts(door: AnyDoor) -> tuple[int | None, int | None, str | None]:
    return (door.building, door.stairwell, door.room)


def _canonical(text: str) -> str:
    """Numbers joined by dashes, the way a door is written: 3栋2单元4 -> 3-2-4."""
    numbers = re.findall(f"[0-9]+|[{_NUMERAL}]+", fold(text))
    joined = "-".join(str(numeral(n) if len(n) < 9 else n[:9]) for n in numbers)
    return joined + ("-" if joined and text.rstrip()[-1:] in "-/－栋幢楼元门#" else "")


def _distance(said: tuple[str | None, ...], has: tuple[str, ...]) -> int:
    """Among equal slips the nearer number first: 402 before 901 for 403."""
    return sum(
        abs(int(a) - int(b))
        for a, b in zip(said, has, strict=True)
        if a is not None and is_number(a) and is_number(b)
    )

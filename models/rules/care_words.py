"""Reads what people write into care spreadsheets: frequency, medicine, categories, age, mobility.

Nothing is guessed: what cannot be read comes back unread, so that the import can show it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.rules.care import Category
from models.rules.numerals import numeral

_N = r"(\d+(?:\.\d+)?|[零〇一二两俩三四五六七八九十半]+)"
_HOURS = {"日": 24, "天": 24, "周": 168, "星期": 168, "礼拜": 168, "月": 720, "小时": 1}

_CATEGORIES: tuple[tuple[Category, str], ...] = (
    (
        Category.no_smartphone,
        r"(不会|不能|没有|没|无)(使?用)?(智能手机|智能机|手机|上网)|no smartphone",
    ),
    (Category.empty_nest, r"空巢|empty nest"),
    (Category.lives_alone, r"独居|孤寡|孤老|\b(lives |living )?alone\b"),
    (Category.tekun, r"特困|五保|\bdestitute\b"),
    (Category.dibao, r"低保|\bdibao\b|\blow[- ]income\b|\bsubsistence allowance\b"),
    (Category.dialysis, r"血液?透析?|透析|\bdialysis\b"),
    (Category.chemo, r"放?化疗|放疗|\bchemo(therapy)?\b"),
    (
        Category.psychiatric,
        r"精神病人|精神(疾病|障碍|病)?|癫痫|\bpsychiatric( illness)?\b|\bepilepsy\b",
    ),
    (Category.chronic, r"慢性?病|慢性|高血压|糖尿病|\bchronic( illness)?\b"),
    (Category.postpartum, r"产妇|产后|\bpostpartum\b|\bafter birth\b"),
    (Category.pregnancy, r"孕妇|怀孕|孕期|孕|\bpregnan(t|cy)\b"),
    (Category.infant, r"婴幼?儿|新生儿|\binfant\b|\bbaby\b"),
    (Category.child, r"(困境|留守)?儿童|孤儿|\bchild(ren)?( in hardship)?\b"),
    (Category.bedridden, r"卧床|瘫痪|\bbedridden\b"),
    (Category.dependent, r"失能|不能自理|失智|\bdependent\b|\bneeds daily care\b"),
    (Category.disabled, r"残疾|残障|\bdisabled\b"),
    (Category.ill, r"病人|患者|重病|大病|病患|\bpatient\b|\bill\b"),
    (Category.elderly, r"老年人?|老人|高龄|\belderly\b|\bsenior\b"),
)
_NEGATED = re.compile(r"^(非|无|没有|不是|未|不独|不低|不残|not |no )")
_EMPTY_WORDS = frozenset(("无", "没有", "否", "-", "/", "none", "no", "n/a"))
_FILLER = re.compile(r"[重中轻]度|[一二三四1-4]级|严重|[户者类等的及和人家庭()&]")

_ABILITY = {
    "自理": frozenset[Category](),
    "能自理": frozenset[Category](),
    "完全自理": frozenset[Category](),
    "半自理": frozenset[Category](),
    "部分自理": frozenset[Category](),
    "不能自理": frozenset({Category.dependent}),
    "完全不能自理": frozenset({Category.dependent}),
    "失能": frozenset({Category.dependent}),
    "卧床": frozenset({Category.bedridden}),
}


def plain(text: str) -> str:
    """The text with full-width forms folded, spaces single, small letters."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def number(text: str) -> Fraction | None:
    """A number in digits or Chinese words: `2`, `0.5`, `半`, `两`, `十二`, `七十六`."""
    if text == "半":
        return Fraction(1, 2)
    if re.fullmatch(r"\d+\.\d+", text):
        return Fraction(text)
    whole = numeral(text.replace("〇", "零").replace("俩", "两"))
    return None if whole is None else Fraction(whole)


def frequency(text: str) -> int | None:
    """Hours between two visits: `每日` 24, `隔日` 48, `每周两次` 84, `每周` 168; None if unread."""
    said = re.sub(r"(走访|联系|电话|上门|巡访|探访|各|左右|至少|\s)", "", plain(text))
    known = {"daily": 24, "天天": 24, "everyday": 24, "everyotherday": 48, "weekly": 168}
    known |= {"twiceaweek": 84, "twiceweekly": 84, "twiceaday": 12, "monthly": 720}
    if said in known:
        return known[said]
    if re.fullmatch(r"每?隔[一1]?[日天](一次|1次)?", said):
        return 48
    unit = r"(日|天|周|星期|礼拜|月|小时)"
    apart = re.fullmatch(rf"每?隔{_N}[日天](?:[一1]次)?", said)
    if apart and (days := number(apart[1])):
        return int(24 * (days + 1))
    found = re.fullmatch(rf"每?{_N}?个?{unit}(?:{_N}[次回])?", said)
    if not found or not (said[0] == "每" or found[3]):
        return None
    every = number(found[1]) if found[1] else Fraction(1)
    times = number(found[3]) if found[3] else Fraction(1)
    if not every or not times:
        return None
    return max(int(_HOURS[found[2]] * every / times), 1)


@dataclass(frozen=True, slots=True)
class Prescription:
    """A medicine as the family tells it."""

    name: str
    strength: str
    units_per_dose: Fraction
    unit: str
    """`U` for insulin, `片` and the like where told, else empty."""
    doses_per_day: Fraction | None
    """0 when taken only as needed; None when the text does not say."""
    unread: str = ""


_STRENGTH = re.compile(
    r"\d+(?:\.\d+)?\s*(?:mg|ug|μg|g|ml|毫克|微克|克|毫升|iu|u|单位)"
    r"(?:\s*/\s*\d*(?:\.\d+)?\s*(?:mg|g|ml|毫升|片|粒|支))?(?![a-z])",
    re.IGNORECASE,
)
_INSULIN_DOSE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:iu|u|单位)(?![a-z/])", re.IGNORECASE)
_DOSE = re.compile(rf"(?:每次|一次|1次|各)?\s*{_N}\s*(片|粒|丸|支|袋|颗|喷|滴|吸|tablets?|tabs?)")
_PER_DAY = re.compile(rf"每?\s*{_N}?\s*([日天周])\s*{_N}\s*次")
_APART = re.compile(r"每?隔[一1]?[日天](?:[一1]次)?|every other day|\bqod\b", re.IGNORECASE)
_TIMES = (
    (re.compile(r"必要时|需要时|按需|疼痛时|发作时|\bprn\b|as needed"), Fraction(0)),
    (re.compile(r"\bweekly\b|每周"), Fraction(1, 7)),
    (re.compile(r"早中晚|三餐[前后时中]?|\btid\b|three times a day|3 times a day"), Fraction(3)),
    (re.compile(r"早晚|\bbid\b|twice a day|twice daily"), Fraction(2)),
    (re.compile(r"\bqid\b|four times a day"), Fraction(4)),
    (
        re.compile(
            r"每[日天]|睡前|每晚|晚上|晚饭[前后]|晨起|早上|早晨|早餐[前后]|午饭[前后]|\b(?:qd|qn|hs)\b"
            r"|once a day|once daily|\bdaily\b|at bedtime"
        ),
        Fraction(1),
    ),
)


def prescription(text: str) -> Prescription | None:
    """Reads `苯磺酸氨氯地平片5mg 一日一次` or `甘精胰岛素 12U睡前`; None for an empty cell.

    A strength is what one unit holds and a dose is how many units, so `20mg 睡前` is one unit of
    20 mg a day; only a count in U (insulin) is itself the dose.
    """
    said = " ".join(unicodedata.normalize("NFKC", text).split())
    if not said or said.casefold() in _EMPTY_WORDS:
        return None
    whole, (doses, said) = said, _doses(said)
    units, unit, strength = Fraction(1), "", ""
    insulin = _INSULIN_DOSE.search(said)
    if insulin and _INSULIN_DOSE.search(said, insulin.end()):
        # Different doses at different hours: a sum here would be a dose that nobody ordered.
        return Prescription(_clean(said[: insulin.start()]), "", units, "U", None, whole)
    if insulin:
        units, unit = Fraction(insulin[1]), "U"
        said = _without(said, insulin)
    found = _STRENGTH.search(said)
    name_end = len(said)
    if found:
        strength = found[0].replace(" ", "")
        name_end = found.start()
    tail = said[found.end() :] if found else ""
    dose = _DOSE.search(said, 0 if not found else found.end())
    if dose and (count := number(dose[1])):
        units, unit = count, unit or dose[2]
        if not found:
            name_end = dose.start()
        tail = said[dose.end() :] if not found else _without(said, dose)[found.end() :]
    name, unread = said[:name_end], tail
    if units <= 0:
        return None
    return Prescription(_clean(name), strength, units, unit, doses, _clean(unread))


def prescriptions(text: str) -> tuple[Prescription, ...]:
    """Reads a cell with several medicines, parted by semicolons, `、`, plus signs or lines."""
    pieces = re.split(r"[;；、+\n]+", text)
    return tuple(read for piece in pieces if (read := prescription(piece)) is not None)


@dataclass(frozen=True, slots=True)
class CategoryWords:
    """Categories read from a cell, and the words that could not be read."""

    codes: frozenset[Category]
    unread: tuple[str, ...] = ()


def categories(text: str) -> CategoryWords:
    """Reads `老年人、病人、独居` or `独居老人,低保户`: a word may hold several categories."""
    codes: set[Category] = set()
    unread: list[str] = []
    for word in re.split(r"[、,，;；/|\n+]+", plain(text)):
        word = word.strip()
        if not word or word in _EMPTY_WORDS:
            continue
        rest, found = word, set[Category]()
        for category, names in _CATEGORIES:
            rest, hits = re.subn(names, " ", rest)
            if hits:
                found.add(category)
        if _NEGATED.match(word) and Category.no_smartphone not in found:
            found.clear()
        codes |= found
        if not found or _FILLER.sub("", rest).strip():
            unread.append(word)
    return CategoryWords(frozenset(codes), tuple(unread))


def ability(text: str) -> frozenset[Category] | None:
    """The categories in a mobility cell: `不能自理` is dependent, `自理` none; None if unread."""
    said = plain(text)
    return frozenset() if not said else _ABILITY.get(said)


def birth_year(text: str, today: date) -> int | None:
    """The year of birth from `76岁`, `七十六岁`, `8个月`, `1946年` or `19460203`; None if unread.

    A range such as `70-79` gives none: a year that nobody told is not stored.
    """
    said = plain(text).replace(" ", "")
    born = re.fullmatch(r"((?:18|19|20)\d\d)(?:年生?|年出?生|\d{4}|[-/.年]\d{1,2}.*)?", said)
    if born:
        year = int(born[1])
        return year if today.year - 130 <= year <= today.year else None
    months = re.fullmatch(r"(\d{1,2})个?月", said)
    if months:
        whole = today.year * 12 + today.month - 1 - int(months[1])
        return whole // 12
    told = re.fullmatch(rf"{_N}(?:\.0)?(?:周?岁|years?old|y)?", said)
    age = number(told[1]) if told else None
    if age is None or age > 130 or (age.denominator > 1):
        return None
    return today.year - int(age)


def _doses(said: str) -> tuple[Fraction | None, str]:
    apart = _APART.search(said)
    if apart:
        return Fraction(1, 2), _without(said, apart)
    found = _PER_DAY.search(said)
    if found and (times := number(found[3])):
        every = (number(found[1]) if found[1] else None) or Fraction(1)
        return times / every / (7 if found[2] == "周" else 1), _without(said, found)
    for pattern, doses in _TIMES:
        hit = pattern.search(said.casefold())
        if hit:
            return doses, _without(said, hit)
    return None, said


def _without(said: str, found: re.Match[str]) -> str:
    return f"{said[: found.start()]} {said[found.end() :]}"


def _clean(text: str) -> str:
    text = re.sub(r"\s[早中晚]$", "", text.strip())
    return re.sub(r"\s+", " ", re.sub(r"[,，。;；:*x×]+$|^[,，。;；:]+", "", text.strip())).strip()

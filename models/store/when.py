"""Moments and days as people type them and spreadsheets keep them.

The promise: what a person at the desk means by a few keys is a moment in the branch's time zone,
whatever the machine's; what cannot be read is refused with the text, never taken for now.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import arrow

from models.rules.numerals import numeral
from models.rules.refusal import Refusal
from models.rules.when_words import (
    AFTER_NOON,
    BEFORE_NOON,
    DAY_WORDS,
    EVENING,
    FRACTIONS,
    MONTHS,
    PERIODS,
    UNITS,
    WEEKDAYS,
)

_LONGEST = 60
_NEAR = timedelta(days=60)
_EXCEL_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class _Read:
    """What has been understood so far of one text."""

    today: date
    forward: bool = False
    """Only what is still to come is meant."""
    day: date | None = None
    minutes: int | None = None
    """Since local midnight; more than a day's where 晚上12点 belongs to the next morning."""
    shift: timedelta | None = None
    """Exact hours and minutes from now."""
    offset: int | None = None
    """Minutes east of Greenwich, where the text says so."""
    days_from_now: int | None = None
    back: bool | None = None
    """The sense of +1d2h, said once for all its parts."""


_Take = Callable[[_Read, re.Match[str]], _Read | None]


def parse_when(text: str, now: datetime, zone: str, *, future: bool = False) -> datetime:
    """The moment meant, aware, in UTC.

    A bare time is today's; with `future` one that is past is tomorrow's, and a date without a year
    is the next one. A date without a time is the beginning of that local day.

    Raises:
        Refusal: `refuse.when` with the text.
    """
    try:
        local = arrow.get(now).to(zone)
        read = _read(text, local.date(), future, whole=True)
        if read is not None:
            return _moment(read, local, zone, future)
    except (OverflowError, ValueError):
        pass  # past the calendar's end: said like any other text that cannot be read
    raise Refusal("refuse.when", text=text[:_LONGEST])


def parse_day(text: str, today: date, *, future: bool = False) -> date:
    """The local day meant. A time of day beside it is let pass, as spreadsheets write one.

    Raises:
        Refusal: `refuse.when` with the text.
    """
    try:
        read = _read(text, today, future, whole=False)
        if read is not None and read.shift is None:
            if read.days_from_now is not None:
                return today + timedelta(days=read.days_from_now)
            if read.day is not None:
                return read.day
    except (OverflowError, ValueError):
        pass
    raise Refusal("refuse.when", text=text[:_LONGEST])


def past_day(text: str, today: date) -> date:
    """The local day meant, where it must have been already: the latest such day without a year.

    Raises:
        Refusal: `refuse.when` with the text.
    """
    plain = text.strip()
    short = re.fullmatch(r"(\d{1,2})[-/.月]?(\d{2}|\d{1,2}日?号?)", plain)
    if short is not None:
        month, day = int(short[1]), int(short[2].rstrip("日号"))
        for year in range(today.year, today.year - 5, -1):  # 29 February comes every four
            with suppress(ValueError):
                if (found := date(year, month, day)) <= today:
                    return found
    return parse_day(text, today)


def _moment(read: _Read, local: arrow.Arrow, zone: str, future: bool) -> datetime:
    if read.shift is not None or (read.days_from_now is not None and read.minutes is None):
        moved = local.shift(days=read.days_from_now or 0).to("utc").datetime
        return (moved + (read.shift or timedelta())).astimezone(UTC)
    day = read.day or local.date()
    if read.days_from_now is not None:
        day = local.date() + timedelta(days=read.days_from_now)
    minutes = read.minutes or 0
    if read.offset is not None:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return midnight + timedelta(minutes=minutes - read.offset)
    moment = _local(day, minutes, zone)
    if future and read.day is None and read.days_from_now is None and moment <= local.datetime:
        moment = _local(day + timedelta(days=1), minutes, zone)
    return moment


def _local(day: date, minutes: int, zone: str) -> datetime:
    """A wall-clock time: days are added to the date, so that a change of clocks moves nothing."""
    day += timedelta(days=minutes // 1440)
    wall = datetime(day.year, day.month, day.day, minutes % 1440 // 60, minutes % 60)
    return arrow.get(wall, zone).to("utc").datetime.astimezone(UTC)


def _read(text: str, today: date, forward: bool, *, whole: bool) -> _Read | None:
    if not text or len(text) > _LONGEST:
        return None
    folded = unicodedata.normalize("NFKC", text).lower().replace("〇", "零").replace("○", "零")
    folded = re.sub("[‐‑‒–—−]", "-", folded).strip(" \t\r\n。.,")
    return _scan(folded, 0, _Read(today, forward), whole) if folded else None


def _scan(text: str, at: int, so_far: _Read, whole: bool) -> _Read | None:
    """Try the forms in order from here on; the first way to read the whole text wins."""
    if at >= len(text):
        return so_far
    for form, take in _FORMS:
        match = form.match(text, at)
        if match is None or match.end() == at:
            continue
        try:
            taken = take(so_far, match)
        except ValueError:
            continue
        if taken is not None:
            gap = _GAP.match(text, match.end())
            result = _scan(text, gap.end() if gap else match.end(), taken, whole)
            if result is not None and (not whole or result != so_far):
                return result
    return None


def _on(read: _Read, day: date) -> _Read | None:
    if read.day is not None or read.days_from_now is not None or read.shift is not None:
        return None
    return replace(read, day=day)


def _at(read: _Read, minutes: int) -> _Read | None:
    if read.minutes is not None or read.shift is not None:
        return None
    return replace(read, minutes=minutes)


def _unsure_year(read: _Read, month: int, day: int) -> date:
    """The year in which that day lies nearest to today, or comes next."""
    candidates = []
    for year in range(read.today.year - 4, read.today.year + 5):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue  # 29 February
    if read.forward:
        return min(c for c in candidates if c >= read.today)
    return min(candidates, key=lambda c: abs(c - read.today))


def _full_date(read: _Read, m: re.Match[str]) -> _Read | None:
    year = int(m["y"])
    return _on(read, date(year + (2000 if year < 100 else 0), int(m["m"]), int(m["d"])))


def _month_day(read: _Read, m: re.Match[str]) -> _Read | None:
    month, day = numeral(m["m"]) or 0, numeral(m["d"]) or 0
    return _on(read, _unsure_year(read, month, day))


def _four_digits(read: _Read, m: re.Match[str]) -> _Read | None:
    """0412 is a day while that day is near or a time follows; else 1030 is a time."""
    day = _unsure_year(read, int(m["m"]), int(m["d"]))
    followed = _CLOCK_NEXT.match(m.string, m.end())
    if followed or abs(day - read.today) <= _NEAR:
        return _on(read, day)
    return None


def _month_name(read: _Read, m: re.Match[str]) -> _Read | None:
    month, day, year = MONTHS.index(m["mon"][:3]) + 1, int(m["d"] or m["d2"]), m["y"]
    return _on(read, date(int(year), month, day) if year else _unsure_year(read, month, day))


def _day_of_month(read: _Read, m: re.Match[str]) -> _Read | None:
    """This month's, or the next one's where this month has none or it is past."""
    first = read.today.replace(day=1)
    for ahead in (0, 32, 63):
        try:
            day = (first + timedelta(days=ahead)).replace(day=numeral(m["d"]) or 0)
        except ValueError:
            continue
        if day >= read.today or not read.forward:
            return _on(read, day)
    return None


def _serial(read: _Read, m: re.Match[str]) -> _Read | None:
    """A day as a spreadsheet counts it, 44663; its fraction is the time."""
    number = int(m["n"])
    if not 3653 <= number <= 73050 or read.minutes is not None:
        return None
    taken = _on(read, _EXCEL_DAY_ZERO + timedelta(days=number))
    fraction = round(float("0." + (m["f"] or "0")) * 1440)
    return replace(taken, minutes=fraction) if taken and fraction else taken


def _day_word(read: _Read, m: re.Match[str]) -> _Read | None:
    return _on(read, read.today + timedelta(days=DAY_WORDS[m["w"]]))


def _weekday(read: _Read, m: re.Match[str]) -> _Read | None:
    """周五 is the coming one, today too; 本周, 上周 and 下周 count weeks from Monday."""
    wanted = WEEKDAYS[m["d"][:3]]
    monday = read.today - timedelta(days=read.today.weekday())
    which = m["which"]
    if which:
        weeks = -1 if which[0] in "上l" else 1 if which[0] in "下n" else 0
        return _on(read, monday + timedelta(days=wanted + 7 * weeks * max(1, which.count("下"))))
    return _on(read, read.today + timedelta(days=(wanted - read.today.weekday()) % 7))


def _shift(read: _Read, m: re.Match[str]) -> _Read | None:
    if read.day is not None:
        return None
    amount = 0.5 if m["n"] == "半" else float(numeral(m["n"]) or 0)
    if m["half"]:
        amount += 0.5
    if m["after"] is None and m["sign"] is None and not m["lead"]:
        if read.back is None:
            return None
        back = read.back
    else:
        back = m["sign"] == "-" or (m["after"] or "") in ("前", "之前", "以前", "ago")
    amount = -amount if back else amount
    unit = UNITS[m["u"]]
    if unit >= 1440:
        days = amount * unit / 1440
        if days != int(days):
            return None
        return replace(read, days_from_now=(read.days_from_now or 0) + int(days), back=back)
    if read.minutes is not None:
        return None
    moved = (read.shift or timedelta()) + timedelta(minutes=amount * unit)
    return replace(read, shift=moved, back=back)


def _now(read: _Read, _m: re.Match[str]) -> _Read | None:
    return None if read.shift is not None or read.day else replace(read, shift=timedelta())


def _clock(read: _Read, m: re.Match[str]) -> _Read | None:
    groups = m.groupdict()
    if groups.get("sec") and read.day is None:
        return None  # six digits alone are no time
    hour, minute = numeral(m["h"]), m["min"] or "0"
    period = groups.get("p") or groups.get("ap") or ""
    minutes = FRACTIONS.get(minute, numeral(minute))
    if hour is None or minutes is None or minutes > 59 or hour > 24 or (hour == 24 and minutes):
        return None
    period = period.replace(".", "").strip()
    if period in AFTER_NOON and hour < 12:
        hour += 12 if not (period == "中午" and hour > 9) else 0
    elif period in EVENING and hour <= 12:
        hour += 24 if hour < 5 else 12
    elif period in BEFORE_NOON and hour == 12:
        hour = 0 if period in ("凌晨", "半夜", "am") else 12
    return _at(read, hour * 60 + minutes)


def _period(read: _Read, m: re.Match[str]) -> _Read | None:
    return _at(read, PERIODS[m["p"]] * 60)


def _short_day(read: _Read, m: re.Match[str]) -> _Read | None:
    """明早, 今晚, 昨夜: the day in one character, the period is read next."""
    return _on(read, read.today + timedelta(days={"今": 0, "当": 0, "明": 1, "昨": -1}[m["w"]]))


def _zone(read: _Read, m: re.Match[str]) -> _Read | None:
    if read.minutes is None or read.offset is not None:
        return None
    if not m["sign"]:
        return replace(read, offset=0)
    east = int(m["h"]) * 60 + int(m["min"] or 0)
    return replace(read, offset=-east if m["sign"] == "-" else east) if east <= 14 * 60 else None


def _tonight(read: _Read, _m: re.Match[str]) -> _Read | None:
    taken = _on(read, read.today)
    return replace(taken, minutes=20 * 60) if taken and taken.minutes is None else taken


_C = "[零一二三四五六七八九十两]{1,3}"
_P = "(?P<p>凌晨|清晨|早晨|早上|早|上午|半夜|中午|下午|午后|傍晚|晚上|晚|夜里|夜)"
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_GAP = re.compile(r"[\s,的]*(?:(?:at|on|t(?=[0-9]))\s*)?")
_CLOCK_NEXT = re.compile(r"\s+(?:[0-2][0-9][0-5][0-9]$|[0-9]{1,2}[:点时])")
_AMPM = r"(?:\s*(?P<ap>a\.?m\.?|p\.?m\.?)(?![a-z]))"

_FORMS: tuple[tuple[re.Pattern[str], _Take], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (
            rf"(?P<sign>[+-])?(?P<lead>in\s+)?(?P<n>[0-9]{{1,6}}|半|{_C})\s*个?(?P<half>半)?\s*"
            rf"(?P<u>{_UNIT})(?![a-z])\s*(?P<after>之后|以后|后|之前|以前|前|ago|later)?",
            _shift,
        ),
        (r"now|现在|此刻|马上", _now),
        (
            r"(?P<y>[12][0-9]{3})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?=[0-2][0-9][0-5][0-9])",
            _full_date,
        ),
        (
            r"(?P<y>[12][0-9]{3})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9]{1,3}(?![0-9]))",
            _full_date,
        ),
        (
            r"(?P<y>[12][0-9]{3})\s*[-/.年]\s*(?P<m>[0-9]{1,2})\s*[-/.月]\s*(?P<d>[0-9]{1,2})"
            r"(?:\s*[日号]|(?![0-9]))",
            _full_date,
        ),
        (r"(?P<n>[0-9]{4,5})(?:\.(?P<f>[0-9]{1,15}))(?![0-9.])", _serial),
        (r"(?P<n>[1-7][0-9]{4})(?P<f>)(?![0-9.:])", _serial),
        (
            rf"(?P<m>[0-9]{{1,2}}|{_C})\s*月\s*(?P<d>[0-9]{{1,2}}(?![0-9])|{_C})\s*[日号]?",
            _month_day,
        ),
        (r"(?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})(?![0-9./:-])", _month_day),
        (
            r"(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*"
            r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:])(?P<d2>)(?:,?\s*(?P<y>[12][0-9]{3})(?![0-9]))?",
            _month_name,
        ),
        (
            r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?\s*(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
            r"|dec)[a-z]*\.?(?P<d2>)(?:,?\s*(?P<y>[12][0-9]{3})(?![0-9]))?",
            _month_name,
        ),
        (r"(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9:])", _four_digits),
        ("(?P<w>" + "|".join(sorted(DAY_WORDS, key=len, reverse=True)) + ")", _day_word),
        (r"(?P<w>[今明昨当])(?=[早晚夜中上下凌清半傍])", _short_day),
        (r"tonight", _tonight),
        (
            r"(?P<which>上个?|下下个?|下个?|本|这个?)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])",
            _weekday,
        ),
        (
            r"(?P<which>last\s+|next\s+|this\s+)?(?P<d>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?"
            r"|sun)(?:day)?(?![a-z])",
            _weekday,
        ),
        (rf"(?P<d>[0-9]{{1,2}}|{_C})\s*(?:日|号|st|nd|rd|th)", _day_of_month),
        (
            rf"(?:{_P}\s*)?(?P<h>[0-9]{{1,2}}):(?P<min>[0-5][0-9])(?::[0-5][0-9](?:\.[0-9]+)?)?"
            rf"{_AMPM}?(?![0-9])",
            _clock,
        ),
        (
            rf"(?:{_P}\s*)?(?P<h>[0-9]{{1,2}}|{_C})\s*[点时]\s*钟?"
            rf"(?P<min>[0-5]?[0-9](?![0-9])|半|一刻|三刻|整|{_C})?分?",
            _clock,
        ),
        (rf"(?P<h>[0-9]{{1,2}})(?P<min>){_AMPM}", _clock),
        (rf"(?:{_P}\s*)?(?P<h>[0-2][0-9])(?P<min>[0-5][0-9])(?P<sec>[0-5][0-9])?(?![0-9])", _clock),
        (rf"{_P}", _period),
        (r"(?P<p>noon|midnight|morning|afternoon|evening)", _period),
        (r"(?P<sign>[+-])(?P<h>[0-9]{2}):?(?P<min>[0-9]{2})?$", _zone),
        (r"z(?P<sign>)(?P<h>)(?P<min>)$", _zone),
    )
)

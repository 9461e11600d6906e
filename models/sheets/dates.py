"""Dates, years of birth and hours, in the many ways people type them into a spreadsheet."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from models.sheets.cells import Cell, plain, remark

_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 80_001)  # 1927 to 2119: day numbers a spreadsheet left without a format
_LONGEST_LIFE = 130
_TAIL = r"(?:[t\s]*\d{1,2}[:时点].*)?(?:\s*\(?(?:周|星期|礼拜).\)?)?"
_YMD = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{_TAIL}")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?")
_MD = re.compile(rf"(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{_TAIL}")
_DMY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_AGE = re.compile(r"(\d{1,3})\s*(?:周?岁|years?(?: old)?|yrs?)?半?")
_MONTHS_OLD = re.compile(r"(\d{1,2})\s*(?:个月|月龄|months?)大?")
_YEAR = re.compile(r"(\d{4})\s*年?(?:生|出生)?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.时点](\d{1,2})?)?(?::\d{2})?分?")
_SPAN_BREAK = re.compile(r"\s*(?:[-~—–〜至到]|--|——)+\s*")


def day(cell: Cell, *, near: date | None = None, month_end: bool = False) -> date | None:
    """A calendar day.

    Args:
        cell: `20220320` as number or text, `2022-03-20`, `2022/3/20`, `2022年3月20日`, a real date,
            or the bare day number of a spreadsheet.
        near: lets `3月28日` and `4/8` stand without a year: the one nearest to this day is taken.
        month_end: lets `2022-03` stand for its last day, as an expiry does.
    """
    if isinstance(cell.raw, datetime):
        return cell.raw.date()
    if isinstance(cell.raw, date):
        return cell.raw
    found = remark(cell)
    if not found:
        return None
    if isinstance(cell.raw, float) and not cell.raw.is_integer() and cell.raw < _SERIALS.start:
        # 4.10 typed as a number is kept as 4.1: the first or the tenth, nobody can tell.
        raise cell.problem("refuse.sheets.not_date")
    try:
        taken = _day(plain(found), near, month_end)
    except (ValueError, OverflowError):
        raise cell.problem("refuse.sheets.no_such_day") from None
    if taken is None:
        key = "refuse.sheets.no_day" if _MONTH.fullmatch(plain(found)) else "refuse.sheets.not_date"
        raise cell.problem(key)
    return taken


def _day(figure: str, near: date | None, month_end: bool) -> date | None:
    if parts := _YMD.fullmatch(figure) or _DIGITS.fullmatch(figure):
        return date(int(parts[1]), int(parts[2]), int(parts[3]))
    if re.fullmatch(r"\d{5}(\.\d+)?", figure):
        number = int(figure[:5])
        return _EPOCH + timedelta(days=number) if number in _SERIALS else None
    if parts := _DMY.fullmatch(figure):
        first, second, year = int(parts[1]), int(parts[2]), int(parts[3])
        if first > 12 or first == second:
            return date(year, second, first)
        return date(year, first, second) if second > 12 else None
    if month_end and (parts := _MONTH.fullmatch(figure)):
        year, month = int(parts[1]), int(parts[2])
        return date(year, month, monthrange(year, month)[1])
    if near is not None and (parts := _MD.fullmatch(figure)):
        return _nearest(int(parts[1]), int(parts[2]), near)
    return None


def _nearest(month: int, of_month: int, near: date) -> date:
    choices = []
    for year in (near.year - 1, near.year, near.year + 1):
        if 1 <= month <= 12 and 1 <= of_month <= monthrange(year, month)[1]:
            choices.append(date(year, month, of_month))
    if not choices:
        raise ValueError("no such day")
    return min(choices, key=lambda choice: abs(choice - near))


def birth_year(cell: Cell, today: date) -> int | None:
    """The year of birth out of a date, a year, or an age on `today` (`76岁`, 76, `8个月`)."""
    if isinstance(cell.raw, (date, datetime)):
        year = cell.raw.year
    elif found := plain(remark(cell)):
        year = _birth_year(cell, found, today)
    else:
        return None
    if not today.year - _LONGEST_LIFE <= year <= today.year:
        raise cell.problem("refuse.sheets.birth_year_range", first=today.year - _LONGEST_LIFE)
    return year


def _birth_year(cell: Cell, figure: str, today: date) -> int:
    if parts := _AGE.fullmatch(figure):
        return today.year - int(parts[1])
    if parts := _MONTHS_OLD.fullmatch(figure):
        return (today.year * 12 + today.month - 1 - int(parts[1])) // 12
    if parts := _YEAR.fullmatch(figure):
        return int(parts[1])
    if re.fullmatch(r"\d{1,3}\s*[-~至到]\s*\d{1,3}\s*岁?|\d{1,3}岁?(以上|以下|\+)", figure):
        raise cell.problem("refuse.sheets.age_range")
    try:
        born = _day(figure, None, month_end=True)
    except (ValueError, OverflowError):
        raise cell.problem("refuse.sheets.no_such_day") from None
    if born is None:
        raise cell.problem("refuse.sheets.not_birth")
    return born.year


def clock_time(cell: Cell) -> time | None:
    """A time of day: `08:30`, `8点30分`, `8时`, a real time, or the fraction of a day."""
    if isinstance(cell.raw, datetime):
        return cell.raw.time()
    if isinstance(cell.raw, time):
        return cell.raw
    if isinstance(cell.raw, float) and 0 <= cell.raw < 1:
        minutes = round(cell.raw * 1440) % 1440
        return time(minutes // 60, minutes % 60)
    found = plain(remark(cell))
    if not found:
        return None
    if (
        taken := _clock_time(re.sub(r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[t\s]+", "", found))
    ) is None:
        raise cell.problem("refuse.sheets.not_time")
    return taken


def hours(cell: Cell) -> tuple[time, time] | None:
    """From and to: `08:00-12:00`, `6:30~11:30`, `22点至次日2点`; 24:00 is midnight."""
    found = plain(remark(cell))
    if not found:
        return None
    # `早班(06:30-11:30)` and `早班 06:30-11:30` carry the name of the turn along.
    bare = re.sub(r"\(?(次日|翌日|第二天|\+1)\)?", "", found)
    bare = re.sub(r"^\D+", "", bare).rstrip(")] ")
    ends = [_clock_time(part) for part in _SPAN_BREAK.split(bare)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise cell.problem("refuse.sheets.not_hours")
    return ends[0], ends[1]


def _clock_time(figure: str) -> time | None:
    parts = _CLOCK.fullmatch(figure.strip())
    if parts is None:
        return None
    hour, minute = int(parts[1]), int(parts[2] or 0)
    if (hour, minute) == (24, 0):
        return time()
    return time(hour, minute) if hour < 24 and minute < 60 else None

"""How people who stay apart are shown: what they need, the day, the test, the end, and by whom."""

from typing import TYPE_CHECKING

from models.rules.temperature import degrees
from screens.kit.draw import Cell, Draw, Tone
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.isolation import IsolationLine

NEEDS: dict[str, Tone] = {
    "positive": "alarm",
    "case_home": "alarm",
    "overdue_release": "alarm",
    "fever": "alarm",
    "missed_test": "warn",
    "test_today": "strong",
    "no_temperature": "warn",
    "may_go": "ok",
    "unserved": "warn",
}


def door(line: "IsolationLine", _: Draw) -> Cell:
    return line.door


def name(line: "IsolationLine", _: Draw) -> Cell:
    return line.name


def level(line: "IsolationLine", draw: Draw) -> Cell:
    """What somebody is to the outbreak; who may not know is told to wear protective gear."""
    if not line.whole:
        return draw.words("isolation.gear"), "warn"
    return draw.words(f"isolation.level.{line.level.value}") if line.level is not None else ""


def day(line: "IsolationLine", draw: Draw) -> Cell:
    if line.released_on is not None or line.day is None or line.days is None:
        # A case at home has no days; that it waits to be moved out stands among the needs.
        return "" if line.state in (None, "case_home") else draw.words.of(line.state), "muted"
    told = draw.words("isolation.day", day=line.day, days=line.days)
    return told, "alarm" if line.day > line.days else "plain"


def need(line: "IsolationLine", draw: Draw) -> Cell:
    """What is most urgent, and how much more there is; a sample on its way is said, too."""
    if not line.needs:
        return (draw.words("isolation.waiting"), "muted") if line.waiting else ""
    first = line.needs[0]
    more = f" +{len(line.needs) - 1}" if len(line.needs) > 1 else ""
    return f"{draw.words.of(first)}{more}", NEEDS.get(first.value, "plain")


def test(line: "IsolationLine", draw: Draw) -> Cell:
    return draw.day(line.next_test)


def end(line: "IsolationLine", draw: Draw) -> Cell:
    """The last day of the stage, and of the monitoring after it."""
    if line.released_on is not None:
        return f"{draw.day(line.released_on)} {line.slip}".rstrip(), "muted"
    later = line.monitoring_until
    more = f" +{draw.day(later)}" if later is not None and later != line.ends_on else ""
    return f"{draw.day(line.ends_on)}{more}"


def temperatures(line: "IsolationLine", draw: Draw) -> Cell:
    if line.place != "home" or line.released_on is not None:
        return ""
    dash = draw.mark("·")
    told = (degrees(t) if t is not None else dash for t in (line.morning, line.evening))
    return " / ".join(told), "alarm" if line.fever else "plain"


def place(line: "IsolationLine", draw: Draw) -> Cell:
    if line.place is None:
        return ""
    where = line.site or draw.words.of(line.place)
    return f"{where} {draw.words('isolation.sealed')}" if line.sealed else where


def served(line: "IsolationLine", draw: Draw) -> Cell:
    if line.place != "home" or line.released_on is not None:
        return ""
    if not line.supplies:
        return draw.words("isolation.nobody"), "warn"
    return f"{line.supplies} / {line.rubbish}"


def why(line: "IsolationLine", draw: Draw) -> Cell:
    return draw.value(line.why), "muted"


def legend(draw: Draw) -> str:
    """The marks of the list with their words."""
    return draw.words("isolation.legend", missing=draw.mark("·"))


PANEL = (
    Column("isolation.col.door", door, 8),
    Column("isolation.col.name", name, 7),
    Column("isolation.col.need", need, weight=2),
    Column("isolation.col.end", end, 11, wide=56),
)
COLUMNS = (
    Column("isolation.col.door", door, 8),
    Column("isolation.col.name", name, 8),
    Column("isolation.col.level", level, 9),
    Column("isolation.col.day", day, 9, right=True),
    Column("isolation.col.need", need, 18),
    Column("isolation.col.test", test, 5),
    Column("isolation.col.end", end, 11),
    Column("isolation.col.temperatures", temperatures, 11, wide=84),
    Column("isolation.col.place", place, wide=96),
    Column("isolation.col.served", served, 13, wide=110),
    Column("isolation.col.why", why, weight=5, wide=130),
)

"""How stock is shown in a list: the level in a word, how long it lasts, what ends first."""

from typing import TYPE_CHECKING

from screens.kit.draw import Cell, Draw, Tone
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.stock import ItemLine, LotLine, MoveLine

TONES: dict[str, Tone] = {
    "out": "alarm",
    "low": "alarm",
    "reorder": "warn",
    "ok": "ok",
    "over": "muted",
}


def level(line: "ItemLine", draw: Draw) -> Cell:
    """The level word; `ends` where there is enough and some of it ends soon."""
    if line.level is None:
        return draw.words("stock.level.unknown"), "muted"
    if line.expiring and not line.short:
        return draw.words("stock.level.ending"), "warn"
    return draw.words(f"stock.level.{line.level.value}"), TONES[line.level.value]


def item(line: "ItemLine", _: Draw) -> Cell:
    return line.name


def spec(line: "ItemLine", _: Draw) -> Cell:
    return line.spec, "muted"


def on_hand(line: "ItemLine", _: Draw) -> Cell:
    if line.level is None:
        return line.unit, "muted"
    return f"{line.on_hand}{line.unit}", "strong" if line.short else "plain"


def cover(line: "ItemLine", draw: Draw) -> Cell:
    """Whole days that are surely covered; empty where no use is known."""
    if line.cover is None or line.on_hand == 0:
        return ""
    days = int(line.cover)
    return draw.words("stock.cover", n=days), "warn" if days < 3 else "plain"


def expiry(line: "ItemLine", draw: Draw) -> Cell:
    """The earliest last day among its lots; a day that has passed is an alarm."""
    if line.expires_on is None:
        return ""
    if line.expires_on < draw.now.astimezone(draw.zone).date():
        return draw.day(line.expires_on), "alarm"
    return draw.day(line.expires_on), "warn" if line.ending else "muted"


def pressing(line: "ItemLine", draw: Draw) -> Cell:
    """For where it is narrow: that it expired, when it ends, else how long it lasts."""
    if line.expires_on is not None and line.expires_on < draw.now.astimezone(draw.zone).date():
        return draw.words("stock.expired"), "alarm"
    return expiry(line, draw) if line.ending else cover(line, draw)


def aside(line: "ItemLine", draw: Draw) -> Cell:
    """What will be left over, else what lies there and may not be given out."""
    if line.unused:
        return draw.words("stock.left_over", n=line.unused), "warn"
    return (draw.words("stock.locked", n=line.locked), "warn") if line.locked else ""


def daily(line: "ItemLine", _: Draw) -> Cell:
    return (f"{float(line.daily):.1f}" if line.daily else ""), "muted"


def locked(line: "ItemLine", _: Draw) -> Cell:
    return (str(line.locked), "warn") if line.locked else ""


def unused(line: "ItemLine", _: Draw) -> Cell:
    return (str(line.unused), "warn") if line.unused else ""


def limits(line: "ItemLine", _: Draw) -> Cell:
    """Minimum and maximum."""
    most = "" if line.maximum is None else f"-{line.maximum}"
    return f"{line.minimum}{most}", "muted"


def counting(line: "ItemLine", draw: Draw) -> Cell:
    return ("" if line.count is None else draw.words.of(line.count)), "warn"


def lot_item(line: "LotLine", _: Draw) -> Cell:
    return line.item


def batch(line: "LotLine", _: Draw) -> Cell:
    return line.batch or "-", "muted"


def lot_on_hand(line: "LotLine", _: Draw) -> Cell:
    return f"{line.on_hand}{line.unit}"


def lot_expiry(line: "LotLine", draw: Draw) -> Cell:
    return draw.day(line.expires_on), "alarm" if line.expired else "plain"


def lot_state(line: "LotLine", draw: Draw) -> Cell:
    """What is wrong with it, or where it is kept."""
    if line.expired:
        return draw.words("stock.expired"), "alarm"
    if line.state != "available":
        return f"{draw.words.of(line.state)} {line.hold_reason}".rstrip(), "warn"
    return line.place, "muted"


def lot_source(line: "LotLine", draw: Draw) -> Cell:
    return f"{draw.words.of(line.source)} {line.giver}".rstrip(), "muted"


def moved_on(line: "MoveLine", draw: Draw) -> Cell:
    return draw.day(line.day), "muted"


def move_kind(line: "MoveLine", draw: Draw) -> Cell:
    word = draw.words.of(line.kind)
    return (word, "muted") if line.undone or line.kind == "undo" else word


def move_item(line: "MoveLine", _: Draw) -> Cell:
    return line.item, "muted" if line.undone else "plain"


def quantity(line: "MoveLine", _: Draw) -> Cell:
    return f"{line.quantity:+d}", "muted" if line.undone else "plain"


def party(line: "MoveLine", draw: Draw) -> Cell:
    """To whom or from whom, else why; a move taken back says so."""
    if line.undone:
        return draw.words("stock.move.undone"), "muted"
    return line.party or draw.words.of(line.reason)


def handled_by(line: "MoveLine", _: Draw) -> Cell:
    return line.handled_by, "muted"


PANEL = (
    Column("stock.col.level", level, 5),
    Column("stock.col.item", item),
    Column("stock.col.spec", spec, 10, wide=62),
    Column("stock.col.on_hand", on_hand, 7, right=True),
    Column("stock.col.pressing", pressing, 7, right=True),
    Column("stock.col.aside", aside, 8, right=True, wide=52),
    Column("stock.col.daily", daily, 6, right=True, wide=84),
)
"""For a panel of 36 cells and up."""

COLUMNS = (
    Column("stock.col.level", level, 5),
    Column("stock.col.item", item, weight=2),
    Column("stock.col.spec", spec),
    Column("stock.col.on_hand", on_hand, 8, right=True),
    Column("stock.col.cover", cover, 6, right=True),
    Column("stock.col.expiry", expiry, 10, right=True),
    Column("stock.col.unused", unused, 6, right=True, wide=70),
    Column("stock.col.locked", locked, 5, right=True, wide=64),
    Column("stock.col.daily", daily, 6, right=True, wide=90),
    Column("stock.col.limits", limits, 9, right=True, wide=100),
    Column("stock.col.count", counting, 8, wide=78),
)
"""For the room."""

LOTS = (
    Column("stock.col.item", lot_item, weight=2),
    Column("stock.col.batch", batch, 10),
    Column("stock.col.on_hand", lot_on_hand, 7, right=True),
    Column("stock.col.expiry", lot_expiry, 10, right=True),
    Column("stock.col.state", lot_state),
    Column("stock.col.source", lot_source, wide=84),
)

MOVES = (
    Column("stock.col.day", moved_on, 6, right=True),
    Column("stock.col.kind", move_kind, 8),
    Column("stock.col.item", move_item, weight=2),
    Column("stock.col.quantity", quantity, 6, right=True),
    Column("stock.col.party", party),
    Column("stock.col.handled_by", handled_by, 7, wide=64),
)

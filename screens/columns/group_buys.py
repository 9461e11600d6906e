"""How group buys are shown: where a buy stands, what of it needs a hand, lines and totals."""

from typing import TYPE_CHECKING

from models.rules.group_buy import yuan
from screens.kit.draw import Cell, Draw, Tone
from screens.kit.table import Column

if TYPE_CHECKING:
    from models.group_buys import (
        BuyLine,
        ComplaintLine,
        OrderLine,
        SupplierLine,
        TotalLine,
        UnaskedLine,
    )

STATES: dict[str, Tone] = {
    "open": "ok",
    "box_fill": "ok",
    "cut_off": "warn",
    "failed_minimum": "warn",
    "at_gate": "strong",
    "partly_received": "strong",
    "sorting": "strong",
    "delivering": "strong",
}
OUTCOMES: dict[str, Tone] = {
    "late": "warn",
    "short": "warn",
    "damaged": "warn",
    "refused": "warn",
    "substituted": "warn",
    "dropped": "muted",
    "withdrawn": "muted",
}


# ── buys ────────────────────────────────────────────────────────────────────────────────────────


def state(line: "BuyLine", draw: Draw) -> Cell:
    tone = "muted" if line.past else STATES.get(line.state.value, "plain")
    return draw.words.of(line.state), tone


def title(line: "BuyLine", _: Draw) -> Cell:
    return line.title, "muted" if line.past else "plain"


def when(line: "BuyLine", draw: Draw) -> Cell:
    """The next moment that matters to a buy in its state."""
    words = draw.words
    if line.closed_at is not None:
        return draw.stamp(line.closed_at), "muted"
    match line.state.value:
        case "draft" | "open" | "box_fill" | "cut_off" | "failed_minimum":
            late = draw.now >= line.cut_off_at
            told = words("group_buys.closes", t=draw.stamp(line.cut_off_at))
            return told, "alarm" if late else "plain"
        case "placed" | "on_truck":
            if line.expected_at is None:
                return ""
            late = draw.now >= line.expected_at
            told = words("group_buys.due", t=draw.stamp(line.expected_at))
            return told, "warn" if late else "plain"
    if line.rested_at is not None and draw.now < line.rested_at:
        return words("group_buys.rests", t=draw.time(line.rested_at)), "warn"
    return words("group_buys.came", t=draw.stamp(line.since))


def portions(line: "BuyLine", _: Draw) -> Cell:
    return str(line.portions)


def homes(line: "BuyLine", _: Draw) -> Cell:
    return str(line.households), "muted"


def todo(line: "BuyLine", draw: Draw) -> Cell:
    """What of the buy needs a hand, the most pressing first."""
    words = draw.words
    told = []
    if line.missing:
        told.append(words("group_buys.lacks", n=line.missing))
    for name in ("late", "refunds", "complaints"):
        n = getattr(line, name)
        if n:
            told.append(words(f"group_buys.todo.{name}", n=n))
    if line.waiting and line.state.value == "delivering":
        told.append(words("group_buys.todo.waiting", n=line.waiting))
    if line.unpaid and not line.past:
        told.append(words("group_buys.todo.unpaid", n=line.unpaid))
    return " ".join(told), "warn"


def supplier(line: "BuyLine", _: Draw) -> Cell:
    return line.supplier, "muted"


def organiser(line: "BuyLine", _: Draw) -> Cell:
    return line.organiser, "strong" if line.mine else "muted"


# ── orders ──────────────────────────────────────────────────────────────────────────────────────


def door(line: "OrderLine", draw: Draw) -> Cell:
    return line.door or draw.words("group_buys.building", n=line.building)


def product(line: "OrderLine", _: Draw) -> Cell:
    return line.substitute or line.product


def quantity(line: "OrderLine", _: Draw) -> Cell:
    """What it asked for; what it gets, where that is not the same."""
    if line.state.value in ("dropped", "withdrawn"):
        return str(line.quantity), "muted"
    if line.got != line.quantity and line.state.value != "late":
        return f"{line.got}/{line.quantity}", "warn"
    return f"{line.quantity}"


def order_state(line: "OrderLine", draw: Draw) -> Cell:
    return draw.words.of(line.state), OUTCOMES.get(line.state.value, "plain")


def money(line: "OrderLine", draw: Draw) -> Cell:
    """What is owed either way, else what became of the money."""
    words = draw.words
    if line.state.value == "late":
        return ""
    if line.due_fen < 0:
        return words("group_buys.back", yuan=yuan(-line.due_fen)), "alarm"
    if line.due_fen > 0:
        return words("group_buys.owed", yuan=yuan(line.due_fen)), "warn"
    nothing = not line.got and line.payment.value != "refunded"
    return "" if nothing else (words.of(line.payment), "muted")


def hand(line: "OrderLine", draw: Draw) -> Cell:
    if not line.got or line.state.value == "late":
        return ""
    return draw.words.of(line.hand), "plain" if line.hand.value in ("waiting", "shelf") else "ok"


def by(line: "OrderLine", _: Draw) -> Cell:
    return line.placed_by, "muted"


def note(line: "OrderLine", draw: Draw) -> Cell:
    if line.why and line.got != line.quantity:
        return draw.words(line.why, **line.why_params), "muted"
    return line.note, "muted"


# ── totals ──────────────────────────────────────────────────────────────────────────────────────


def name(line: "TotalLine", draw: Draw) -> Cell:
    if line.building is not None:
        return draw.words("group_buys.building", n=line.building), "muted"
    return line.name, "strong"


def asked(line: "TotalLine", draw: Draw) -> Cell:
    return f"{line.asked}"


def box(line: "TotalLine", draw: Draw) -> Cell:
    return (draw.words("group_buys.box", n=line.missing), "warn") if line.missing else ""


def told(line: "TotalLine", _: Draw) -> Cell:
    if line.told is None:
        return ""
    return str(line.told), "plain" if line.told == line.asked else "warn"


def arrived(line: "TotalLine", _: Draw) -> Cell:
    if line.arrived is None:
        return ""
    return str(line.arrived), "plain" if line.arrived >= line.asked else "warn"


def got(line: "TotalLine", _: Draw) -> Cell:
    return str(line.got)


def households(line: "TotalLine", _: Draw) -> Cell:
    return str(line.households), "muted"


def cost(line: "TotalLine", _: Draw) -> Cell:
    return yuan(line.cost_fen), "muted"


# ── what else is to be seen to ──────────────────────────────────────────────────────────────────


def _of(line: object) -> str:
    return str(getattr(line, "key", "")).partition(":")[0].rpartition(".")[2]


def desk_kind(line: "ComplaintLine | SupplierLine | UnaskedLine", draw: Draw) -> Cell:
    match _of(line):
        case "complaint":
            return draw.words("field.complaint"), "warn"
        case "supplier":
            return draw.words("group_buys.report")
    return draw.words("group_buys.unasked")


def desk_about(line: "ComplaintLine | SupplierLine | UnaskedLine", _: Draw) -> Cell:
    match _of(line):
        case "complaint":
            return f"{getattr(line, 'door', '')} {getattr(line, 'product', '')}".strip()
        case "supplier":
            return str(getattr(line, "name", ""))
    return f"{getattr(line, 'door', '')} {getattr(line, 'name', '')}".strip()


def desk_more(line: "ComplaintLine | SupplierLine | UnaskedLine", draw: Draw) -> Cell:
    match _of(line):
        case "complaint":
            return str(getattr(line, "text", ""))
        case "supplier":
            return _report(getattr(line, "days_left", None), draw)
    return str(getattr(line, "phone", "")), "muted"


def _report(days: int | None, draw: Draw) -> Cell:
    if days is None:
        return draw.words("group_buys.report.none"), "muted"
    if days < 0:
        return draw.words("group_buys.report.ended", n=-days), "alarm"
    return draw.words("group_buys.report.left", n=days), "warn" if days <= 2 else "plain"


BUYS = (
    Column("group_buys.col.state", state, 7),
    Column("group_buys.col.title", title, weight=3),
    Column("group_buys.col.when", when, 15),
    Column("group_buys.col.portions", portions, 4, right=True),
    Column("group_buys.col.homes", homes, 5, right=True, wide=60),
    Column("group_buys.col.todo", todo, weight=4),
    Column("group_buys.col.organiser", organiser, 8, wide=84),
    Column("group_buys.col.supplier", supplier, 12, wide=96),
)
LINES = (
    Column("group_buys.col.door", door, 9),
    Column("group_buys.col.product", product, weight=3),
    Column("group_buys.col.quantity", quantity, 5, right=True),
    Column("group_buys.col.state", order_state, 7),
    Column("group_buys.col.money", money, 8),
    Column("group_buys.col.hand", hand, 7),
    Column("group_buys.col.by", by, 8, wide=62),
    Column("group_buys.col.note", note, weight=3, wide=76),
)
TOTALS = (
    Column("group_buys.col.name", name, weight=2),
    Column("group_buys.col.homes", households, 5, right=True, wide=40),
    Column("group_buys.col.asked", asked, 5, right=True),
    Column("group_buys.col.told", told, 5, right=True),
    Column("group_buys.col.arrived", arrived, 5, right=True),
    Column("group_buys.col.got", got, 5, right=True),
    Column("group_buys.col.cost", cost, 7, right=True, wide=44),
    Column("group_buys.col.more", box, 10, wide=72),
)
DESK = (
    Column("group_buys.col.kind", desk_kind, 9),
    Column("group_buys.col.about", desk_about, weight=3),
    Column("group_buys.col.more", desk_more, weight=3),
)

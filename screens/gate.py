"""The gate: who is out and late, what passed today, what was delivered, and who may not go yet.

Whoever keeps the gate has it open all day: one key lets out, one records the return. On a narrow
screen one list is shown at a time; 1-4 switch.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.columns.gate import GOODS, LOG, OUT, WAITS
from screens.kit.draw import Draw
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import Line, RecordTable

if TYPE_CHECKING:
    from models.gate import GateCounts, GoodsLine, PassageLine, PassagePage, WaitLine
    from models.store.engine import Reading

PAGE = 60
YESTERDAY = "gate.filter.yesterday"
PURPOSES = ("medicine", "hospital", "shopping", "work", "duty", "delivery", "repair")


@dataclass(frozen=True, slots=True)
class GateView:
    """What the room shows, one field a part of it."""

    counts: "GateCounts"
    out: "tuple[PassageLine, ...]"
    log: "PassagePage"
    goods: "tuple[GoodsLine, ...]"
    waits: "tuple[WaitLine, ...]"


class GateRoom(ListsRoom):
    """Who is out, the log, the goods, and who waits for a turn."""

    NAME = "gate"
    WATCHES = frozenset({"gate", "isolation", "homes", "people", "shifts", "group_buys"})
    ADD = "gate.let_out"
    FILTERS = (YESTERDAY, *(f"GatePurpose.{purpose}" for purpose in PURPOSES))
    MINE = True
    LEDGER = "gate"
    LISTS = ("gate_out", "gate_log", "gate_goods", "gate_waits")
    OF_KIND: ClassVar = {"gate.passage": "gate_log", "gate.goods": "gate_goods"}
    ADDS: ClassVar = {"gate_log": ("gate.let_in", "gate.turn_away"), "gate_goods": "gate.goods_in"}
    CSS = """
    GateRoom {
        #gate-room { height: 1fr; }
        #gate-left, #gate-right { width: 1fr; height: 1fr; }
        #panel-gate_out { height: 3fr; }
        #panel-gate_waits { height: 2fr; }
        #panel-gate_log { height: 3fr; }
        #panel-gate_goods { height: 2fr; }
        #gate-lists { display: none; height: 1; color: $muted; }
        &.-narrow {
            #gate-lists { display: block; }
            #gate-room { layout: vertical; }
            #gate-left, #gate-right { width: 1fr; height: auto; }
            #panel-gate_log, #panel-gate_goods, #panel-gate_waits { display: none; }
        }
        &.-narrow.-gate_out #gate-left { height: 1fr; }
        &.-narrow.-gate_log {
            #panel-gate_out { height: 6; }
            #gate-right { height: 1fr; }
            #panel-gate_log { display: block; height: 1fr; }
        }
        &.-narrow.-gate_goods {
            #panel-gate_out { height: 6; }
            #gate-left { height: 1fr; }
            #panel-gate_goods { display: block; height: 1fr; }
        }
        &.-narrow.-gate_waits {
            #panel-gate_out { height: 6; }
            #gate-right { height: 1fr; }
            #panel-gate_waits { display: block; height: 1fr; }
        }
    }
    """

    _limit: int = PAGE
    """Passages of the log asked for; grows when the cursor comes to the last of them."""
    _more: bool = False

    def compose_room(self) -> ComposeResult:
        yield Static("", id="gate-lists", markup=False)
        out, log, goods, waits = self.LISTS
        with Horizontal(id="gate-room"):
            with Vertical(id="gate-left"):
                yield Panel(out, OUT, number=1, heading=True)
                yield Panel(goods, GOODS, number=3, heading=True)
            with Vertical(id="gate-right"):
                yield Panel(log, LOG, number=2, heading=True)
                yield Panel(waits, WAITS, number=4)

    def read(self, session: "Reading") -> GateView:
        from models import gate
        from models.rules.gate import GatePurpose

        chosen = self.narrowing.filter
        part, _, value = chosen.partition(".")
        purpose = GatePurpose(value) if part == "GatePurpose" else None
        day = None if purpose else session.today - dt.timedelta(days=int(chosen == YESTERDAY))
        return GateView(
            counts=gate.counts(session),
            out=gate.out_now(session),
            log=gate.log(
                session, day=day, purpose=purpose, mine=self.narrowing.mine, limit=self._limit
            ),
            goods=gate.goods(session),
            waits=gate.waiting(session),
        )

    def show(self, view: GateView, draw: Draw) -> None:
        words, n = draw.words, view.counts
        self._more = view.log.more
        out = words("gate.counts.out", out=n.out, inside=n.inside, overdue=n.overdue, held=n.held)
        shown: dict[str, tuple[Sequence[Line], str, bool]] = {
            "gate_out": (view.out, out, n.overdue + n.held > 0),
            "gate_log": (
                view.log.lines,
                words(
                    "gate.counts.log", out=n.out_today, inward=n.in_today, refused=n.refused_today
                ),
                False,
            ),
            "gate_goods": (
                view.goods,
                words("gate.counts.goods", n=n.goods_today, left=n.goods_waiting),
                any(line.late for line in view.goods),
            ),
            "gate_waits": (view.waits, str(len(view.waits)), False),
        }
        for name, (lines, told, alarming) in shown.items():
            self.panel(name).show(lines, told, draw, alarming=alarming)
        titles = "  ".join(f"{at} {words(f'{name}.title')}" for at, name in enumerate(shown, 1))
        self.query_one("#gate-lists", Static).update(f" {titles}")

    def notice(self, session: "Reading") -> str:
        from models import gate

        n = gate.counts(session)
        return self.desk.words(
            "gate.notice", out=n.out_today, inward=n.in_today, goods=n.goods_today
        )

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Older passages follow when the cursor comes to the last of those shown."""
        table = event.table
        if table.id == "table-gate_log" and self._more and table.cursor == table.lines[-1]:
            self._limit += PAGE
            self.load()

    def _narrowed(self) -> None:
        self._limit = PAGE
        super()._narrowed()

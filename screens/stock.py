"""Stock: what is out, low or ending, the lots behind it, and what came and went.

The keeper of the store stands here at hand-over; whoever hands something out records it with
`space`. On a narrow screen one list is shown at a time; 1-3 switch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.columns.stock import COLUMNS, LOTS, MOVES
from screens.kit.draw import Draw
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import Line

if TYPE_CHECKING:
    from models.stock import ItemLine, LotLine, MoveLine
    from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class StockView:
    """What the room shows, one field a list."""

    items: "tuple[ItemLine, ...]"
    lots: "tuple[LotLine, ...]"
    moves: "tuple[MoveLine, ...]"
    short: int
    expiring: int
    in_trouble: int
    """Lots that are held or have expired."""


class StockRoom(ListsRoom):
    """Items by need, lots by expiry, the latest moves."""

    NAME = "stock"
    WATCHES = frozenset({"stock", "people", "homes", "shifts"})
    ADD = "stock.add_item"
    FILTERS = (
        "stock.filter.short",
        "stock.filter.expiring",
        "stock.filter.held",
        "stock.filter.gear",
        "stock.filter.counting",
    )
    ORDERS = (
        "stock.order.need",
        "stock.order.name",
        "stock.order.cover",
        "stock.order.expiry",
    )
    LEDGER = "stock"
    PAPERS = ("stock_count",)
    LISTS = ("stock_items", "stock_lots", "stock_moves")
    OF_KIND = {
        "stock.item": "stock_items",
        "stock.lot": "stock_lots",
        "stock.move": "stock_moves",
    }
    CSS = """
    StockRoom {
        #stock-room { height: 1fr; }
        #stock-right { width: 1fr; height: 1fr; }
        #panel-stock_items { width: 1fr; height: 1fr; }
        #panel-stock_lots { height: 1fr; }
        #panel-stock_moves { height: 1fr; }
        #stock-lists { display: none; height: 1; color: $muted; }
        &.-narrow, &.-normal {
            #stock-lists { display: block; }
            #stock-room { layout: vertical; }
            #stock-right { height: 1fr; }
            #panel-stock_lots, #panel-stock_moves, #stock-right { display: none; }
        }
        &.-narrow.-stock_lots, &.-normal.-stock_lots {
            #panel-stock_items { display: none; }
            #stock-right, #panel-stock_lots { display: block; }
        }
        &.-narrow.-stock_moves, &.-normal.-stock_moves {
            #panel-stock_items { display: none; }
            #stock-right, #panel-stock_moves { display: block; }
        }
    }
    """

    def compose_room(self) -> ComposeResult:
        yield Static("", id="stock-lists", markup=False)
        items, lots, moves = self.LISTS
        with Horizontal(id="stock-room"):
            yield Panel(
                items, COLUMNS, number=1, heading=True, title="stock.title", empty="stock.empty"
            )
            with Vertical(id="stock-right"):
                yield Panel(lots, LOTS, number=2, heading=True)
                yield Panel(moves, MOVES, number=3, heading=True)

    def read(self, session: "Reading") -> StockView:
        from models import stock

        counts = stock.counts(session)
        lots = stock.lots(session)
        return StockView(
            items=stock.items(session, self.narrowing.filter, self.narrowing.order),
            lots=lots,
            moves=stock.moves(session),
            short=counts.short,
            expiring=counts.expiring,
            in_trouble=sum(lot.expired or lot.state != "available" for lot in lots),
        )

    def show(self, view: StockView, draw: Draw) -> None:
        words = draw.words
        told = (
            words(
                "stock.room.counts",
                n=len(view.items),
                short=view.short,
                expiring=view.expiring,
            ),
            words("stock.lots.counts", n=len(view.lots), held=view.in_trouble),
            "",
        )
        alarming = (view.short > 0, view.in_trouble > 0, False)
        shown: tuple[Sequence[Line], ...] = (view.items, view.lots, view.moves)
        for name, lines, counts, alarm in zip(self.LISTS, shown, told, alarming, strict=True):
            self.panel(name).show(lines, counts, draw, alarming=alarm)
        items = self.panel("stock_items")
        items.empty_key = "stock.empty.narrowed" if self.narrowing.filter else "stock.empty"
        items.redraw(draw)
        titles = (words(self.panel(name).title_key) for name in self.LISTS)
        lists = (f"{n} {title}" for n, title in enumerate(titles, 1))
        self.query_one("#stock-lists", Static).update(" " + "  ".join(lists))

    def notice(self, session: "Reading") -> str:
        from models import stock

        ending = [
            line
            for line in stock.items(session)
            if line.expiring
            and line.on_hand
            and not line.gear
            # Where something past its last day still lies there, it is sorted out first.
            and line.expires_on is not None
            and line.expires_on >= session.today
        ]
        if not ending:
            return self.desk.words("stock.notice.none")
        draw = self.desk.draw()
        told = [
            draw.words("stock.notice.item", name=line.name, day=draw.day(line.expires_on))
            for line in ending
        ]
        return draw.words("stock.notice", items=draw.words.listed(told))

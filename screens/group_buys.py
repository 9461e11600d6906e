"""Group buys: which stand and what each needs, the lines of the one in hand, and its totals.

The organiser stands here while the chain grows, and whoever counts at the gate and carries to the
doors afterwards. Whom no chain reaches is in the fourth list, one key away from an order. On a
narrow screen one list is shown at a time; 1-4 switch.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static

from models.rules.group_buy import yuan
from screens.columns.group_buys import BUYS, DESK, LINES, TOTALS
from screens.kit.draw import Draw
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import Line, RecordTable

if TYPE_CHECKING:
    from models.group_buys import BuyLine, GroupBuyCounts, OrderPage, TotalLine
    from models.store.engine import Reading

SETTLE_SECONDS = 0.08
"""How long the cursor rests on a buy before its lines are read."""
PAGE = 60
SUPPLIERS = "group_buys.filter.suppliers"


@dataclass(frozen=True, slots=True)
class GroupBuysView:
    """What the room shows, one field a part of it."""

    counts: "GroupBuyCounts"
    buys: "tuple[BuyLine, ...]"
    shown: "BuyLine | None"
    """The buy whose lines are shown."""
    orders: "OrderPage | None"
    products: "tuple[TotalLine, ...]"
    buildings: "tuple[TotalLine, ...]"
    desk: "tuple[Line, ...]"
    """Complaints, reports that end, and who was not asked."""
    complaints: int
    unasked: int


class GroupBuysRoom(ListsRoom):
    """Buys, the lines of one, its totals, and what else is to be seen to."""

    NAME = "group_buys"
    WATCHES = frozenset({"group_buys", "homes", "care"})
    ADD = "group_buys.add"
    FILTERS = (
        "group_buys.filter.late",
        "group_buys.filter.unpaid",
        "group_buys.filter.refund",
        "group_buys.filter.waiting",
        SUPPLIERS,
    )
    ORDERS = ("group_buys.order.walk", "group_buys.order.product", "group_buys.order.first")
    MINE = True
    LEDGER = "group_buys"
    PAPERS = ("labels", "pick_list")
    LISTS = ("group_buys", "buy_orders", "buy_totals", "buy_desk")
    OF_KIND: ClassVar = {
        "group_buys.buy": "group_buys",
        "group_buys.order": "buy_orders",
        "group_buys.product": "buy_totals",
        "group_buys.supplier": "buy_desk",
        "group_buys.complaint": "buy_desk",
        "group_buys.unasked": "buy_desk",
    }
    ADDS: ClassVar = {
        "buy_orders": "group_buys.order",
        "buy_totals": "group_buys.add_product_to",
        "buy_desk": "group_buys.add_supplier",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "chain", "key.chain", id="group_buys.chain"),
    ]
    CSS = """
    GroupBuysRoom {
        #buys-room { height: 1fr; }
        #buys-left, #buys-right { width: 1fr; height: 1fr; }
        #panel-group_buys { height: 3fr; }
        #panel-buy_desk { height: 2fr; }
        #panel-buy_orders { height: 3fr; }
        #panel-buy_totals { height: 2fr; }
        #buys-lists { display: none; height: 1; color: $muted; }
        &.-narrow {
            #buys-lists { display: block; }
            #buys-room { layout: vertical; }
            #buys-left, #buys-right { width: 1fr; height: auto; }
            #panel-buy_orders, #panel-buy_totals, #panel-buy_desk { display: none; }
        }
        &.-narrow.-group_buys #buys-left { height: 1fr; }
        &.-narrow.-buy_orders {
            #panel-group_buys { height: 6; }
            #buys-right { height: 1fr; }
            #panel-buy_orders { display: block; height: 1fr; }
        }
        &.-narrow.-buy_totals {
            #panel-group_buys { height: 6; }
            #buys-left { height: 1fr; }
            #panel-buy_totals { display: block; height: 1fr; }
        }
        &.-narrow.-buy_desk {
            #panel-group_buys { display: none; }
            #buys-right { height: 1fr; }
            #panel-buy_desk { display: block; height: 1fr; }
        }
    }
    """

    _limit: int = PAGE
    """Orders asked for; grows when the cursor comes to the last of them."""
    _total: int = 0
    _settling: Timer | None = None

    def compose_room(self) -> ComposeResult:
        yield Static("", id="buys-lists", markup=False)
        buys, orders, totals, desk = self.LISTS
        with Horizontal(id="buys-room"):
            with Vertical(id="buys-left"):
                yield Panel(buys, BUYS, number=1, heading=True)
                yield Panel(totals, TOTALS, number=3, heading=True)
            with Vertical(id="buys-right"):
                yield Panel(orders, LINES, number=2, heading=True)
                yield Panel(desk, DESK, number=4)

    # ── reading and showing ─────────────────────────────────────────────────────────────────

    def read(self, session: "Reading") -> GroupBuysView:
        from models import group_buys

        chosen, narrowed = self.narrowing.filter, ""
        if chosen and chosen != SUPPLIERS:
            narrowed = chosen.rpartition(".")[2]
        buys = group_buys.buys(session, narrowed, mine=self.narrowing.mine)
        shown = next((line for line in buys if line.key == self.place), None)
        shown = shown or next(iter(buys), None)
        order = self.narrowing.order.rpartition(".")[2] or "walk"
        complaints = group_buys.complaints(session)
        reports = group_buys.suppliers(session, ending=chosen != SUPPLIERS)
        unasked = group_buys.unasked(session)
        return GroupBuysView(
            counts=group_buys.counted(buys),
            buys=buys,
            shown=shown,
            orders=None
            if shown is None
            else group_buys.orders(session, shown.id, narrowed, order, limit=self._limit),
            products=() if shown is None else group_buys.products(session, shown.id),
            buildings=() if shown is None else group_buys.by_building(session, shown.id),
            desk=reports if chosen == SUPPLIERS else (*complaints, *reports, *unasked),
            complaints=len(complaints),
            unasked=len(unasked),
        )

    def show(self, view: GroupBuysView, draw: Draw) -> None:
        words, counts = draw.words, view.counts
        buys, orders, totals, desk = (self.panel(name) for name in self.LISTS)
        buys.empty_key = "group_buys.empty.narrowed" if self.narrowing else "group_buys.empty"
        told = words("group_buys.room.counts", open=counts.open, standing=counts.standing)
        buys.show(view.buys, told, draw)
        lines = view.orders.lines if view.orders is not None else ()
        self._total = view.orders.total if view.orders is not None else 0
        of = view.shown.title if view.shown is not None else ""
        shown = words("group_buys.orders.counts", buy=of, shown=len(lines), n=self._total)
        orders.show(lines, shown if of else "", draw)
        portions = sum(line.got for line in view.products)
        cost = yuan(sum(line.cost_fen for line in view.products))
        sums = words("group_buys.totals.counts", n=portions, yuan=cost)
        totals.show((*view.products, *view.buildings), sums if view.products else "", draw)
        desk.title_key = (
            "buy_desk.suppliers" if self.narrowing.filter == SUPPLIERS else "buy_desk.title"
        )
        left = words("group_buys.desk.counts", complaints=view.complaints, unasked=view.unasked)
        desk.show(view.desk, left, draw, alarming=view.complaints > 0)
        numbers = (counts.standing, self._total, portions, len(view.desk))
        titles = (words(self.panel(name).title_key) for name in self.LISTS)
        lists = (
            f"{n} {title} {of}"
            for n, (title, of) in enumerate(zip(titles, numbers, strict=True), 1)
        )
        self.query_one("#buys-lists", Static).update(f" {'  '.join(lists)}")

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Another buy shows its own lines; older lines follow the cursor."""
        table = event.table
        if table.cursor is None:
            return
        if table.id == "table-group_buys":
            self.place, self._limit = table.cursor.key, PAGE
            if self._settling is not None:
                self._settling.stop()
            self._settling = self.set_timer(SETTLE_SECONDS, self.load)
        elif table.id == "table-buy_orders" and len(table.lines) < self._total:
            if table.cursor == table.lines[-1]:
                self._limit += PAGE
                self.load()

    def action_chain(self) -> None:
        """The chain of the buy in hand."""
        self._paste("")

    def on_paste(self, event: events.Paste) -> None:
        """Several lines that are pasted into the room are a chain."""
        if len(event.text.splitlines()) > 1:
            event.stop()
            self._paste(event.text)

    @work(exclusive=True, group="chain")
    async def _paste(self, text: str) -> None:
        from screens.chain import paste_chain

        line = self.panel(self.LISTS[0]).table.cursor
        await paste_chain(self.app, self.desk, text, line.key if line is not None else "")
        self.load()

    def _narrowed(self) -> None:
        self._limit = PAGE
        super()._narrowed()

    def notice(self, session: "Reading") -> str:
        """The buy in hand as the group may read it: goods, numbers and hours, no door, no name."""
        from models import group_buys

        draw = self.desk.draw()
        words = draw.words
        standing = [line for line in group_buys.buys(session, past=False) if not line.past]
        line = next((one for one in standing if one.key == self.place), None)
        line = line or next(iter(standing), None)
        if line is None:
            return words("group_buys.notice.none")
        told: dict[str, object] = {"buy": line.title, "homes": line.households, "n": line.portions}
        if line.state not in group_buys.TAKING:
            return words("group_buys.notice.later", state=line.state, **told)
        goods = words.listed(
            [
                words("group_buys.notice.good", name=one.name, price=yuan(one.price_fen))
                for one in group_buys.products(session, line.id)
            ]
        )
        lacks = words("group_buys.notice.lacks", n=line.missing) if line.missing else ""
        until = draw.stamp(line.cut_off_at)
        return words("group_buys.notice.open", goods=goods, until=until, lacks=lacks, **told)

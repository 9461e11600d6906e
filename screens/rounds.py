"""Rounds: who is left in the one in hand, stairwell by stairwell, with its tubes and turns.

The volunteer at the test table stands in the list of those left: space sees one person, the second
verb the whole door, and the tube in hand fills by itself. That list has the width; the others lie
beside it one below another, or on a wide screen at both its sides. On a narrow screen one list is
shown at a time; 1-4 switch.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer
from textual.widgets import Static

from screens.columns.rounds import LEFT, ROUNDS, SLOTS, TUBE_COLUMNS
from screens.kit.draw import Draw
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import RecordTable

if TYPE_CHECKING:
    from models.rounds import RoundLine, SlotLine, TargetPage, TubeLine
    from models.store.engine import Reading

SETTLE_SECONDS = 0.08
"""How long the cursor rests on a round before its targets are read."""
PAGE = 60
SHOWS = ("left", "doorstep", "deferred", "refused", "resample", "ended", "seen")


@dataclass(frozen=True, slots=True)
class RoundsView:
    """What the room shows, one field a part of it."""

    rounds: "tuple[RoundLine, ...]"
    shown: "RoundLine | None"
    """The round in hand."""
    targets: "TargetPage"
    tubes: "tuple[TubeLine, ...]"
    slots: "tuple[SlotLine, ...]"


class RoundsRoom(ListsRoom):
    """Rounds, who is left in one, its tubes and its turns."""

    NAME = "rounds"
    WATCHES = frozenset({"rounds", "homes", "people"})
    ADD = "rounds.plan"
    FILTERS = tuple(f"rounds.filter.{name}" for name in SHOWS)
    MINE = True
    LEDGER = "rounds"
    PAPERS = ("booklet",)
    LISTS = ("rounds", "round_left", "round_tubes", "round_slots")
    OF_KIND: ClassVar = {
        "rounds.round": "rounds",
        "rounds.target": "round_left",
        "rounds.tube": "round_tubes",
        "rounds.slot": "round_slots",
    }
    CSS = """
    RoundsRoom {
        #rounds-room {
            layout: grid;
            grid-size: 2 3;
            grid-columns: 44 1fr;
            grid-rows: 9fr 10fr 11fr;
            height: 1fr;
        }
        #panel-round_left { row-span: 3; }
        #panel-round_left.-done { border: round $success; border-title-color: $success; }
        #rounds-lists { display: none; height: 1; color: $muted; }
        &.-wide {
            #rounds-room {
                grid-size: 3 2;
                grid-columns: 9fr 15fr 8fr;
                grid-rows: 1fr;
            }
            #panel-rounds, #panel-round_left { row-span: 2; }
        }
        &.-narrow {
            #rounds-lists { display: block; }
            #rounds-room { layout: vertical; }
            #panel-rounds { height: 5; }
            #panel-round_left, #panel-round_tubes, #panel-round_slots { display: none; }
        }
        &.-narrow.-rounds #panel-rounds { height: 1fr; }
        &.-narrow.-round_left #panel-round_left { display: block; }
        &.-narrow.-round_tubes #panel-round_tubes { display: block; }
        &.-narrow.-round_slots #panel-round_slots { display: block; }
    }
    """

    _limit: int = PAGE
    """Targets asked for; grows when the cursor comes to the last of them."""
    _total: int = 0
    _settling: Timer | None = None

    def compose_room(self) -> ComposeResult:
        yield Static("", id="rounds-lists", markup=False)
        rounds, left, tubes, slots = self.LISTS
        with Container(id="rounds-room"):
            yield Panel(rounds, ROUNDS, number=1)
            yield Panel(left, LEFT, number=2, heading=True)
            yield Panel(tubes, TUBE_COLUMNS, number=3)
            yield Panel(slots, SLOTS, number=4)

    # ── reading and showing ─────────────────────────────────────────────────────────────────

    def read(self, session: "Reading") -> RoundsView:
        from models import rounds

        lines = rounds.rounds(session)
        shown = next((line for line in lines if line.key == self.place), None)
        shown = shown or rounds.in_hand(lines) or next(iter(lines), None)
        if shown is None:
            return RoundsView(lines, None, rounds.TargetPage((), 0), (), ())
        found = rounds.targets(
            session,
            shown.id,
            show=self.narrowing.filter.rpartition(".")[2] or "left",
            mine=self.narrowing.mine,
            limit=self._limit,
        )
        tallies = rounds.buildings(session, shown) if shown.kind == "test" else ()
        return RoundsView(
            rounds=lines,
            shown=shown,
            targets=found,
            tubes=rounds.tubes(session, shown.id),
            slots=rounds.slots(session, shown.id, tallies),
        )

    def show(self, view: RoundsView, draw: Draw) -> None:
        words, shown = draw.words, view.shown
        rounds, left, tubes, slots = (self.panel(name) for name in self.LISTS)
        first = not rounds.lines
        late = any(line.late for line in view.rounds)
        standing = sum(not line.over for line in view.rounds)
        rounds.show(view.rounds, words("rounds.counts.open", n=standing), draw, alarming=late)
        if first and shown is not None:
            rounds.table.go_to(shown.key)
        self._total = view.targets.total
        begun = shown is not None and shown.share is not None
        done = shown is not None and begun and shown.left == 0
        told = ""
        if shown is not None and begun:
            name = words("rounds.named", kind=shown.kind, no=shown.number)
            told = words("rounds.counts.left", round=name, n=shown.left, of=shown.total,
                         share=int((shown.share or 0) * 100))  # fmt: skip
        left.set_class(done, "-done")
        left.empty_key = (
            "round_left.done" if done else "round_left.narrowed" if begun else "round_left.empty"
        )
        left.show(view.targets.lines, told, draw, alarming=shown is not None and shown.late)
        abnormal = sum(line.state in ("mixed", "recalled") for line in view.tubes)
        used = sum(line.filled > 0 for line in view.tubes)
        tubes.show(view.tubes, words("rounds.counts.tubes", n=used) if view.tubes else "", draw,
                   alarming=abnormal > 0)  # fmt: skip
        slots.show(view.slots, str(len(view.slots)) if view.slots else "", draw)
        numbers = (standing, self._total, len(view.tubes), len(view.slots))
        titles = (words(self.panel(name).title_key) for name in self.LISTS)
        lists = (
            f"{n} {title} {of}"
            for n, (title, of) in enumerate(zip(titles, numbers, strict=True), 1)
        )
        self.query_one("#rounds-lists", Static).update(f" {'  '.join(lists)}")

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        """Another round shows its own targets; more of them follow the cursor."""
        table = event.table
        if table.cursor is None:
            return
        if table.id == "table-rounds":
            if table.cursor.key == self.place:
                return
            self.place, self._limit = table.cursor.key, PAGE
            if self._settling is not None:
                self._settling.stop()
            self._settling = self.set_timer(SETTLE_SECONDS, self.load)
        elif table.id == "table-round_left" and len(table.lines) < self._total:
            if table.cursor == table.lines[-1]:
                self._limit += PAGE
                self.load()

    def _narrowed(self) -> None:
        self._limit = PAGE
        super()._narrowed()

    def notice(self, session: "Reading") -> str:
        """The round in hand as the group may read it: hours and numbers, no door, no name."""
        from models import rounds

        draw = self.desk.draw()
        words = draw.words
        lines = rounds.open_rounds(session)
        line = next((one for one in lines if one.key == self.place), None)
        line = line or rounds.in_hand(lines) or next(iter(lines), None)
        if line is None:
            return words("rounds.notice.none")
        name = words("rounds.named", kind=line.kind, no=line.number)
        tallies = rounds.buildings(session, line)
        turns = rounds.slots(session, line.id, tallies)
        told = [
            words("rounds.notice.turn", n=one.building, at=draw.stamp(one.starts_at),
                  until=draw.time(one.ends_at), pupils=words("rounds.pupils") if one.pupils else "")
            for one in turns
            if one.ends_at > draw.now
        ]  # fmt: skip
        if line.share is None:
            said = words("rounds.notice.planned", round=name, at=draw.stamp(line.starts_at))
        elif line.left:
            waiting = [
                words("rounds.notice.left", n=one.building, left=one.left)
                for one in tallies
                if one.left
            ]
            said = words("rounds.notice.running", round=name, left=line.left, of=line.total,
                         where=words.listed(waiting))  # fmt: skip
        else:
            return words("rounds.notice.done", round=name, n=line.total)
        return f"{said}{words('rounds.notice.turns', turns=words.listed(told)) if told else ''}"

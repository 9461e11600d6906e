"""Shifts: the rota by post and day, the seats that need a hand, the posts and how they are cut.

The shift leader stands here at every change-over: who is missing, who can step in, who signs in.
On a narrow screen one list is shown at a time; 1-3 switch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from screens.columns.shifts import COLUMNS, POSTS, rota_columns
from screens.kit.dialogs import Chooser, Option
from screens.kit.draw import Draw, safe
from screens.kit.lists import ListsRoom
from screens.kit.panel import Panel
from screens.kit.table import Line, RecordTable

if TYPE_CHECKING:
    from models.rules.rota import Choice
    from models.shifts import PostLine, Rota, RotaRow, SeatLine, ShiftCounts, TemplateLine
    from models.store.engine import Reading

DAYS = 7
"""Days that the grid reads; a narrow one shows the first of them."""
DAY_WIDTH = 15


@dataclass(frozen=True, slots=True)
class ShiftsView:
    """What the room shows, one field a list."""

    counts: "ShiftCounts"
    rota: "Rota"
    seats: "tuple[SeatLine, ...]"
    posts: "tuple[PostLine | TemplateLine, ...]"


class ShiftsRoom(ListsRoom):
    """The rota, the seats, the posts."""

    NAME = "shifts"
    LISTS = ("rota", "seats", "posts")
    OF_KIND = {"shifts.seat": "seats", "shifts.post": "posts", "shifts.template": "posts"}
    WATCHES = frozenset({"shifts", "people"})
    ADD = "shifts.create_batch"
    ADDS = {"posts": "shifts.add_post"}
    FILTERS = ("SeatFilter.now", "SeatFilter.day", "SeatFilter.gaps", "SeatFilter.swaps")
    MINE = True
    LEDGER = "shifts"
    PAPERS = ("duty_table",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "day(-1)", "key.day", show=False, id="shifts.day"),
        Binding("right", "day(1)", show=False),
        Binding("b", "plan('shifts.create_batch')", "key.batch", id="shifts.batch"),
        Binding("s", "plan('shifts.add')", "key.shift", show=False, id="shifts.one"),
        Binding("t", "plan('shifts.add_template')", "key.template", show=False, id="shifts.cut"),
        Binding(
            "w", "plan('shifts.switch_templates')", "key.switch", show=False, id="shifts.switch"
        ),
    ]
    CSS = """
    ShiftsRoom {
        #panel-rota { height: 1fr; }
        #shifts-below { height: 1fr; }
        #panel-seats { width: 2fr; }
        #panel-posts { width: 1fr; display: none; }
        &.-wide #panel-posts { display: block; }
        &.-posts #panel-posts { display: block; }
        &.-narrow {
            #panel-rota, #shifts-below, #panel-seats, #panel-posts { display: none; }
            &.-rota #panel-rota { display: block; }
            &.-seats #shifts-below, &.-seats #panel-seats { display: block; }
            &.-posts #shifts-below, &.-posts #panel-posts { display: block; }
        }
    }
    """

    _chosen = 0
    """The chosen day of the grid, counted from today."""
    _first = 0
    """The first day that the grid shows, counted from today."""

    def compose_room(self) -> ComposeResult:
        with Vertical(id="shifts-room"):
            yield Panel("rota", (), number=1, heading=True)
            with Horizontal(id="shifts-below"):
                yield Panel("seats", COLUMNS, number=2)
                yield Panel("posts", POSTS, number=3)

    # ── reading and showing ─────────────────────────────────────────────────────────────────

    def read(self, session: "Reading") -> ShiftsView:
        from models import shifts
        from models.shifts import SeatFilter

        chosen = SeatFilter(self.narrowing.filter.rpartition(".")[2] or "now")
        day = session.today + timedelta(days=self._chosen)
        posts: list[PostLine | TemplateLine] = []
        templates = shifts.templates(session)
        for post in shifts.posts(session):
            posts += [post, *(cut for cut in templates if cut.post_id == post.id)]
        return ShiftsView(
            counts=shifts.counts(session),
            rota=shifts.rota(session, session.today + timedelta(days=self._first), DAYS),
            seats=shifts.listed(session, chosen, day, mine=self.narrowing.mine),
            posts=tuple(posts),
        )

    def show(self, view: ShiftsView, draw: Draw) -> None:
        words, now = draw.words, view.counts
        grid = self.panel("rota").table
        days = view.rota.days[: self._days_shown]
        grid.columns = rota_columns(days, self._chosen - self._first, draw)
        to_fill = sum(day.short for row in view.rota.rows for day in row.days if day)
        day = draw.day(view.rota.today + timedelta(days=self._chosen))
        told = words("rota.chosen", day=day)
        if to_fill:
            told += f" · {words('rota.to_fill', n=to_fill)}"
        seats = words("seats.counts", on_post=now.on_post, gaps=now.gaps, late=now.late)
        shown: dict[str, tuple[Sequence[Line], str, bool]] = {
            "rota": (view.rota.rows, told, False),
            "seats": (view.seats, seats, now.gaps > 0),
            "posts": (view.posts, "", False),
        }
        for name, (lines, counts, alarming) in shown.items():
            self.panel(name).show(lines, counts, draw, alarming=alarming)
        grid.redraw(draw)

    def on_paper(self) -> dict[str, object]:
        """The duty table of the chosen day."""
        draw = self.desk.draw()
        return {"day": draw.now.astimezone(draw.zone).date() + timedelta(days=self._chosen)}

    def notice(self, session: "Reading") -> str:
        from models import shifts
        from models.branch import branch

        words, draw = self.desk.words, self.desk.draw()
        found = branch(session)
        until = session.now + timedelta(hours=24)
        lines = [
            line
            for line in shifts.shift_lines(session, session.now - timedelta(hours=24), until)
            if line.short and line.ends_at > session.now
        ]
        if not lines:
            return words("shifts.notice.none")
        told = "\n".join(
            words(
                "shifts.notice.line",
                at=f"{draw.stamp(line.starts_at)}-{draw.time(line.ends_at)}",
                post=line.post,
                n=line.short,
            )
            for line in lines
        )
        missing = sum(line.short for line in lines)
        compound = found.compound if found else ""
        return words("shifts.notice", compound=compound, n=missing, lines=told)

    # ── the chosen shift of the grid ────────────────────────────────────────────────────────

    @property
    def _days_shown(self) -> int:
        """How many days fit, each wide enough for two names."""
        return max(1, min(DAYS, (self.size.width - 34) // DAY_WIDTH))

    def _shift_of(self, row: "RotaRow") -> str:
        """The record that a row of the grid means on the chosen day."""
        place = self._chosen - self._first
        shift = row.days[place] if place < len(row.days) else None
        return shift.key if shift is not None else f"shifts.post:{row.post_id}"

    def chosen(self) -> tuple[str, ...]:
        """In the grid, the shifts of the chosen day; elsewhere the records themselves."""
        table, keys = self.table, super().chosen()
        if table is None or table.id != "table-rota":
            return keys
        rows: dict[str, RotaRow] = {row.key: row for row in table.lines}  # type: ignore[misc]
        return tuple(self._shift_of(rows[key]) for key in keys)

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        # Otherwise the base class would open the grid's own key, which is no record.
        event.prevent_default()
        for key in self.chosen()[:1] if event.table.id == "table-rota" else (event.key,):
            self.verbs.open_record(key)

    def action_day(self, step: int) -> None:
        """The day before or after; the grid moves along at its edges."""
        self._chosen += step
        self._first = min(self._first, self._chosen)
        self._first = max(self._first, self._chosen - self._days_shown + 1)
        self.load()

    # ── putting somebody on a seat ──────────────────────────────────────────────────────────

    def action_next_step(self) -> None:
        """On an empty seat `space` offers who could take it; else it does the next step."""
        seat = self._empty_seat()
        if seat is None:
            super().action_next_step()
        else:
            self.run_worker(self._offer(*seat), group="write")

    def _empty_seat(self) -> tuple[int, str, str] | None:
        """The empty seat under the cursor: its id, its post, when it begins."""
        table, now = self.table, self.desk.draw().now
        if table is None or table.deaf or table.marks or table.cursor is None:
            return None
        line: Any = table.cursor
        seat: int | None
        if table.id == "table-rota":
            place = self._chosen - self._first
            line = line.days[place] if place < len(line.days) else None
            seat = None if line is None else line.empty_seat
        else:
            seat = line.id if getattr(line, "state", "") == "empty" else None
        if seat is None or line.ends_at <= now:
            return None
        return seat, line.post, self.desk.draw().stamp(line.starts_at)

    async def _offer(self, seat: int, post: str, at: str) -> None:
        """Who could take the seat: the rested first, what speaks against it beside each."""
        from models.shifts import candidates
        from models.store.drafts import Unfit
        from models.store.register import draft_for

        found = await self.verbs.in_thread(
            lambda: self.desk.ask(lambda session: candidates(session, seat))
        )
        if found is None:
            return
        options = [self._option(choice) for choice in found]
        title = self.desk.words("shifts.candidates", post=safe(post), at=at)
        who = await self.app.push_screen_wait(Chooser(self.desk, title, options))
        if not who:
            return
        values: dict[str, object] = {"volunteer_id": int(who)}
        verb = "shifts.assign"
        refusal = await self.verbs.perform(verb, [draft_for(verb, values, seat)])
        if isinstance(refusal, Unfit):
            name = next(one.person.name for one in found if str(one.person.id) == who)
            await self._ask_why(seat, values, name)
        elif refusal is not None:
            self.verbs.warn(refusal)

    async def _ask_why(self, seat: int, values: dict[str, object], name: str) -> None:
        """What speaks against it takes a reason; the form says what it is."""
        from models.rules.refusal import Refusal
        from models.store.register import draft_for, lookup
        from screens.kit.form import Form

        verb = "shifts.assign"

        async def submit(given: dict[str, object], _: dict[str, object]) -> Refusal | None:
            return await self.verbs.perform(verb, [draft_for(verb, {**values, **given}, seat)])

        form = Form(
            self.desk,
            self.desk.words(verb),
            lookup(verb).asks,
            submit,
            opened=values,
            shown={"volunteer_id": name},
        )
        await self.app.push_screen_wait(form)

    def _option(self, choice: "Choice") -> Option:
        words = self.desk.words
        hours = words("shifts.candidate", hours=f"{choice.hours / timedelta(hours=1):.0f}")
        told = [words(caution.key, **caution.params) for caution in choice.cautions]
        no = choice.refusal
        return Option(
            str(choice.person.id),
            f"{choice.person.name} {hours}",
            "  ".join(told),
            refusal=words(no.key, **no.params) if no is not None else "",
        )

    # ── moving between the lists ────────────────────────────────────────────────────────────

    def action_plan(self, verb: str) -> None:
        """Makes shifts, one or a batch, or a template."""
        self.add(verb)

    def proposals(self, verb: str) -> Mapping[str, object]:
        """A batch begins on the chosen day and goes to the end of the week that shows."""
        if verb != "shifts.create_batch":
            return {}
        draw = self.desk.draw()
        today = draw.now.astimezone(draw.zone).date()
        last = max(self._chosen, self._first + DAYS - 1)
        return {
            "first_day": today + timedelta(days=self._chosen),
            "last_day": today + timedelta(days=last),
        }

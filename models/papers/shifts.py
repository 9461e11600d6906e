"""The duty table as it hangs on the wall of a post: a page a day, boxes to sign in and out."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from models.exports.eye import Eye
from models.papers.paper import Block, Column, Paper, Scope
from models.papers.tables import PaperKind
from models.people import volunteers
from models.sheets import Value
from models.shifts import SeatLine, SeatState, seats_between
from models.shifts.tables import FILLED
from models.store.engine import Reading
from models.words import Words

_DAYS = 7
"""Days that are printed where no day is named."""
_SHOWN = (*FILLED, SeatState.empty)
_COLUMNS = (
    Column("hours", 25),
    Column("post"),
    Column("on_duty", 27),
    Column("phone", 29),
    Column("sign_in", 18, pen=True),
    Column("sign_out", 18, pen=True),
    Column("handover", 36, pen=True),
)
"""Upright, so that a day of five and twenty seats is one page."""


def duty_table(session: Reading, eye: Eye, words: Words, scope: Scope) -> Paper:
    """Posts and shifts of a day, or of each of the days to come, one seat a row."""
    first = scope.day or session.today
    begins = session.clock.day_start(first)
    after = first + dt.timedelta(days=1 if scope.day else _DAYS)
    seats = [
        line
        for line in seats_between(session, begins, session.clock.day_start(after))
        if line.state in _SHOWN
    ]
    phones = {line.id: line.phone for line in volunteers(session)}
    local = session.clock.local
    blocks = []
    for day, lines in groupby(seats, key=lambda line: local(line.starts_at).date()):
        title = words("paper.duty_table.of", day=f"{day:%Y-%m-%d}", weekday=_weekday(words, day))
        rows = _rows(session, eye, words, list(lines), phones)
        blocks.append(Block(title, _COLUMNS, rows))
    return Paper(PaperKind.duty_table, blocks)


def _rows(
    session: Reading,
    eye: Eye,
    words: Words,
    lines: Sequence[SeatLine],
    phones: dict[int, str],
) -> list[Sequence[Value]]:
    local = session.clock.local
    rows: list[Sequence[Value]] = []
    said = None
    for line in lines:
        # Hours and post stand once a shift, so that its seats are seen to belong together.
        again, said = said == line.shift_id, line.shift_id
        hours = f"{local(line.starts_at):%H:%M}-{local(line.ends_at):%H:%M}"
        phone = phones.get(line.volunteer_id or 0, "")
        rows.append(
            (
                "" if again else hours,
                "" if again else line.post,
                eye.staff(line.volunteer, line.initials),
                eye.staff_phone(phone),
                "",
                "",
                "",
            )
        )
    return rows


def _weekday(words: Words, day: dt.date) -> str:
    return words(f"paper.weekday.{day.isoweekday()}")

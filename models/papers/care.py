"""The visit sheet: who is to be seen before the day is over, in the order the doors are walked."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import col

from models.care import CareProfile
from models.care.sight import FRAIL, Seen, seen
from models.care.standing import Person, roll
from models.exports.eye import Eye
from models.papers.jobs import Job
from models.papers.paper import TICK, Block, Column, Paper, Scope, ticks
from models.papers.tables import PaperKind
from models.papers.walking import step_of
from models.people import Volunteer
from models.sheets import Value
from models.store.engine import Reading
from models.store.register import LEADERS
from models.words import Key, Words

_WHO = (Column("no", 10), Column("door", 22), Column("name", 20), Column("why"), Column("do", 21))
_SIGNS = (
    Column("medicine", 38),
    Column("met", 14),
    Column("spoke", 14),
    Column("no_answer", 15),
    Column("counted", 20, pen=True),
    Column("note", 36, pen=True),
)
_COLUMNS = (*_WHO, *_SIGNS)
_EVERYBODYS = (*_WHO, Column("volunteer", 28), *_SIGNS)
"""Where the sheet is not one person's: who is to go there."""


def visit_sheet(session: Reading, eye: Eye, words: Words, scope: Scope) -> Paper:
    """Those due today of one volunteer, or of everybody, as one walk.

    A volunteer who names nobody prints his or her own.
    """
    whose = scope.volunteer_id
    if whose is None and session.viewer.role not in LEADERS:
        whose = session.viewer.id
    tomorrow = session.clock.day_start(session.today + dt.timedelta(days=1))
    due = [
        seen(session, one)
        for one in roll(session)
        if one.watched and (one.standing.overdue or one.profile.due_at < tomorrow)
    ]
    wanted = [
        one
        for one in due
        if whose in (None, one.person.profile.volunteer_id)
        and scope.building in (None, one.person.door.building)
    ]
    wanted.sort(key=lambda one: step_of(one.person.door, one.whole_door))
    columns = _EVERYBODYS if whose is None else _COLUMNS
    rows = [_row(eye, words, at, one, whose) for at, one in enumerate(wanted, 1)]
    records = [f"care.profile:{one.person.profile.id}" for one in wanted]
    title = _title(session, eye, words, scope.building, whose)
    block = Block(title, columns, rows, records, whose, scope.building)
    return Paper(PaperKind.visit_sheet, [block], landscape=True)


def jobs(session: Reading, ids: Sequence[int], since: dt.datetime) -> dict[int, Job]:
    """How the people of a sheet stand: whether anybody saw or tried to see them since."""
    found = {}
    for one in roll(session, col(CareProfile.id).in_(ids)):
        shown, profile = seen(session, one), one.profile
        contact = profile.last_contact_at
        done = contact is not None and contact >= since
        state = (profile.last_outcome or Key("paper.left")) if done else Key("paper.to_do")
        found[profile.id or 0] = Job(
            f"care.profile:{profile.id}",
            f"{shown.door} {shown.name}",
            state if one.watched else profile.state,
            open=one.watched and not done,
        )
    return found


def _row(eye: Eye, words: Words, at: int, shown: Seen, whose: int | None) -> Sequence[Value]:
    one = shown.person
    told = eye.tells_illness(one.grid, shown.mine)
    marks = [mark for mark in shown.marks if told or mark in FRAIL]
    names = [] if whose is not None else [eye.staff(one.volunteer)]
    return (
        at,
        shown.door,
        eye.name(one.name, one.grid, one.sex, shown.mine),
        words.listed(marks),
        words.of(one.standing.step.step),
        *names,
        _medicine(words, shown, one, told),
        *ticks(3),
        "",
        "",
    )


def _medicine(words: Words, shown: Seen, one: Person, told: bool) -> str:
    """What is to be counted at the door: by name where that may be told, else how long it lasts."""
    if told and shown.medicines:
        return "\n".join(f"{TICK} {medicine.label}" for medicine in one.medicines)
    days = one.standing.days_left if shown.days else None
    return "" if days is None else words("paper.days_left", n=days)


def _title(
    session: Reading, eye: Eye, words: Words, building: int | None, whose: int | None
) -> str:
    day = f"{session.today:%Y-%m-%d}"
    if whose is not None:
        who = session.get(Volunteer, whose)
        name = eye.staff(who.name, who.initials) if who is not None else ""
        return words("paper.visit_sheet.whose", name=name, day=day)
    if building is not None:
        return words("paper.visit_sheet.of", building=building, day=day)
    return words("paper.visit_sheet.all", day=day)

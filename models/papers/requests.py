"""The job sheet: what somebody claimed, in the order the doors are walked, to be ticked off."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import col

from models.exports.eye import Eye
from models.homes import Household, Resident
from models.papers.jobs import Job
from models.papers.paper import Block, Column, Paper, Scope, ticks
from models.papers.tables import PaperKind
from models.papers.walking import step_of
from models.people import Volunteer
from models.requests import HELD, OPEN, Request
from models.requests.reads import as_lines, lines_query, told
from models.requests.sight import PRIVATE, door_of, on_task, sees_words
from models.rules.address import Door
from models.sheets import Value
from models.store.engine import Reading
from models.store.register import LEADERS
from models.words import Words

_COLUMNS = (
    Column("number", 16),
    Column("door", 22),
    Column("name", 20),
    Column("phone", 30),
    Column("kind", 24),
    Column("what"),
    Column("promised", 26),
    Column("done", 13),
    Column("paid", 20, pen=True),
    Column("note", 50, pen=True),
)
_Job = tuple[Request, Household, Resident | None, Volunteer]


def job_sheet(session: Reading, eye: Eye, words: Words, scope: Scope) -> Paper:
    """The open jobs that somebody has, or those of everybody, a page each.

    A volunteer who names nobody prints his or her own.
    """
    whose = scope.volunteer_id
    if whose is None and session.viewer.role not in LEADERS:
        whose = session.viewer.id
    wanted: list[sa.ColumnElement[bool]] = [
        col(Request.state).in_(HELD),
        col(Request.closed_at).is_(None),
    ]
    if whose is not None:
        wanted.append(col(Request.assignee_id) == whose)
    if scope.building is not None:
        wanted.append(col(Household.building) == scope.building)
    rows = session.execute(
        sa.select(Request, Household, Resident, Volunteer)
        .join(Household, col(Household.id) == col(Request.household_id))
        .join(Volunteer, col(Volunteer.id) == col(Request.assignee_id))
        .outerjoin(Resident, col(Resident.id) == col(Request.resident_id))
        .where(*wanted)
    )
    found: list[_Job] = [(row, home, person, who) for row, home, person, who in rows]
    held = sorted(found, key=lambda job: _place(session, eye, job))
    blocks = []
    for who, mine in groupby(held, key=lambda job: job[3]):
        jobs_here = list(mine)
        name = eye.staff(who.name, who.initials)
        title = words("paper.job_sheet.of", name=name, day=f"{session.today:%Y-%m-%d}")
        lines = [_row(session, eye, words, job) for job in jobs_here]
        records = [f"requests.request:{job[0].id}" for job in jobs_here]
        blocks.append(Block(title, _COLUMNS, lines, records, who.id, scope.building))
    return Paper(PaperKind.job_sheet, blocks, landscape=True)


def jobs(session: Reading, ids: Sequence[int], _since: dt.datetime) -> dict[int, Job]:
    """How the requests of a sheet stand."""
    rows = session.execute(lines_query().where(col(Request.id).in_(ids))).all()
    found = {}
    for line in as_lines(session, rows):
        what = " ".join(filter(None, (f"#{line.number}", line.door, line.name, line.detail)))
        found[line.id] = Job(line.key, what, line.state, open=line.state in OPEN)
    return found


def _place(session: Reading, eye: Eye, job: _Job) -> tuple[object, ...]:
    row, home, _, who = job
    known = eye.view.links(home.grid, on_task(session, row))
    return who.id, step_of(Door(home.building, home.stairwell, home.room), known), row.id


def _row(session: Reading, eye: Eye, words: Words, job: _Job) -> Sequence[Value]:
    row, home, person, _ = job
    mine = on_task(session, row)
    # An illness or a family matter is told in so many words only where a purpose was given.
    readable = sees_words(session, row, home.grid) and (eye.whole or row.kind not in PRIVATE)
    promised = "" if row.promised_at is None else session.clock.stamp(row.promised_at)
    return (
        f"#{row.number}",
        door_of(eye.view, home, mine),
        eye.name(person.name, home.grid, person.sex, mine) if person else "",
        eye.phone(person.phone, home.grid, mine) if person else "",
        words.of(row.kind),
        eye.text(told(row)) if readable else "",
        promised,
        *ticks(1),
        "",
        "",
    )

"""The booklet of a round: everybody it is about by building, with a box for each who is left.

Before a round has begun nobody is its target yet: then the booklet is a line a door with how many
are there, to be filled in with a pen, and carries no code.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import col

from models.exports.eye import Eye
from models.homes import Household, Presence, Resident, lived_in
from models.papers.jobs import Job
from models.papers.paper import TICK, Block, Column, Paper, Scope, ticks
from models.papers.tables import PaperKind
from models.papers.walking import step_of
from models.rounds import CoverageRound, RoundTarget
from models.rounds.sight import seen
from models.rounds.states import BEGUN, MARKS, UNITS, RoundState, Unit
from models.rounds.tables import CoveragePlace
from models.rules.address import Door
from models.rules.coverage import Mark
from models.rules.walk import walk_key
from models.sheets import Value
from models.store.engine import Reading
from models.words import Words

_AHEAD = (RoundState.planned, RoundState.announced)
_DONE = (Column("checked", 18), Column("note", 60, pen=True))
_COLUMNS = {
    Unit.resident: (
        Column("no", 12),
        Column("door", 24),
        Column("name"),
        _DONE[0],
        Column("tube", 24, pen=True),
        _DONE[1],
    ),
    Unit.household: (Column("no", 12), Column("door"), *_DONE),
    Unit.place: (Column("no", 12), Column("place"), *_DONE),
}


_DOORS = (
    Column("stairwell", 18),
    Column("door", 24),
    Column("heads", 18),
    Column("heads_seen", 18, pen=True),
    Column("not_seen_why", pen=True),
    Column("at_the_door", 15),
    Column("called", 15),
)
"""Before a round."""


@dataclass(frozen=True, slots=True)
class _Target:
    """One target with where and whom it is about."""

    row: RoundTarget
    its: CoverageRound
    home: Household | None
    person: Resident | None
    place: CoveragePlace | None

    @property
    def building(self) -> int:
        """Number of its building; 0 for a place outside of every one."""
        return self.home.building if self.home else self.place.building if self.place else 0

    @property
    def left(self) -> bool:
        """Whether it is still to be seen."""
        return MARKS[self.its.kind][self.row.state] is Mark.left


def booklet(session: Reading, eye: Eye, words: Words, scope: Scope) -> Paper:
    """The round on show, or each that is under way, a page a building.

    Those who are done already have no box but the word for it, so a booklet may be printed again.
    """
    return Paper(
        PaperKind.booklet,
        _of_targets(session, eye, words, scope) or _of_doors(session, words, scope),
    )


def _of_targets(session: Reading, eye: Eye, words: Words, scope: Scope) -> list[Block]:
    if scope.record_id is None:
        where: sa.ColumnElement[bool] = col(CoverageRound.state).in_(BEGUN)
    else:
        where = col(CoverageRound.id) == scope.record_id
    found = [one for one in _targets(session, where) if scope.building in (None, one.building)]
    found.sort(key=lambda one: (one.its.id or 0, one.building, _step(session, one), one.row.id))
    blocks = []
    for its, targets in groupby(found, key=lambda one: one.its):
        for building, there in groupby(targets, key=lambda one: one.building):
            told = {"kind": its.kind, "number": its.number, "building": building}
            title = words("paper.booklet.of" if building else "paper.booklet.outside", **told)
            here = list(there)
            rows = [_row(session, eye, words, at, one) for at, one in enumerate(here, 1)]
            records = [f"rounds.target:{one.row.id}" for one in here if one.left]
            columns = _COLUMNS[UNITS[its.kind]]
            blocks.append(Block(title, columns, rows, records, building=building or None))
    return blocks


def _of_doors(session: Reading, words: Words, scope: Scope) -> list[Block]:
    """A line a door of a round that is still to begin, or of none; nothing of one about places."""
    its = session.get(CoverageRound, scope.record_id) if scope.record_id is not None else None
    if its is not None and (its.state not in _AHEAD or UNITS[its.kind] is Unit.place):
        return []
    within = () if scope.building is None else (col(Household.building) == scope.building,)
    counted = session.execute(
        sa.select(Household, sa.func.count(col(Resident.id)))
        .outerjoin(
            Resident,
            sa.and_(
                col(Resident.household_id) == col(Household.id),
                col(Resident.presence) == Presence.present,
                col(Resident.moved_out_on).is_(None),
            ),
        )
        .where(lived_in(), *within)
        .group_by(col(Household.id))
    )
    homes = sorted(counted, key=lambda found: walk_key(found[0]))
    blocks = []
    for building, there in groupby(homes, key=lambda found: found[0].building):
        rows: list[Sequence[Value]] = [
            (home.stairwell, home.door, heads, "", "", *ticks(2)) for home, heads in there
        ]
        said = {"building": building}
        title = (
            words("paper.booklet.ahead", **said)
            if its is None
            else words("paper.booklet.of", kind=its.kind, number=its.number, **said)
        )
        blocks.append(Block(title, _DOORS, rows, building=building))
    return blocks


def jobs(session: Reading, ids: Sequence[int], _since: dt.datetime) -> dict[int, Job]:
    """How the targets of a booklet stand."""
    found = {}
    for one in _targets(session, col(RoundTarget.id).in_(ids)):
        door, person = _door(session, one), one.person
        name = ""
        if person is not None and one.home is not None:
            name = seen(session, one.its.state).name(person.name, one.home.grid, person.sex)
        key = f"rounds.target:{one.row.id}"
        found[one.row.id or 0] = Job(key, f"{door} {name}".strip(), one.row.state, open=one.left)
    return found


def _targets(session: Reading, where: sa.ColumnElement[bool]) -> list[_Target]:
    rows = session.execute(
        sa.select(RoundTarget, CoverageRound, Household, Resident, CoveragePlace)
        .join(CoverageRound, col(CoverageRound.id) == col(RoundTarget.round_id))
        .outerjoin(Household, col(Household.id) == col(RoundTarget.household_id))
        .outerjoin(Resident, col(Resident.id) == col(RoundTarget.resident_id))
        .outerjoin(CoveragePlace, col(CoveragePlace.id) == col(RoundTarget.place_id))
        .where(where)
    )
    return [_Target(*row) for row in rows]


def _row(session: Reading, eye: Eye, words: Words, at: int, one: _Target) -> tuple[Value, ...]:
    done = TICK if one.left else words.of(one.row.state)
    head = (at, _door(session, one))
    if one.person is None or one.home is None:
        return (*head, done, "")
    mine = seen(session, one.its.state).on_task
    name = eye.name(one.person.name, one.home.grid, one.person.sex, mine)
    return (*head, name, done, "", "")


def _door(session: Reading, one: _Target) -> str:
    """Where it is, as far as whoever looks may know of that person."""
    if one.home is None:
        return one.place.name if one.place else ""
    home = one.home
    view = seen(session, one.its.state)
    return view.door(home.building, home.stairwell, home.room, home.grid, one.person is not None)


def _step(session: Reading, one: _Target) -> tuple[object, ...]:
    if one.home is None:
        return (one.place.stairwell, one.place.name) if one.place else ()
    known = seen(session, one.its.state).links(one.home.grid, one.person is not None)
    return step_of(Door(one.home.building, one.home.stairwell, one.home.room), known)

"""The door-walk list: every door of a building with who is behind it, to be ticked in passing."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import col, select

from models.exports.eye import Eye
from models.homes import Household, Presence, Resident, lived_in
from models.papers.paper import Block, Column, Paper, Scope, ticks
from models.papers.tables import PaperKind
from models.rules.address import Door
from models.rules.walk import walk_key
from models.sheets import Value
from models.store.engine import Reading
from models.words import Words

_COLUMNS = (
    Column("door", 24),
    Column("present", 16),
    Column("names"),
    Column("answered", 15),
    Column("all_seen", 15),
    Column("no_answer", 15),
    Column("note", 56, pen=True),
)


def door_walk(session: Reading, eye: Eye, words: Words, scope: Scope) -> Paper:
    """The doors of one building, or of each, a stairwell at a time from the top floor down."""
    within = () if scope.building is None else (col(Household.building) == scope.building,)
    homes = sorted(session.exec(select(Household).where(lived_in(), *within)), key=walk_key)
    behind: dict[int, list[Resident]] = defaultdict(list)
    asked = (
        select(Resident)
        .join(Household, col(Household.id) == col(Resident.household_id))
        .where(sa.true(), *within, col(Resident.moved_out_on).is_(None))
        .order_by(col(Resident.id))
    )
    for person in session.exec(asked):
        behind[person.household_id].append(person)
    blocks = []
    for building, there in groupby(homes, key=lambda home: home.building):
        rows = [_row(eye, words, home, behind[home.id or 0]) for home in there]
        title = words("paper.door_walk.of", building=building)
        blocks.append(Block(title, _COLUMNS, rows, building=building))
    return Paper(PaperKind.door_walk, blocks)


def _row(eye: Eye, words: Words, home: Household, people: Iterable[Resident]) -> tuple[Value, ...]:
    door = Door(home.building, home.stairwell, home.room)
    registered = list(people)
    here = [one for one in registered if one.presence is Presence.present]
    # Who lives behind which door is told only to whoever may link the two.
    named = here if eye.view.links(home.grid) else []
    names = words.listed([eye.name(one.name, home.grid, one.sex) for one in named])
    return (str(door), f"{len(here)}/{len(registered)}", names, *ticks(3), "")

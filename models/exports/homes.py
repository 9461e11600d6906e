"""The roster of residents as a community keeps it, door by door."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col

from models.exports.columns import heads
from models.exports.eye import Eye
from models.homes import Household, Resident
from models.rules.address import Door
from models.sheets import SheetOut
from models.store.engine import Reading
from models.words import Words

_COLUMNS = ("no", "name", "sex", "birth", "phone", "door", "grid", "household", "present")
_MORE = ("away_reason", "back_on", "categories", "note")


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """One row a resident; those who moved out are not in it."""
    rows = session.execute(
        sa.select(Resident, Household)
        .join(Household, col(Household.id) == col(Resident.household_id))
        .where(col(Resident.moved_out_on).is_(None))
        .order_by(
            col(Household.building),
            col(Household.stairwell),
            col(Household.floor),
            col(Household.room),
            col(Resident.id),
        )
    )
    found = []
    for at, (person, home) in enumerate(rows, start=1):
        grid = home.grid
        tells = eye.view.links(grid)
        found.append(
            (
                at,
                eye.name(person.name, grid, person.sex),
                words.of(person.sex),
                eye.age(person.birth_year, grid, words),
                eye.phone(person.phone, grid),
                eye.door(Door(home.building, home.stairwell, home.room), grid),
                grid,
                home.register_no if tells else "",
                words.of(eye.view.presence(person.presence, grid)),
                words.of(person.away_reason),
                person.back_on,
                words.listed(eye.tags(person.tags, grid)),
                eye.text(eye.view.note(person.note, grid)),
            )
        )
    headers = heads((*_COLUMNS, *_MORE), words)
    if not eye.whole:
        headers[3] = words("export.col.age")
    return (SheetOut(words("export.homes"), headers, found),)

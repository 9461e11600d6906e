"""Names in place of ids: what a row refers to, how it is called, and whose grid it belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlmodel import SQLModel

from models.homes.sight import Viewpoint
from models.homes.tables import Sex
from models.rules.address import Door
from models.rules.refusal import Refusal
from models.store.base import Row
from models.store.engine import Reading
from models.store.register import Kind, kinds
from models.store.values import Plain, columns

_BY_NAME = {
    "volunteer": "name",
    "item": "name",
    "post": "name",
    "building": "number",
    "supplier": "name",
    "group_buy": "title",
    "buy_product": "name",
}
"""Tables whose rows are called by one field, open to everybody who records."""
_OF_A_RESIDENT = {"care_profile": "profile_id", "isolation": "isolation_id"}
"""Tables that are one resident's record -> the column by which others refer to it."""
_PEOPLE = frozenset({"volunteer_id", "recorded_by", "safety_approved_by", "given_by"})
"""Fields that hold somebody who serves, whether or not the database knows it."""


class Names:
    """What ids stand for, asked for once for a whole act."""

    def __init__(self, session: Reading, view: Viewpoint, mine: bool) -> None:
        self._session = session
        self._view = view
        self._mine = mine
        self._said: dict[tuple[str, int], str] = {}
        self._titles: dict[tuple[str, int], str | None] = {}

    def refers(self, model: type[Row] | None, name: str) -> str | None:
        """The table that a field refers to."""
        column = columns(model).get(name) if model is not None else None
        if column is not None:
            for key in column.foreign_keys:
                return key.column.table.name
        return "volunteer" if name in _PEOPLE else None

    def of(self, model: type[Row] | None, name: str, value: Plain) -> str | None:
        """What an id in a field stands for."""
        table = self.refers(model, name)
        if table is None or not isinstance(value, int):
            return None
        return self._said.get((table, value), f"#{value}")

    def gather(self, wanted: Iterable[tuple[str, int]]) -> None:
        """Asks for everything that is referred to, one statement a table."""
        by_table: defaultdict[str, set[int]] = defaultdict(set)
        for table, row_id in wanted:
            by_table[table].add(row_id)
        for table, ids in by_table.items():
            if table == "household":
                self._doors(ids)
            elif table == "resident":
                self._residents(ids)
            elif table in _OF_A_RESIDENT:
                self._of_residents(table, ids)
            elif table in _BY_NAME:
                found = SQLModel.metadata.tables[table]
                asked = sa.select(found.c.id, found.c[_BY_NAME[table]])
                for row_id, said in self._session.execute(asked.where(found.c.id.in_(ids))):
                    self._said[table, row_id] = str(said)

    def _doors(self, ids: set[int]) -> None:
        homes = SQLModel.metadata.tables["household"]
        asked = sa.select(homes).where(homes.c.id.in_(ids))
        for row in self._session.execute(asked):
            full = Door(row.building, row.stairwell, row.room)
            self._said["household", row.id] = self._view.door(full, row.grid, self._mine)

    def _residents(self, ids: set[int]) -> None:
        people, homes = (SQLModel.metadata.tables[name] for name in ("resident", "household"))
        asked = (
            sa.select(people.c.id, people.c.name, people.c.sex, homes.c.grid)
            .join_from(people, homes)
            .where(people.c.id.in_(ids))
        )
        for row in self._session.execute(asked):
            sex = Sex(row.sex) if row.sex else None
            self._said["resident", row.id] = self._view.name(row.name, row.grid, sex, self._mine)

    def _of_residents(self, table: str, ids: set[int]) -> None:
        """People on the care list or in isolation, called by their own names."""
        of = SQLModel.metadata.tables[table]
        asked = sa.select(of.c.id, of.c.resident_id).where(of.c.id.in_(ids))
        found = {row_id: resident for row_id, resident in self._session.execute(asked)}
        self._residents(set(found.values()))
        for row_id, resident in found.items():
            self._said[table, row_id] = self._said.get(("resident", resident), "")

    def title(self, kind: Kind, row_id: int) -> str | None:
        """How an opened record is called, masked by its own area; None where it is gone."""
        found = (kind.name, row_id)
        if found not in self._titles:
            try:
                self._titles[found] = kind.sheet(self._session, row_id).title
            except Refusal:
                self._titles[found] = None
        return self._titles[found]


def kinds_by_table() -> Mapping[str, Kind]:
    """The kind of record that each table keeps, of the areas imported so far."""
    # A route is a post too: what a row is called is said by the area that keeps it.
    return {
        str(kind.table.__tablename__): kind
        for kind in kinds().values()
        if kind.name.startswith(f"{kind.table.area}.")
    }


def grids_of(session: Reading, wanted: Mapping[str, set[int]]) -> dict[tuple[str, int], str]:
    """The grid of the household that rows belong to: (table, id) -> grid."""
    tables = SQLModel.metadata.tables
    homes, people = tables["household"], tables["resident"]
    found: dict[tuple[str, int], str] = {}
    for name, ids in wanted.items():
        table = tables.get(name)
        if table is None:
            continue
        asked = sa.select(table.c.id, homes.c.grid).where(table.c.id.in_(ids))
        if name == "household":
            pass
        elif "household_id" in table.c:
            asked = asked.join(homes, homes.c.id == table.c.household_id)
        elif "resident_id" in table.c:
            asked = asked.join(people, people.c.id == table.c.resident_id).join(homes)
        else:
            own = next((one for one, column in _OF_A_RESIDENT.items() if column in table.c), None)
            if own is None:
                continue
            record = tables[own]
            asked = (
                asked.join(record, record.c.id == table.c[_OF_A_RESIDENT[own]])
                .join(people, people.c.id == record.c.resident_id)
                .join(homes, homes.c.id == people.c.household_id)
            )
        found |= {(name, row_id): grid for row_id, grid in session.execute(asked)}
    return found

"""Homes where nobody lives and people who are nobody: what a forgotten record points to.

A record must say of which building it was, and some are counted by household; so a link is never
cut, it is led to a home of nobody in the same building. There are as many of them as have to be
told apart, and which stands for whom is drawn anew each time and written down nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable
from random import SystemRandom
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from models.homes.side_tables import Building, Stairwell
from models.homes.tables import Household, Presence, Resident, lived_in
from models.rules.address import NOWHERE
from models.store.many import add_many
from models.store.personal import Link, Personal
from models.store.session import Writing
from models.store.values import columns
from models.words import ERASED as MARK

_draw = SystemRandom().shuffle


class Nobody:
    """The homes of nobody by building, and the people who are nobody behind them."""

    def __init__(self, session: Writing) -> None:
        self._session = session
        self._homes: dict[int, list[int]] = defaultdict(list)
        self._people: dict[int, list[int]] = defaultdict(list)
        empty = sa.not_(lived_in())
        for row_id, building in session.execute(
            sa.select(col(Household.id), col(Household.building_id))
            .where(empty)
            .order_by(col(Household.id))
        ):
            self._homes[building].append(row_id)
        for row_id, building in session.execute(
            sa.select(col(Resident.id), col(Household.building_id))
            .join_from(Resident, Household, col(Household.id) == col(Resident.household_id))
            .where(empty)
            .order_by(col(Resident.id))
        ):
            self._people[building].append(row_id)

    def stands_for(self, one: Personal, link: Link, rows: sa.Select[Any]) -> dict[int, int]:
        """For each of these rows of a table, the nobody that its link is led to.

        Args:
            rows: selects the ids of the rows.
        """
        found = self._linked(one, link, rows)
        if link.apart is None:
            return {row_id: self._home(building) for row_id, _, building, _ in found}
        # A target that names a person is told apart by it; its door says the building only.
        person = next((other for other in one.links if other.to == "resident"), None)
        named = set()
        if person is not None and person is not link:
            column = columns(one.table)[person.column]
            asked = sa.select(columns(one.table)["id"]).where(column.is_not(None))
            named = set(self._session.scalars(asked.where(columns(one.table)["id"].in_(rows))))
        taken = self._taken(one, link, rows)
        alike: dict[tuple[object, int], dict[int, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        given: dict[int, int] = {}
        for row_id, whose, building, group in found:
            if row_id in named:
                given[row_id] = self._home(building)
            else:
                alike[group, building][whose].append(row_id)
        for (group, building), by_whom in alike.items():
            used = taken[group]
            free = [
                nobody
                for nobody in self._at_least(link, building, len(by_whom) + len(used))
                if nobody not in used
            ]
            _draw(free)
            for nobody, row_ids in zip(free, by_whom.values(), strict=False):
                given |= dict.fromkeys(row_ids, nobody)
        return given

    def _linked(self, one: Personal, link: Link, rows: sa.Select[Any]) -> list[Any]:
        """Row, whom it points to, the building, and among whom those stay apart."""
        kept = columns(one.table)
        asked = sa.select(
            kept["id"], kept[link.column], col(Household.building_id), _group(one, link)
        ).select_from(kept["id"].table)
        asked = _to_home(asked, link, kept[link.column])
        return list(self._session.execute(asked.where(kept["id"].in_(rows), lived_in())))

    def _taken(self, one: Personal, link: Link, rows: sa.Select[Any]) -> dict[object, set[int]]:
        """Who stands for somebody already, in the groups that these rows belong to."""
        kept = columns(one.table)
        asked = sa.select(_group(one, link), kept[link.column]).distinct()
        asked = _to_home(asked.select_from(kept["id"].table), link, kept[link.column])
        asked = asked.where(sa.not_(lived_in()))
        if link.apart != "table":
            groups = sa.select(_group(one, link)).where(kept["id"].in_(rows))
            asked = asked.where(_group(one, link).in_(groups))
        taken: dict[object, set[int]] = defaultdict(set)
        for group, nobody in self._session.execute(asked):
            taken[group].add(nobody)
        return taken

    def _home(self, building: int) -> int:
        return self._at_least(Link("household_id"), building, 1)[0]

    def _at_least(self, link: Link, building: int, n: int) -> list[int]:
        """The homes, or people, of nobody in a building; made where there are too few."""
        pool = self._people if link.to == "resident" else self._homes
        lacking = n - len(pool[building])
        if lacking > 0:
            make = self._new_people if link.to == "resident" else self._new_homes
            pool[building] += make(building, lacking)
        return pool[building]

    def _new_homes(self, building_id: int, n: int) -> Iterable[int]:
        building = self._session.get(Building, building_id)
        stairwell = self._session.scalar(
            sa.select(sa.func.min(col(Stairwell.id))).where(
                col(Stairwell.building_id) == building_id
            )
        )
        first = len(self._homes[building_id]) + 1
        return add_many(
            self._session,
            Household,
            (
                {
                    "door": f"{building.number}-{MARK} {number}",
                    "building_id": building_id,
                    "stairwell_id": stairwell,
                    "building": building.number,
                    "stairwell": NOWHERE,
                    "room": f"{MARK} {number}",
                    "floor": 0,
                    "grid": building.grid,
                }
                for number in range(first, first + n)
            ),
        )

    def _new_people(self, building_id: int, n: int) -> Iterable[int]:
        home = self._home(building_id)
        gone = {
            "household_id": home,
            "name": MARK,
            "presence": Presence.away,
            "moved_out_on": self._session.today,
        }
        return add_many(self._session, Resident, [dict(gone) for _ in range(n)])


def _group(one: Personal, link: Link) -> sa.ColumnElement[Any]:
    if link.apart in (None, "table"):
        return sa.literal(0)
    return columns(one.table)[str(link.apart)]


def _to_home(asked: Any, link: Link, column: sa.Column[Any]) -> Any:
    if link.to == "household":
        return asked.join(Household, col(Household.id) == column)
    asked = asked.join(Resident, col(Resident.id) == column)
    return asked.join(Household, col(Household.id) == col(Resident.household_id))

"""The board gathers what every area counts; an area is read again only when it may have moved."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest

import models
from models.board import LEANS_ON, part
from models.store import Actor, Role, Store
from models.store.base import Row
from tests.conftest import CountStatements
from tests.snapshots import branch

KEPT_WITH_ALL = {"branch", "revision"}
"""Every part is read anew when the branch moved; the revisions are what tells."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A branch with something in every panel."""
    store, _, _ = branch.built(tmp_path_factory.mktemp("board"))
    yield store
    store.close()


@pytest.mark.parametrize("role", [Role.secretary, Role.grid_leader, Role.volunteer])
# Of copies it is asked what lies in a folder, and these databases have none.
@pytest.mark.parametrize("area", [area for area in LEANS_ON if area != "backups"])
def test_an_area_leans_on_all_it_reads(
    small: Store, area: str, role: Role, count_statements: CountStatements
) -> None:
    parts = [what for what in ("counts", "panel", "alarms") if hasattr(area_of(area), what)]
    assert parts
    small.kept.clear()
    with count_statements(small) as asked, small.reading(Actor(4, "孙晓丽", role)) as session:
        for what in parts:
            part(session, area, what)
    read = {one for text in asked.texts for one in re.findall(r'(?:FROM|JOIN) "?(\w+)', text)}
    owners = {owner_of(table) for table in read} - KEPT_WITH_ALL
    # What only the secretary is told is not even read for others.
    assert area in owners or (not owners and role is not Role.secretary)
    assert owners <= {area, *LEANS_ON[area]}


def test_every_alarming_area_is_known() -> None:
    assert set(models.ALARMING) <= LEANS_ON.keys()


def area_of(name: str) -> object:
    return import_module(f"models.{name}")


def owner_of(table: str) -> str:
    """The area that keeps a table."""
    rows = {str(row.__tablename__): row.area for row in Row.__subclasses__()}
    return rows.get(table, table)

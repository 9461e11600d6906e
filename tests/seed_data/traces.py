"""Looks for words of erased rows in a whole database file, whatever table they may lie in."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

import models
from models import retention
from models.store.personal import Personal

LONG = 8
"""From so many letters on a word is looked for inside longer texts too."""
SCHEMA = "alembic_version"
"""The one table that speaks of no record: its `0003` is no passage slip."""

Place = tuple[str, str, str]
"""Table, column, and the word that is found there."""


def declared() -> dict[str, Personal]:
    """What every area says of its tables."""
    return {one.name: one for area in models.AREAS for one in retention.personal(area)}


def forgotten(driver: sqlite3.Connection) -> dict[str, set[int]]:
    """The ids of the erased rows by table."""
    found: dict[str, set[int]] = defaultdict(set)
    for table, row_id in driver.execute("SELECT table_name, row_id FROM erased"):
        found[table].add(row_id)
    return found


def words_of(driver: sqlite3.Connection, gone: dict[str, set[int]]) -> set[str]:
    """What only rows that are to be erased say, and no living record does.

    A word that a living record says too (a name of an item, an answer in one word) is no trace.

    Args:
        driver: a file in which nothing was erased.
        gone: the ids of those rows by table.
    """
    theirs, elsewhere = set[str](), set[str]()
    for table, one in declared().items():
        for column in _columns(driver, table):
            for row_id, text in _texts(driver, table, column, "t.id"):
                said = column in one.texts and row_id in gone[table]
                (theirs if said else elsewhere).add(text)
    return {word for word in theirs - elsewhere if len(word) > 1}


def traces(driver: sqlite3.Connection, words: set[str]) -> set[Place]:
    """Where any of these words stands: as a text of its own, or a long one inside another."""
    long = [word for word in words if len(word) >= LONG]
    found = set[Place]()
    tables = driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if table == SCHEMA:
            continue
        for column in _columns(driver, table):
            said = {text for _, text in _texts(driver, table, column, "NULL")}
            whole = "\n".join(said)
            here = (words & said) | {word for word in long if word in whole}
            found |= {(table, column, word) for word in here}
    return found


def _columns(driver: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in driver.execute(f'PRAGMA table_info("{table}")')]


def _texts(
    driver: sqlite3.Connection, table: str, column: str, place: str
) -> Iterator[tuple[int | None, str]]:
    """Every text of a column once, and every text inside where one is kept as JSON."""
    value = f't."{column}"'
    as_json = f"substr({value}, 1, 1) IN ('[', '{{') AND json_valid({value})"
    return driver.execute(
        f"SELECT DISTINCT {place}, part.atom"
        f' FROM "{table}" t, json_tree(iif({as_json}, {value}, json_quote({value}))) part'
        f" WHERE typeof({value}) = 'text' AND part.type = 'text'"
    )

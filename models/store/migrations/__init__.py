"""The history of the schema: every version, and the way from each to the next.

A new database is created from the tables as they are and stamped with the newest version; the
steps in `versions/` only bring older databases there. Alembic is imported only for that.
"""

import sqlite3
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from models.rules.refusal import Refusal

HERE = Path(__file__).parent


class Steps(NamedTuple):
    """The versions of the schema, oldest first, and where their scripts lie."""

    versions: tuple[str, ...]
    scripts: tuple[Path, ...] = (HERE / "versions",)

    @property
    def newest(self) -> str:
        """The version this program works with."""
        return self.versions[-1]


STEPS = Steps(("0001", "0002", "0003"))


def version_of(driver: sqlite3.Connection, path: Path) -> str | None:
    """The version a database is at; None if there is nothing in it yet.

    Raises:
        Refusal: when it is somebody else's database.
    """
    tables = {str(row[0]) for row in driver.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return None
    if "alembic_version" not in tables or "act" not in tables:
        raise Refusal("refuse.store.not_ours", path=str(path))
    return str(driver.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def stamp(connection: sa.Connection, version: str) -> None:
    """Writes the version into a database that was just created."""
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (version,))


def upgrade(path: Path, steps: Steps) -> None:
    """Takes an older database to the newest version, in one transaction.

    Raises:
        Refusal: when a step would leave rows that refer to nothing.
    """
    from alembic import command
    from alembic.config import Config

    from models.store import sqlite
    from models.store.acts import protect

    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    settings.set_main_option("path_separator", "newline")
    settings.set_main_option("version_locations", "\n".join(map(str, steps.scripts)))
    engine = sqlite.make_engine(path)
    try:
        with engine.execution_options(**{sqlite.WRITES: True}).connect() as connection:
            driver = sqlite.driver_of(connection)
            # Rebuilding a parent table with foreign keys on would take its children with it.
            driver.execute("PRAGMA foreign_keys=OFF").close()
            with connection.begin():
                if version_of(driver, path) == steps.newest:
                    return  # somebody else was quicker
                settings.attributes["connection"] = connection
                command.upgrade(settings, steps.newest)
                protect(connection)  # a table that was rebuilt lost its triggers
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if lost is not None:
                    raise Refusal("refuse.store.upgrade", path=str(path), table=str(lost[0]))
    finally:
        engine.dispose()

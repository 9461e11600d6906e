"""The history of the schema: every version, and the way from each to the next.

A new database is created from the tables as they are and stamped with the newest version; the
steps in `versions/` only bring older databases there. Alembic is imported only for that.
"""

from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from models.store.database import WRITES, Database

HERE = Path(__file__).parent


class Steps(NamedTuple):
    """The versions of the schema, oldest first, and where their scripts lie."""

    versions: tuple[str, ...]
    scripts: tuple[Path, ...] = (HERE / "versions",)

    @property
    def newest(self) -> str:
        """The version this program works with."""
        return self.versions[-1]


STEPS = Steps(("0001", "0002", "0003", "0004", "0005"))


def stamp(connection: sa.Connection, version: str) -> None:
    """Writes the version into a database that was just created."""
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute(
        sa.text("INSERT INTO alembic_version VALUES (:version)"), {"version": version}
    )


def upgrade(database: Database, steps: Steps) -> None:
    """Takes an older database to the newest version, in one transaction.

    Raises:
        Refusal: when a step would leave rows that refer to nothing.
    """
    from alembic import command
    from alembic.config import Config

    from models.store.acts import protect

    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    settings.set_main_option("path_separator", "newline")
    settings.set_main_option("version_locations", "\n".join(map(str, steps.scripts)))
    engine = database.engine()
    try:
        with engine.execution_options(**{WRITES: True}).connect() as connection:
            with database.migrating(connection):
                asked = sa.text("SELECT version_num FROM alembic_version")
                if connection.execute(asked).scalar() == steps.newest:
                    return  # somebody else was quicker
                settings.attributes["connection"] = connection
                command.upgrade(settings, steps.newest)
                # A table that was rebuilt lost its triggers.
                protect(database, connection)
    finally:
        engine.dispose()

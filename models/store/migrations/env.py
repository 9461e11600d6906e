"""Run by Alembic for each upgrade, on the connection and in the transaction it is given."""

from alembic import context
from sqlmodel import SQLModel

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    # SQLite cannot change a column in place: the table is rebuilt.
    render_as_batch=True,
    compare_type=True,
)
# No transaction of its own: whoever upgrades holds the one that everything happens in.
context.run_migrations()

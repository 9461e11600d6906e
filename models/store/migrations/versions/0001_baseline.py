"""The schema of the first edition.

There is nothing to upgrade from: a new database is created from the tables as they are and
stamped, so this step only gives later ones something to follow.
"""

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: no database is older than this."""


def downgrade() -> None:
    """Refused: the way back is the backup made before an upgrade."""
    raise NotImplementedError("go back by restoring the backup made before the upgrade")

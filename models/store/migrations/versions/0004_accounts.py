"""Accounts: what somebody logs in with. One new table; nothing that stood before is touched.

From this version on a database may lie on a server too, so the step says what it makes in words
that both understand.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    # An undo puts rows back in any order; only a file is told so for the whole transaction.
    deferrable = True if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer()),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("passphrase", sa.String(), nullable=False),
        sa.Column("pin", sa.String(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("volunteer_id", name="account_once"),
        sa.CheckConstraint("(volunteer_id IS NULL) = (label <> '')", name="account_whose"),
        sa.CheckConstraint("failures >= 0", name="account_failures"),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer.id"],
            name="fk_account_volunteer_id",
            deferrable=deferrable,
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["volunteer.id"], name="fk_account_made_by", deferrable=deferrable
        ),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Refused: the way back is the backup made before an upgrade."""
    raise NotImplementedError("go back by restoring the backup made before the upgrade")

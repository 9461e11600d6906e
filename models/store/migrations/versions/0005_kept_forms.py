"""Forms that were open when their desk ended. One new table; nothing that stood is touched."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(64), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_form"),
    )
    op.create_index("ix_kept_form_person_id", "kept_form", ["person_id"])


def downgrade() -> None:
    """Refused: the way back is the backup made before an upgrade."""
    raise NotImplementedError("go back by restoring the backup made before the upgrade")

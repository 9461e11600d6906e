"""Accounts: what somebody logs in with. One new table; nothing that stood before is touched."""

from models.store.migrations.spelling import run

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ACCOUNT = """
CREATE TABLE account (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    volunteer_id INTEGER,
    label VARCHAR NOT NULL,
    passphrase VARCHAR NOT NULL,
    pin VARCHAR NOT NULL,
    must_change BOOLEAN NOT NULL,
    failures INTEGER NOT NULL,
    not_before DATETIME,
    disabled_at DATETIME,
    made_at DATETIME NOT NULL,
    made_by INTEGER,
    CONSTRAINT account_once UNIQUE (volunteer_id),
    CONSTRAINT account_whose CHECK ((volunteer_id IS NULL) = (label <> '')),
    CONSTRAINT account_failures CHECK (failures >= 0),
    CONSTRAINT fk_account_volunteer_id FOREIGN KEY(volunteer_id) REFERENCES volunteer (id),
    CONSTRAINT fk_account_made_by FOREIGN KEY(made_by) REFERENCES volunteer (id)
)
"""


def upgrade() -> None:
    """Adds the table."""
    run(ACCOUNT)


def downgrade() -> None:
    """Refused: the way back is the backup made before an upgrade."""
    raise NotImplementedError("go back by restoring the backup made before the upgrade")

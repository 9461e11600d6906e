"""What retention needs: which rows were erased, and whom a request was of once nobody may tell.

A request is a table with CHECKs after its columns, which SQLite cannot add a column before: it is
made anew there, with its rows and the ids it gave out. The rule sets of a branch that began
earlier name no days for the ledgers that came with this version: they get those a new branch begins
with.
"""

import json

import sqlalchemy as sa
from alembic import op

from models.store.migrations.spelling import on_postgresql, run

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ERASED = """
CREATE TABLE erased (
    table_name VARCHAR(64) NOT NULL,
    row_id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_erased PRIMARY KEY (table_name, row_id)
)
"""

REQUEST = """
CREATE TABLE request (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    resident_id INTEGER,
    kind VARCHAR(32) NOT NULL,
    detail VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    quantity INTEGER,
    papers VARCHAR NOT NULL,
    climbing BOOLEAN NOT NULL,
    urgency VARCHAR(32) NOT NULL,
    source VARCHAR(32) NOT NULL,
    state VARCHAR(32) NOT NULL,
    recorded_by INTEGER,
    assignee_id INTEGER,
    created_at DATETIME NOT NULL,
    counted_from DATETIME NOT NULL,
    promised_at DATETIME,
    waiting_for VARCHAR(32),
    waiting_reason VARCHAR NOT NULL,
    wake_at DATETIME,
    note VARCHAR NOT NULL,
    noted_at DATETIME,
    outcome VARCHAR NOT NULL,
    closed_at DATETIME,
    closing VARCHAR(32),
    duplicate_of INTEGER,
    satisfaction VARCHAR(32),
    reopened INTEGER NOT NULL,
    money VARCHAR(32) NOT NULL,
    advanced_fen INTEGER NOT NULL,
    repaid_fen INTEGER NOT NULL,
    receipt_no VARCHAR NOT NULL,
    safety_approved_by INTEGER,
    safety_approved_at DATETIME,
    cared_for BOOLEAN,
    CONSTRAINT request_closed_at CHECK ((closed_at IS NULL) = (state IN ('new', 'triaged', 'claimed', 'in_progress', 'waiting', 'needs_follow_up', 'unreachable'))),
    CONSTRAINT request_closing CHECK ((closing IS NOT NULL) = (state IN ('confirmed', 'closed'))),
    CONSTRAINT request_promised CHECK (promised_at IS NOT NULL OR state IN ('new', 'closed')),
    CONSTRAINT request_free CHECK (NOT state IN ('new', 'triaged') OR assignee_id IS NULL),
    CONSTRAINT request_held CHECK (NOT state IN ('claimed', 'in_progress', 'waiting', 'needs_follow_up', 'unreachable', 'done', 'confirmed') OR assignee_id IS NOT NULL),
    CONSTRAINT request_waiting CHECK ((state = 'waiting') = (waiting_for IS NOT NULL AND wake_at IS NOT NULL)),
    CONSTRAINT request_safe CHECK (NOT climbing OR safety_approved_at IS NOT NULL OR state NOT IN ('in_progress', 'done', 'confirmed')),
    CONSTRAINT request_money CHECK (repaid_fen >= 0 AND repaid_fen <= advanced_fen AND (money = 'none') = (advanced_fen = 0)),
    CONSTRAINT fk_request_household_id FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_request_resident_id FOREIGN KEY(resident_id) REFERENCES resident (id),
    CONSTRAINT request_kind CHECK (kind IN ('medicine', 'carry', 'groceries', 'hospital_trip', 'drain', 'family_conflict', 'pay_bill', 'lock_out', 'pet', 'psychological', 'other')),
    CONSTRAINT urgency CHECK (urgency IN ('red', 'urgent', 'normal', 'low')),
    CONSTRAINT request_source CHECK (source IN ('phone', 'group_chat', 'in_person', 'chain', 'inspection', 'care')),
    CONSTRAINT request_state CHECK (state IN ('new', 'triaged', 'claimed', 'in_progress', 'waiting', 'needs_follow_up', 'unreachable', 'done', 'confirmed', 'closed')),
    CONSTRAINT fk_request_assignee_id FOREIGN KEY(assignee_id) REFERENCES volunteer (id),
    CONSTRAINT waiting_for CHECK (waiting_for IN ('resident', 'supplier', 'money', 'weather')),
    CONSTRAINT closing_reason CHECK (closing IN ('done', 'done_by_others', 'not_wanted', 'out_of_scope', 'duplicate', 'refused')),
    CONSTRAINT fk_request_duplicate_of FOREIGN KEY(duplicate_of) REFERENCES request (id),
    CONSTRAINT satisfaction CHECK (satisfaction IN ('satisfied', 'not_satisfied', 'no_answer')),
    CONSTRAINT money_state CHECK (money IN ('none', 'advanced', 'repaid', 'written_off'))
)
"""

COLUMNS = """
    id, version, household_id, resident_id, kind, detail, item, quantity, papers,
    climbing, urgency, source, state, recorded_by, assignee_id, created_at, counted_from,
    promised_at, waiting_for, waiting_reason, wake_at, note, noted_at, outcome,
    closed_at, closing, duplicate_of, satisfaction, reopened, money, advanced_fen,
    repaid_fen, receipt_no, safety_approved_by, safety_approved_at
"""

INDEXES = (
    "CREATE INDEX ix_request_household_id ON request (household_id)",
    "CREATE INDEX ix_request_resident_id ON request (resident_id)",
    "CREATE INDEX request_closed ON request (closed_at) WHERE closed_at IS NOT NULL",
    "CREATE INDEX request_done ON request (closed_at) WHERE state = 'done'",
    "CREATE INDEX request_duplicates ON request (duplicate_of) WHERE duplicate_of IS NOT NULL",
    "CREATE INDEX request_open ON request (promised_at) WHERE closed_at IS NULL",
    "CREATE INDEX request_open_door ON request (household_id, kind) WHERE closed_at IS NULL",
    "CREATE INDEX request_open_mine ON request (assignee_id) WHERE closed_at IS NULL",
    "CREATE INDEX request_owed ON request (closed_at) WHERE money = 'advanced'",
)

DAYS = {
    "care": 30,
    "community": 30,
    "group_buys": 30,
    "patrols": 21,
    "rounds": 30,
    "shifts": 30,
    "stock": 30,
    "journal": 30,
}


def upgrade() -> None:
    """Adds the table and the column; every row stays."""
    run(ERASED)
    if on_postgresql():
        op.execute("ALTER TABLE request ADD COLUMN cared_for BOOLEAN")
    else:
        _make_requests_anew()
    _name_days(op.get_bind())


def _make_requests_anew() -> None:
    # Without it the tables that refer to requests would follow the old one to its new name.
    op.execute("PRAGMA legacy_alter_table=ON")
    op.execute("ALTER TABLE request RENAME TO request_before")
    op.execute("PRAGMA legacy_alter_table=OFF")
    op.execute(REQUEST)
    op.execute(f"INSERT INTO request ({COLUMNS}) SELECT {COLUMNS} FROM request_before")
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'request'")
    op.execute(
        "INSERT INTO sqlite_sequence (name, seq)"
        " SELECT 'request', seq FROM sqlite_sequence WHERE name = 'request_before'"
    )
    op.execute("DROP TABLE request_before")
    run(*INDEXES)


def _name_days(connection: sa.Connection) -> None:
    asked = "SELECT id, data FROM rule_set WHERE kind = 'retention'"
    for row_id, data in connection.exec_driver_sql(asked).all():
        # SQLite keeps it as its text.
        kept = json.loads(data) if isinstance(data, str) else data
        kept["days"] = {**DAYS, **kept.get("days", {})}
        connection.execute(
            sa.text("UPDATE rule_set SET data = :data, version = version + 1 WHERE id = :id"),
            {"id": row_id, "data": json.dumps(kept, ensure_ascii=False)},
        )


def downgrade() -> None:
    """Refused: the way back is the backup made before an upgrade."""
    raise NotImplementedError("go back by restoring the backup made before the upgrade")

"""Accounts: what somebody proves to be himself with, and how often it failed."""

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.store.base import Row, secret, table_args


class Account(Row, table=True):
    """What a person logs in with; or a wall board, which is nobody's and shows counts only."""

    area: ClassVar[str] = "accounts"
    __table_args__ = table_args(
        sa.UniqueConstraint("volunteer_id", name="account_once"),
        sa.CheckConstraint("(volunteer_id IS NULL) = (label <> '')", name="account_whose"),
        sa.CheckConstraint("failures >= 0", name="account_failures"),
    )

    volunteer_id: int | None = Field(default=None, foreign_key="volunteer.id")
    label: str = ""
    """The log-in name of a wall board; empty for a person, who has a name and a handle."""
    passphrase: str = secret()
    """The passphrase as argon2id keeps it."""
    pin: str = secret(default="")
    """The short number for `@` and for unlocking, kept likewise; empty where there is none."""
    must_change: bool = False
    """Whether somebody else knows the passphrase: it was made by a reset."""
    failures: int = 0
    """How often in a row it was tried in vain."""
    not_before: dt.datetime | None = None
    """When it may be tried again."""
    disabled_at: dt.datetime | None = None
    """Since when it lets nobody in."""
    made_at: dt.datetime
    made_by: int | None = Field(default=None, foreign_key="volunteer.id")

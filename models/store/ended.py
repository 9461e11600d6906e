"""Whether the branch is dissolved: nothing may be recorded in what is left of it.

Asked at every door before anything is shown, so it costs one small question and no import.
"""

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from models.rules.refusal import Refusal

if TYPE_CHECKING:
    from models.store.engine import Store

AREA = "purge"
"""The area whose revision tells every desk that the branch is dissolved."""
VERB = "purge.dissolve"
_ASKED = f"SELECT n FROM revision WHERE area = '{AREA}'"


def ended_at(store: "Store") -> dt.datetime | None:
    """When the branch was dissolved; None while it is not."""
    with store.engine.connect() as connection:
        if connection.exec_driver_sql(_ASKED).first() is None:
            return None
        from models.store.acts import ACT

        last = sa.select(sa.func.max(ACT.c.at)).where(ACT.c.verb == VERB)
        found: dt.datetime | None = connection.execute(last).scalar()
    return found


def check_not_ended(store: "Store") -> None:
    """Raises `Refusal` where the branch is dissolved."""
    at = ended_at(store)
    if at is not None:
        raise Refusal("refuse.purge.ended", at=f"{store.clock.local(at):%Y-%m-%d %H:%M}")

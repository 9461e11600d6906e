"""An act whose commit nobody answered: looked for by its digest, told truthfully, never done twice.

The digest is chosen before the commit. Whoever has the turn to write knows that the connection that
was lost is done with its act or never will be, because it held the turn until then.
"""

from typing import NamedTuple

import sqlalchemy as sa

from models.store.actor import Actor


class Doubt(NamedTuple):
    """An act that may have been kept or not."""

    digest: str
    actor: Actor
    verb: str


def was_kept(writer: sa.Engine, doubt: Doubt) -> bool:
    """Whether the act is in the journal; waits for the turn to write."""
    from models.store.acts import ACT

    with writer.begin() as connection:
        asked = sa.select(ACT.c.id).where(ACT.c.digest == doubt.digest)
        return connection.execute(asked).first() is not None

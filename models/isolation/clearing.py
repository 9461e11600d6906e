"""An exposure that turned out to be none: what was opened because of it ends without its days.

The level falls only by a person with a reason, and nobody is let go over a positive sample or one
that is still awaited.
"""

from collections.abc import Iterable

from pydantic import Field

from models.isolation.ahead import ahead, say, whole
from models.isolation.kinds import PERSON_KIND
from models.isolation.standing import Person
from models.isolation.tables import Isolation, IsolationExposure
from models.isolation.volunteers import keep_in, kept_in
from models.rules.isolation import ExposureKind
from models.rules.refusal import Refusal
from models.store.drafts import Draft, TargetId, Text
from models.store.engine import Writing
from models.store.register import GRID, change, move


class Clear(Draft):
    """Why somebody was not exposed after all."""

    id: TargetId
    reason: Text = Field(min_length=1, max_length=200, title="field.reason")


@change("isolation.clear", draft=Clear, roles=GRID, ahead=ahead)
def clear(session: Writing, draft: Clear) -> Isolation:
    """Somebody was not exposed after all, and is free."""
    _, one = whole(session, draft.id)
    return cleared(session, one, one.exposures, draft.reason)


def cleared(
    session: Writing, one: Person, exposures: Iterable[IsolationExposure], reason: str
) -> Isolation:
    """Strikes these exposures out; whoever has none left is free, else the others count on."""
    row, before = one.row, kept_in(session, one)
    if one.standing is not None and one.standing.positive_on is not None:
        raise Refusal("refuse.isolation.positive", day=one.standing.positive_on.isoformat())
    if one.waiting:
        raise Refusal("refuse.isolation.awaited", n=len(one.waiting))
    for exposure in exposures:
        if exposure.kind in (ExposureKind.case, ExposureKind.discharged):
            raise Refusal("refuse.isolation.strike_case")
        if not exposure.struck:
            exposure.struck = reason
    if all(exposure.struck for exposure in one.exposures):
        move(session, row, "isolation.clear", PERSON_KIND)
        row.released_on, row.door_sealed = session.today, False
    keep_in(session, one.household_id, before)
    say(session, one)
    return row

"""Who was not let through is written down: what the rules said no to, and what a keeper did."""

import datetime as dt
import json
from collections.abc import Sequence
from enum import StrEnum

from sqlmodel import col, select

from models.gate.drafts import LetOut, TurnAway
from models.gate.reasons import REFUSED
from models.gate.tables import Passage, PassageState, PassageWay
from models.homes.tables import Household
from models.rules.refusal import Refusal
from models.store.actor import Actor
from models.store.engine import Store, Writing
from models.store.register import DESK, change, fetch, perform
from models.words import Key

_LOGGED = frozenset(
    f"refuse.gate.{key}"
    for key in ("shut", "shut_until", "purpose", "still_out", "people", "blocked")
) | {"refuse.gate.lost_turn"}
"""What stands against somebody, and is no slip of whoever types."""
_SAME = dt.timedelta(minutes=10)
"""Asked again within these, it is the same attempt."""


@change("gate.turn_away", draft=TurnAway, roles=DESK)
def turn_away(session: Writing, draft: TurnAway) -> Passage:
    """Somebody is not let through; said twice within minutes it is one line."""
    if draft.household_id is None and not draft.name:
        raise Refusal("refuse.gate.nobody")
    if not (draft.reason or draft.because):
        raise Refusal("refuse.gate.no_reason")
    if draft.household_id is not None:
        fetch(session, Household, draft.household_id)
    measures = draft.reason or draft.because
    again = session.exec(
        select(Passage).where(
            REFUSED,
            col(Passage.household_id) == draft.household_id,
            col(Passage.purpose) == draft.purpose,
            col(Passage.passed_at) > session.now - _SAME,
            col(Passage.name) == draft.name,
        )
    ).first()
    if again is not None and again.measures == measures:
        return again
    row = Passage(
        way=PassageWay.inward if draft.household_id is None else PassageWay.out,
        purpose=draft.purpose,
        state=PassageState.seen_to,
        household_id=draft.household_id,
        name=draft.name,
        people=draft.people,
        passed_at=session.now,
        measures=measures,
        recorded_by=session.actor.id,
    )
    session.add(row)
    session.say(purpose=Key(f"GatePurpose.{row.purpose.value}"), who=row.name)
    if row.household_id is not None:
        session.say(household=row.household_id, who="")
    return row


def log_refusal(store: Store, actor: Actor, drafts: Sequence[LetOut], refusal: Refusal) -> None:
    """Writes down that the rules did not let somebody out; a list written down later is none."""
    if refusal.key not in _LOGGED or len(drafts) != 1 or drafts[0].passed_at is not None:
        return
    asked = drafts[0]
    if refusal.key == "refuse.gate.shut_until":  # the log is read by more people than may know
        refusal = Refusal("refuse.gate.shut")
    told = {"key": refusal.key, "params": {k: _kept(v) for k, v in refusal.params.items()}}
    draft = TurnAway(
        household_id=asked.household_id,
        name=asked.name,
        purpose=asked.purpose,
        people=asked.people,
        reason="",
        because=json.dumps(told, ensure_ascii=False),
    )
    perform(store, actor, "gate.turn_away", draft)


def _kept(value: object) -> object:
    """A value of a refusal as it may be kept: words stay keys, so that they can be translated."""
    if isinstance(value, Key):
        return {"word": str(value)}
    if isinstance(value, StrEnum):
        return {"word": f"{type(value).__name__}.{value.value}"}
    if isinstance(value, tuple):
        return [_kept(one) for one in value]
    return value if isinstance(value, (str, int)) else str(value)

"""What the desk at the gate answers: may somebody of this household go out now, and if not, why.

Read once for all that an act lets out, so that a list written down later costs no more than one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from models.branch.reads import phase
from models.gate.reads import OPEN, gate_rules, pass_rules, turns_of
from models.gate.tables import Passage, PassageWay
from models.homes.tables import Household
from models.isolation.reads import shut_households, shut_until
from models.rules.gate import (
    Block,
    GatePurpose,
    GateRules,
    PassRules,
    Turn,
    blocked,
    due_back,
)
from models.rules.refusal import Refusal
from models.store.engine import Reading, Writing
from models.words import Key

_DESK = "gate.desk"


@dataclass(slots=True)
class Desk:
    """What is known at the desk of the households that an act is about."""

    rules: GateRules | None
    allowed: PassRules | None
    shut: frozenset[int]
    turns: dict[int, list[Turn]] = field(default_factory=dict)
    out: dict[int, list[Passage]] = field(default_factory=dict)
    """Who of a household is out, by its id."""


def desk(session: Reading, households: Iterable[int]) -> Desk:
    """What the desk knows of some households, in a fixed number of statements."""
    ids = sorted(set(households))
    rules = gate_rules(session)
    allowed = pass_rules(session, rules) if rules is not None else None
    known = Desk(rules, allowed, shut_households(session))
    if rules is not None and allowed is not None:
        known.turns = dict(turns_of(session, ids, rules, allowed))
    out: defaultdict[int, list[Passage]] = defaultdict(list)
    there = select(Passage).where(
        OPEN, Passage.way == PassageWay.out, col(Passage.household_id).in_(ids)
    )
    for row in session.exec(there):
        out[row.household_id or 0].append(row)
    known.out = dict(out)
    return known


def ahead(session: Writing, drafts: Sequence[Any]) -> None:
    """Reads at once what the desk knows of all the households an act lets out."""
    ids = [draft.household_id for draft in drafts]
    session.gather(Household, ids)
    session.info[_DESK] = desk(session, ids)


def at_desk(session: Reading, household_id: int) -> Desk:
    """What was read ahead, or what is known of this household alone."""
    found = session.info.get(_DESK)
    return found if isinstance(found, Desk) else desk(session, [household_id])


def check_leave(
    session: Reading,
    known: Desk,
    home: Household,
    purpose: GatePurpose,
    people: int,
    at: dt.datetime,
    *,
    allowed_by_leader: bool,
) -> dt.datetime | None:
    """By when whoever goes out now is to be back.

    Args:
        allowed_by_leader: whether a leader lets somebody through whom the pass would not.

    Raises:
        Refusal: with what stands against it, and until when.
    """
    household = home.id or 0
    if household in known.shut and not (allowed_by_leader and purpose is GatePurpose.hospital):
        until = shut_until(session, household)
        if until is None:
            raise Refusal("refuse.gate.shut")
        raise Refusal("refuse.gate.shut_until", until=f"{until:%m-%d}")
    rules, allowed = known.rules, known.allowed
    if rules is None or allowed is None:
        return None
    if not allowed_by_leader:
        if purpose not in allowed.purposes:
            raise _not_for(session, allowed, purpose)
        _check_turn(session, known, household, rules, allowed, purpose, people, at)
    return due_back(allowed, purpose, at)


def _not_for(session: Reading, allowed: PassRules, purpose: GatePurpose) -> Refusal:
    found = phase(session)
    return Refusal(
        "refuse.gate.purpose",
        purpose=purpose,
        phase=Key(f"PhaseKind.{found.value if found is not None else 'sealed'}"),
        purposes=tuple(one for one in GatePurpose if one in allowed.purposes),
    )


def _check_turn(
    session: Reading,
    known: Desk,
    household: int,
    rules: GateRules,
    allowed: PassRules,
    purpose: GatePurpose,
    people: int,
    at: dt.datetime,
) -> None:
    if purpose in allowed.uncounted:
        return
    out = [one for one in known.out.get(household, ()) if one.purpose not in allowed.uncounted]
    if out and sum(one.people for one in out) + people > allowed.people:
        raise Refusal("refuse.gate.still_out", at=_hour(session, out[0].passed_at))
    if people > allowed.people:
        raise Refusal("refuse.gate.people", n=allowed.people)
    block = blocked(rules, allowed, known.turns.get(household, ()), at)
    if block is not None:
        raise block_refusal(session, block, allowed)


def block_refusal(session: Reading, block: Block, allowed: PassRules) -> Refusal:
    """“Blocked until … because …”, as it is said at the desk."""
    key = "refuse.gate.lost_turn" if block.late else "refuse.gate.blocked"
    return Refusal(
        key,
        until=_hour(session, block.until),
        at=_hour(session, block.turn.out_at),
        hours=allowed.every // dt.timedelta(hours=1),
        late=block.late // dt.timedelta(minutes=1),
    )


def _hour(session: Reading, at: dt.datetime) -> str:
    local = session.clock.local(at)
    return f"{local:%H:%M}" if local.date() == session.today else f"{local:%m-%d %H:%M}"

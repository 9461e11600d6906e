"""Which tube a sample goes into: the one in hand, and when it is full the next that was issued."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlmodel import col

from models.rounds.states import RoundKind, TubeState
from models.rounds.tables import CoverageRound, RoundTube
from models.rules.refusal import Refusal
from models.rules.tubes import tubes_needed
from models.store.engine import Writing
from models.store.many import change_many

_TUBES = "rounds.tubes"
_OPEN_TUBES = (TubeState.filling, TubeState.issued)
_A_FEW = 8
"""Tubes that are read at once at least: rows that were marked are seen one after another."""


@dataclass(slots=True)
class OpenTube:
    """A tube that takes samples, as far as they change it."""

    id: int
    number: int
    size: int
    state: TubeState
    filled: int
    holder_id: int | None
    sealed_at: dt.datetime | None

    def take(self, by_id: int | None, now: dt.datetime) -> None:
        """One more sample; a full tube is sealed."""
        if self.state is TubeState.issued:
            self.state, self.holder_id = TubeState.filling, by_id
        self.filled += 1
        if self.filled == self.size:
            self.state, self.sealed_at = TubeState.sealed, now


def pour(session: Writing, its: CoverageRound, people: int, number: int | None) -> list[OpenTube]:
    """The tube that each of so many samples goes into; none where the round has no tubes.

    The one in hand comes first, then those that were issued.
    """
    if its.kind is not RoundKind.test or its.tube_size is None:
        return []
    known = cast("dict[int | None, list[OpenTube]]", session.info.setdefault(_TUBES, {}))
    poured: list[OpenTube] = []
    while len(poured) < people:
        tube = next((one for one in known.get(number, ()) if one.state in _OPEN_TUBES), None)
        if tube is None:
            known[number] = _open_tubes(session, its, number, people - len(poured))
            tube = known[number][0]
        tube.take(session.actor.id, session.now)
        poured.append(tube)
    changed = {
        tube.id: {
            "state": tube.state,
            "filled": tube.filled,
            "holder_id": tube.holder_id,
            "sealed_at": tube.sealed_at,
        }
        for tube in poured
    }
    change_many(session, RoundTube, changed)
    return poured


def _open_tubes(
    session: Writing, its: CoverageRound, number: int | None, people: int
) -> list[OpenTube]:
    """Tubes that take so many samples: the one named, or mine and then those issued.

    Raises:
        Refusal: when there is none.
    """
    asked = sa.select(
        col(RoundTube.id),
        col(RoundTube.number),
        col(RoundTube.size),
        col(RoundTube.state),
        col(RoundTube.filled),
        col(RoundTube.holder_id),
        col(RoundTube.sealed_at),
    ).where(col(RoundTube.round_id) == its.id, col(RoundTube.state).in_(_OPEN_TUBES))
    if number is not None:
        asked = asked.where(col(RoundTube.number) == number)
    else:
        mine = col(RoundTube.holder_id) == (session.actor.id or 0)
        asked = asked.where(mine | (col(RoundTube.state) == TubeState.issued))
    in_hand_first = (col(RoundTube.state) == TubeState.issued, col(RoundTube.number))
    enough = max(_A_FEW, tubes_needed(people, its.tube_size or 1) + 1)
    session.flush()
    tubes = [
        OpenTube(*row) for row in session.execute(asked.order_by(*in_hand_first).limit(enough))
    ]
    if not tubes:
        key = "refuse.rounds.no_tube" if number is None else "refuse.rounds.tube_unknown"
        raise Refusal(key, tube=number)
    return tubes


def numbers(tubes: Iterable[OpenTube]) -> tuple[int, ...]:
    """The numbers of these tubes, each once."""
    return tuple(dict.fromkeys(tube.number for tube in tubes))

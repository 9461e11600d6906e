"""A chain in which people ask for medicine: each answer becomes a new request, once.

A door that waits for medicine already is left out and counted: pasting the chain again in the
evening asks for nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from models.group_buys.surroundings import Surroundings
from models.requests import NoteNew, Request, RequestKind, RequestSource
from models.rules.address import Door
from models.rules.jielong import AnswerState, Chain
from models.store.drafts import build
from models.store.engine import Reading

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class MedicineRequests:
    """What a chain of medicine comes to."""

    drafts: Sequence[NoteNew]
    known: int
    """Doors that wait for medicine already."""
    waiting: int
    """Answers without a door that could be read."""


def medicine_requests(
    session: Reading, chain: Chain, surroundings: Surroundings
) -> MedicineRequests:
    """The requests of a chain of medicine, still to be triaged by somebody."""
    there = set(
        session.exec(
            select(col(Request.household_id)).where(
                Request.kind == RequestKind.medicine, col(Request.closed_at).is_(None)
            )
        )
    )
    drafts: list[NoteNew] = []
    known = waiting = 0
    for answer in chain.answers:
        home = surroundings.doors.get(answer.door) if isinstance(answer.door, Door) else None
        if answer.state is not AnswerState.accepted or home is None:
            waiting += answer in chain.waiting()
            continue
        if home in there:
            known += 1
            continue
        there.add(home)
        goods = "；".join(f"{name} ×{n}" for name, n in answer.items.items())
        detail = " ".join(filter(None, (goods, answer.note)))[:_LONGEST]
        values = {
            "household_id": home,
            "kind": RequestKind.medicine,
            "detail": detail,
            "source": RequestSource.chain,
        }
        drafts.append(build(NoteNew, values))
    return MedicineRequests(tuple(drafts), known, waiting)

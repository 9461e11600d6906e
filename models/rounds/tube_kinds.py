"""Tubes and turns as records: what opens, what may be done."""

from collections.abc import Iterator

from models.rounds.concern import Concern, concern
from models.rounds.guards import guard_round, guard_tube
from models.rounds.reads import targets
from models.rounds.sheets import in_rows, titled
from models.rounds.states import TUBE, TubeState
from models.rounds.tables import CoverageRound, RoundSlot, RoundTube
from models.rounds.terminal import waits_for_list
from models.rounds.turns import tubes
from models.store.engine import Reading
from models.store.register import Kind, Sheet, SheetField, check_opens, fetch, filled, kind

_SHOWN = 12
"""People left of a building that its turn offers."""


def tube_sheet(session: Reading, tube_id: int) -> Sheet:
    """A tube with its people; an abnormal one with everybody and everything it concerns."""
    check_opens(session)
    row = fetch(session, RoundTube, tube_id)
    its = fetch(session, CoverageRound, row.round_id)
    (line,) = tubes(session, row.round_id, only=tube_id)
    people = targets(session, row.round_id, show="", tube_id=tube_id, limit=row.size).lines
    abnormal = row.state in (TubeState.mixed, TubeState.recalled, TubeState.resolved)
    found = concern(session, row) if abnormal else None
    return Sheet(
        f"#{row.number}",
        filled(
            SheetField("field.state", row.state, alarm=row.state is TubeState.mixed),
            SheetField("field.tube_filled", f"{row.filled}/{row.size}"),
            SheetField("field.holder", line.holder),
            SheetField("field.sealed_at", row.sealed_at),
            SheetField("field.delivered_at", row.delivered_at),
            SheetField("field.delivered_to", row.delivered_to),
            SheetField("field.result_at", row.result_at),
            *(_concerned(found) if found else ()),
            SheetField("field.note", row.note),
        ),
        (
            ("rounds.round", row.round_id, f"{its.number} {its.name}".rstrip()),
            *(("rounds.target", one.id, titled(one)) for one in people),
        ),
    )


def _concerned(found: Concern) -> Iterator[SheetField]:
    yield from in_rows("field.concerned_doors", found.doors, 6)
    yield from in_rows("field.concerned_housemates", found.housemates, 3)
    yield from in_rows("field.concerned_neighbours", found.neighbours, 3)
    yield from in_rows("field.concerned_corridors", found.corridors, 6)
    yield from in_rows("field.concerned_volunteers", found.volunteers, 5)


def _natural_tube(session: Reading, row: RoundTube) -> str | None:
    """As the machine says; who is recalled is set apart before anything is resolved."""
    if row.state is TubeState.recalled and waits_for_list(session, row):
        return "rounds.set_apart"
    return TUBE.natural(row.state)


TUBE_KIND = kind(
    Kind(
        "rounds.tube",
        table=RoundTube,
        sheet=tube_sheet,
        machine=TUBE,
        guard=guard_tube,
        natural=_natural_tube,
        verbs=(
            "rounds.seal",
            "rounds.deliver",
            "rounds.tube_negative",
            "rounds.tube_mixed",
            "rounds.recall",
            "rounds.set_apart",
            "rounds.let_go",
            "rounds.resolve",
            "rounds.tube_spoilt",
            "rounds.void",
            "rounds.lose",
        ),
    )
)


def slot_sheet(session: Reading, slot_id: int) -> Sheet:
    """A building's turn, and who of it is left."""
    check_opens(session)
    row = fetch(session, RoundSlot, slot_id)
    page = targets(session, row.round_id, building=row.building, limit=_SHOWN)
    return Sheet(
        f"{row.building}#",
        (
            SheetField("field.slot_from", row.starts_at),
            SheetField("field.slot_until", row.ends_at),
            SheetField("field.lane", row.lane),
            SheetField("field.slot_people", row.people),
            SheetField("field.round_left", page.total),
        ),
        tuple(("rounds.target", one.id, titled(one)) for one in page.lines),
    )


SLOT_KIND = kind(
    Kind(
        "rounds.slot",
        table=RoundSlot,
        sheet=slot_sheet,
        natural=lambda _session, _row: "rounds.mark_slot",
        guard=lambda session, row, _verb: guard_round(
            session, fetch(session, CoverageRound, row.round_id), "rounds.mark_where"
        ),
        verbs=("rounds.mark_slot",),
    )
)

"""A branch with a round of each kind to come: eight people behind five doors, two grids."""

from typing import Any

from sqlmodel import select

from models import rounds
from models.rounds import RoundTarget, TargetLine
from models.store import Actor, Store
from tests.models.crew import SET_UP, at, do, with_people

DOORS = ("3-2-401", "3-2-402", "3-2-301", "3-1-501", "5-1-101")
A, B, C, D, FAR = 1, 2, 3, 4, 5
"""Ids of the households, in the order of DOORS; the last is in grid 2."""
PEOPLE = (
    (A, "王秀芝", 1946, "13800001111", []),
    (A, "单晓宁", 1971, "13900002222", []),
    (A, "单小雨", 2012, "", ["pupil"]),
    (B, "欧阳文静", 1988, "", []),
    (C, "吕翠", 1955, "13700004444", []),
    (D, "何平", 1960, "", []),
    (FAR, "余欣", 1990, "", []),
    (FAR, "余小乐", 2013, "", ["pupil"]),
)
OUT = 9
"""Somebody of door B who is away."""


def with_compound(store: Store) -> Store:
    """The people who serve and those who live here."""
    with_people(store)
    for door in DOORS:
        grid = "一网格" if door.startswith("3") else "二网格"
        do(store, SET_UP, "homes.add_household", door=door, grid=grid)
    for household, name, year, phone, tags in PEOPLE:
        do(store, SET_UP, "homes.add_resident", household_id=household, name=name,
           birth_year=year, phone=phone, tags=tags)  # fmt: skip
    do(store, SET_UP, "homes.add_resident", household_id=B, name="欧阳远", birth_year=1960,
       presence="away", away_reason="work")  # fmt: skip
    return store


def planned(store: Store, actor: Actor, kind: str = "test", **more: Any) -> int:
    """A round that begins at six."""
    values: dict[str, Any] = {"kind": kind, "starts_at": at("06:00"), **more}
    return int(do(store, actor, "rounds.plan", **values).id)


def begun(store: Store, actor: Actor, kind: str = "test", **more: Any) -> int:
    """A round under way."""
    made = planned(store, actor, kind, **more)
    if kind == "test":
        do(store, actor, "rounds.issue_tubes", made)
    do(store, actor, "rounds.start", made)
    return made


def left(store: Store, actor: Actor, round_id: int, **more: Any) -> tuple[TargetLine, ...]:
    """Who is left, as this person sees it."""
    with store.reading(actor) as session:
        return rounds.targets(session, round_id, **more).lines


def of(store: Store, round_id: int, resident: int) -> int:
    """The target of somebody."""
    with store.reading(SET_UP) as session:
        return int(
            session.exec(
                select(RoundTarget.id).where(
                    RoundTarget.round_id == round_id, RoundTarget.resident_id == resident
                )
            ).one()
        )


def finish(store: Store, actor: Actor, round_id: int) -> None:
    """Sees everybody who is left and closes the round, tubes and all."""
    for building in (1, 2):
        if left(store, SET_UP, round_id, building={1: 3, 2: 5}[building]):
            do(store, actor, "rounds.mark_where", round_id, building_id=building)
    with store.reading(SET_UP) as session:
        found = rounds.tubes(session, round_id, limit=500)
    for tube in found:
        if tube.state == "filling":
            do(store, actor, "rounds.seal", tube.id)
        if tube.filled and tube.state in ("filling", "sealed"):
            do(store, actor, "rounds.deliver", tube.id)
        if tube.filled and tube.state in ("filling", "sealed", "delivered"):
            do(store, actor, "rounds.tube_negative", tube.id)
    unused = sum(tube.state == "issued" for tube in found)
    do(store, actor, "rounds.mop_up", round_id)
    if unused:
        do(store, actor, "rounds.return_tubes", round_id, tubes=unused)
    do(store, actor, "rounds.reconcile", round_id)
    if found:
        do(store, actor, "rounds.results_in", round_id)
    do(store, actor, "rounds.close", round_id)

"""What an abnormal tube means for isolation: its people, confirmed as a list, and let go again.

Who is opened as what is chosen by the person who reads the list; only a result of the test alone
decides by itself: positive is a case, negative is not opened.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from pydantic import Field
from sqlmodel import col

from models.homes.tables import Household, Resident
from models.isolation.changes import confirm_case, expose, open_
from models.isolation.clearing import cleared
from models.isolation.drafts import ConfirmCase, Expose, OpenIsolation, PastDay
from models.isolation.standing import OPEN as APART
from models.isolation.standing import Person, people
from models.isolation.tables import IsolationState
from models.rounds.drafts import Reason
from models.rounds.guards import guard_tube
from models.rounds.members import PRESENT
from models.rounds.sight import seen
from models.rounds.states import Outcome
from models.rounds.tables import CoverageRound, RoundTarget, RoundTube
from models.rules.isolation import ExposureKind
from models.rules.refusal import Refusal
from models.rules.walk import walk_key
from models.store.drafts import Draft, TargetId, Text, build
from models.store.engine import Reading, Writing
from models.store.register import GRID, change, fetch

_NUMBER = re.compile(r"\d+")
_FLOOR = (col(Household.building), col(Household.stairwell), col(Household.floor))


class Apart(StrEnum):
    """As what the people of one part of the list are opened."""

    close = "close"
    secondary = "secondary"
    nobody = "nobody"


class SetApart(Draft):
    """As what the listed people are recorded, from which day, and who is left out."""

    id: TargetId
    members: Apart = Field(Apart.close, title="field.apart_members")
    housemates: Apart = Field(Apart.secondary, title="field.apart_housemates")
    neighbours: Apart = Field(Apart.nobody, title="field.apart_neighbours")
    happened_on: PastDay | None = Field(
        None, title="field.exposed_on", description="hint.day_of_the_sample"
    )
    but: Text = Field("", max_length=80, title="field.apart_but", description="hint.apart_but")


class LetGo(Draft):
    """Why those whose own result is negative are free."""

    id: TargetId
    reason: Reason = Field(min_length=1, description="hint.let_go")
    but: Text = Field("", max_length=80, title="field.apart_but", description="hint.apart_but")


class _Part(StrEnum):
    """Why somebody stands on the list."""

    tube = "members"
    home = "housemates"
    floor = "neighbours"


_PARTS = tuple(_Part)
"""The parts of the list, in its order."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """One person of the list, with the number it is confirmed by."""

    number: int
    resident_id: int
    household_id: int
    floor: tuple[int, int, int]
    told: str
    part: _Part
    outcome: Outcome | None
    apart: Person | None
    """The record of isolation that is open."""


def _listed(session: Reading, tube: RoundTube) -> tuple[_Listed, ...]:
    """The people of a tube in walking order, then who lives with them, then who lives on the
    same floors, numbered through."""
    its = fetch(session, CoverageRound, tube.round_id)
    outcomes = {
        resident_id: outcome
        for resident_id, outcome in session.execute(
            sa.select(col(RoundTarget.resident_id), col(RoundTarget.outcome)).where(
                col(RoundTarget.tube_id) == tube.id
            )
        )
    }
    homes = sa.select(Household).join(Resident, col(Resident.household_id) == col(Household.id))
    floors = homes.where(col(Resident.id).in_(outcomes)).with_only_columns(*_FLOOR)
    rows = session.execute(
        sa.select(Household, Resident)
        .join(Resident, col(Resident.household_id) == col(Household.id))
        .where(sa.tuple_(*_FLOOR).in_(floors), PRESENT | col(Resident.id).in_(outcomes))
        .order_by(col(Resident.id))
    ).all()
    doors = {home.id for home, one in rows if one.id in outcomes}

    def part(home: Household, one: Resident) -> _Part:
        if one.id in outcomes:
            return _Part.tube
        return _Part.home if home.id in doors else _Part.floor

    walked = sorted(rows, key=lambda row: (_PARTS.index(part(*row)), walk_key(row.Household)))
    apart = {
        one.row.resident_id: one
        for one in people(
            session, APART, col(Resident.household_id).in_({home.id for home, _ in rows})
        )
    }
    view = seen(session, its.state)

    def told(at: Household, one: Resident) -> str:
        door = view.door(at.building, at.stairwell, at.room, at.grid, True)
        return f"{door} {view.name(one.name, at.grid, one.sex)}".rstrip()

    return tuple(
        _Listed(
            number,
            resident.id or 0,
            home.id or 0,
            (home.building, home.stairwell, home.floor),
            f"{number} {told(home, resident)}",
            part(home, resident),
            outcomes.get(resident.id),
            apart.get(resident.id or 0),
        )
        for number, (home, resident) in enumerate(walked, 1)
    )


def _foretell(session: Reading, ids: Sequence[int]) -> Mapping[str, object]:
    """The list that is confirmed, with what is known of each by number."""
    listed = [one for tube in ids for one in _listed(session, fetch(session, RoundTube, tube))]

    def numbers(found: Iterable[_Listed]) -> tuple[int, ...] | str:
        return tuple(one.number for one in found) or "-"

    return {
        **{
            part.value: tuple(one.told for one in listed if one.part is part) or "-"
            for part in _PARTS
        },
        "positive": numbers(one for one in listed if one.outcome is Outcome.positive),
        "negative": numbers(one for one in listed if one.outcome is Outcome.negative),
        "apart": numbers(one for one in listed if one.apart is not None),
    }


def source_of(its: CoverageRound, tube: RoundTube) -> str:
    """How an exposure says that it came from a tube."""
    return f"核酸{its.number} #{tube.number}"


@change("rounds.set_apart", draft=SetApart, roles=GRID, foretells=_foretell)
def set_apart(session: Writing, draft: SetApart) -> RoundTube:
    """Opens isolation for the people of an abnormal tube, as the list was confirmed."""
    tube = fetch(session, RoundTube, draft.id)
    guard_tube(session, tube, "rounds.set_apart")
    its = fetch(session, CoverageRound, tube.round_id)
    told = {
        "happened_on": draft.happened_on or session.clock.day_of(tube.sealed_at or session.now),
        "source": source_of(its, tube),
    }
    done = 0
    for one in _wanted(_listed(session, tube), draft.but):
        kind = _kind(one, draft)
        if kind is not None and _open(session, one, kind, told):
            done += 1
    if not done:
        raise Refusal("refuse.rounds.nobody_apart")
    _say(session, its, tube, done)
    return tube


def _kind(one: _Listed, draft: SetApart) -> ExposureKind | None:
    if one.outcome is Outcome.positive:
        return ExposureKind.case
    if one.outcome is Outcome.negative:
        return None
    chosen: Apart = getattr(draft, one.part.value)
    return None if chosen is Apart.nobody else ExposureKind(chosen.value)


def _open(session: Writing, one: _Listed, kind: ExposureKind, told: Mapping[str, object]) -> bool:
    known = one.apart
    if known is None:
        given = {**told, "kind": kind, "resident_id": one.resident_id}
        if kind is ExposureKind.case:
            given["happened_on"] = session.today
        open_(session, build(OpenIsolation, given))
    elif known.row.state not in (IsolationState.isolating, IsolationState.monitoring):
        return False  # a case already
    elif kind is ExposureKind.case:
        confirm_case(session, build(ConfirmCase, {"id": known.id}))
    elif any(exposure.source == told["source"] for exposure in known.exposures):
        return False  # opened because of this tube before: the same day, told once
    else:
        expose(session, build(Expose, {**told, "kind": kind, "id": known.id}))
    return True


@change("rounds.let_go", draft=LetGo, roles=GRID, foretells=_foretell)
def let_go(session: Writing, draft: LetGo) -> RoundTube:
    """Those opened because of a tube whose own result is negative are free, with who lives
    behind a door, or on a floor, where nobody is left to doubt."""
    tube = fetch(session, RoundTube, draft.id)
    guard_tube(session, tube, "rounds.let_go")
    its = fetch(session, CoverageRound, tube.round_id)
    listed, source = _listed(session, tube), source_of(its, tube)
    doubts = [
        one for one in listed if one.part is _Part.tube and one.outcome is not Outcome.negative
    ]
    doubted, floors = {one.household_id for one in doubts}, {one.floor for one in doubts}
    done = 0
    for one in _wanted(listed, draft.but):
        clear = one.part is not _Part.tube or one.outcome is Outcome.negative
        near = one.floor in floors if one.part is _Part.floor else one.household_id in doubted
        if one.apart is None or not clear or near:
            continue
        because = [exposure for exposure in one.apart.exposures if exposure.source == source]
        if because:
            cleared(session, one.apart, because, draft.reason)
            done += 1
    if not done:
        raise Refusal("refuse.rounds.nobody_to_let_go")
    _say(session, its, tube, done)
    return tube


def _wanted(listed: Sequence[_Listed], but: str) -> Iterable[_Listed]:
    """The list without those left out by their numbers.

    Raises:
        Refusal: when a number is none of the list.
    """
    out = {int(number) for number in _NUMBER.findall(but)}
    unknown = out - {one.number for one in listed}
    if unknown:
        raise Refusal("refuse.rounds.no_such_number", n=min(unknown), most=len(listed))
    return [one for one in listed if one.number not in out]


def _say(session: Writing, its: CoverageRound, tube: RoundTube, n: int) -> None:
    # The act is one about a tube; whom it concerned stands in the records it made.
    session.act_params.clear()
    session.say(no=its.number, tube=tube.number, n=n)

"""Records of what was disinfected: a place, a stairwell, everything of a kind.

What was done together is one act, and what it took from the store is moved in the same act. A
place of a running disinfection round is seen by its record.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field
from sqlmodel import col, select

from models.rounds.drafts import BeenAt, Reason, SomeBuilding, SomeVolunteer
from models.rounds.drawing import ALCOHOL, BLEACH, draw, take_back
from models.rounds.guards import guard_target
from models.rounds.members import LEFT_ROWS
from models.rounds.placing import guard_place, waits_of
from models.rounds.states import UNDER_WAY, RoundKind, TargetState
from models.rounds.tables import CoveragePlace, CoverageRound, RoundTarget
from models.rounds.treated import disinfection_rules
from models.rounds.treatments import (
    CHLORINE,
    TREATMENT,
    Agent,
    Method,
    PlaceTreatment,
    TreatmentState,
)
from models.rules.disinfection import DisinfectionTarget
from models.rules.refusal import Refusal
from models.stock.tables import MoveKind
from models.store.drafts import Counts, Draft, Hidden, TargetId, Text
from models.store.engine import Reading, Writing
from models.store.many import add_many, change_many
from models.store.register import change, editing, fetch, targets

_ITEMS: Mapping[Agent, str] = MappingProxyType({Agent.bleach: BLEACH, Agent.alcohol: ALCOHOL})
"""What of the catalogue an agent is drawn from; the others are drawn by hand in the stock room."""
_DRAWN = "rounds.drawn"
Strength = Annotated[int, Counts(frozenset({"mg", "毫克"}))]
Minutes = Annotated[int, Counts(frozenset({"分钟", "分", "min", "minutes"}))]


# ── records ─────────────────────────────────────────────────────────────────────────────────────


class TreatmentFields(Draft):
    """With what, how strong, how and how long."""

    concentration: Strength | None = Field(500, ge=100, le=20_000, description="hint.concentration")
    agent: Agent = Agent.bleach
    method: Method = Method.spray
    minutes: Minutes = Field(30, ge=0, le=600, title="field.contact_minutes")
    operator_id: SomeVolunteer | None = Field(
        None, title="field.operator", description="hint.empty_is_me"
    )
    checker_id: SomeVolunteer | None = Field(None, title="field.place_checker")
    note: Text = Field("", max_length=200)


class _Done(TreatmentFields):
    at: BeenAt | None = Field(None, description="hint.empty_is_now")
    bottles: int = Field(0, ge=0, le=500, description="hint.bottles")


class DisinfectDraft(_Done):
    """One place was disinfected."""

    id: TargetId


class DisinfectAfter(DisinfectDraft):
    """One stairwell was disinfected after an abnormal tube."""

    concentration: Strength | None = Field(
        1000, ge=100, le=20_000, description="hint.terminal_strength"
    )


class DisinfectWhere(_Done):
    """A building's stairwells, or all places of a kind."""

    first = ("building_id", "target")

    building_id: SomeBuilding | None = Field(None, title="field.building")
    target: DisinfectionTarget | None = Field(None, title="field.place_target")
    but: Annotated[tuple[int, ...], Hidden()] = ()
    """Places that are passed by; plans and imports name them here."""


class StrikeDraft(Draft):
    """Why a record is wrong."""

    id: TargetId
    reason: Reason = Field(min_length=1)


class CheckDraft(Draft):
    """Who looked at it; empty is whoever records."""

    id: TargetId
    checker_id: SomeVolunteer | None = Field(
        None, title="field.place_checker", description="hint.empty_is_me"
    )


def _ahead(session: Writing, drafts: Sequence[DisinfectDraft]) -> None:
    session.gather(CoveragePlace, [draft.id for draft in drafts])


@change("rounds.disinfect", draft=DisinfectDraft, ahead=_ahead, undo="counter", counter=take_back)
def disinfect(session: Writing, draft: DisinfectDraft) -> CoveragePlace:
    """One place is disinfected; of several in one act the bottles are told once."""
    row = fetch(session, CoveragePlace, draft.id)
    guard_place(session, row, "rounds.disinfect")
    _record(session, [row.id or 0], draft)
    session.say(spot=row.name)
    _draw(session, draft, row.name)
    return row


def _foretell(session: Reading, ids: Sequence[int]) -> Mapping[str, object]:
    """Which floors, because of which tube, and how strong it has to be."""
    found = [waits_of(session, fetch(session, CoveragePlace, one)) for one in ids]
    told = tuple(f"{one.spot} {one.numbers}" for one in found if one is not None)
    return {"spots": told, "n": disinfection_rules(session).terminal}


@change(
    "rounds.disinfect_after",
    draft=DisinfectAfter,
    ahead=_ahead,
    undo="counter",
    counter=take_back,
    foretells=_foretell,
)
def disinfect_after(session: Writing, draft: DisinfectAfter) -> CoveragePlace:
    """The corridors that an abnormal tube concerns are disinfected, strongly enough to be done."""
    row = fetch(session, CoveragePlace, draft.id)
    guard_place(session, row, "rounds.disinfect_after")
    least = disinfection_rules(session).terminal
    if draft.agent is not Agent.peroxide and (
        draft.agent not in CHLORINE or (draft.concentration or 0) < least
    ):
        raise Refusal("refuse.rounds.too_weak", n=least)
    return disinfect(session, draft)


@change("rounds.treat", draft=DisinfectDraft, undo="counter", counter=take_back)
def treat(session: Writing, draft: DisinfectDraft) -> RoundTarget:
    """A place of a disinfection round is disinfected."""
    row = fetch(session, RoundTarget, draft.id)
    guard_target(session, row, "rounds.treat")
    place = fetch(session, CoveragePlace, row.place_id or 0)
    _record(session, [place.id or 0], draft)
    session.say(spot=place.name)
    _draw(session, draft, place.name)
    return row


@change("rounds.disinfect_where", draft=DisinfectWhere, undo="counter", counter=take_back)
def disinfect_where(session: Writing, draft: DisinfectWhere) -> CoveragePlace:
    """A building's stairwells, or all places of a kind, in one act."""
    if draft.building_id is None and draft.target is None:
        raise Refusal("refuse.rounds.which_places")
    asked = select(CoveragePlace).where(~col(CoveragePlace.retired))
    if draft.building_id is not None:
        asked = asked.where(CoveragePlace.building_id == draft.building_id)
    if draft.target is not None:
        asked = asked.where(CoveragePlace.target == draft.target)
    found = [row for row in session.exec(asked.order_by(col(CoveragePlace.id)))]
    found = [row for row in found if row.id not in draft.but]
    if not found:
        raise Refusal("refuse.rounds.no_such_places")
    _record(session, [row.id or 0 for row in found], draft)
    session.say(n=len(found), spot=found[0].name, until=found[-1].name)
    _draw(session, draft, f"{found[0].name} +{len(found) - 1}")
    return found[0]


def _record(session: Writing, places: Sequence[int], draft: _Done) -> None:
    at = draft.at or session.now
    told = {
        "at": at,
        "day": session.clock.day_of(at),
        **draft.model_dump(include=set(TreatmentFields.model_fields)),
        "operator_id": draft.operator_id or session.actor.id,
        "concentration": _strength(draft.agent, draft.concentration),
        # Who was said to have checked it has.
        "state": TreatmentState.checked if draft.checker_id else TreatmentState.recorded,
    }
    add_many(session, PlaceTreatment, ({**told, "place_id": place} for place in places))
    _see(session, places, at)


def _strength(agent: Agent, concentration: int | None) -> int | None:
    """Only chlorine is told in mg/L, and it always is."""
    if agent not in CHLORINE:
        return None
    if concentration is None:
        raise Refusal("refuse.rounds.concentration")
    return concentration


def _see(session: Writing, places: Iterable[int], at: dt.datetime) -> None:
    """The places that are left in a disinfection round under way are seen."""
    found = session.execute(
        sa.select(col(RoundTarget.id))
        .join(CoverageRound, col(CoverageRound.id) == col(RoundTarget.round_id))
        .where(
            LEFT_ROWS,
            col(RoundTarget.place_id).in_(places),
            col(CoverageRound.kind) == RoundKind.disinfection,
            col(CoverageRound.state).in_(UNDER_WAY),
            col(CoverageRound.started_at) <= at,
        )
    ).scalars()
    seen = {"state": TargetState.seen, "at": at, "by_id": session.actor.id}
    change_many(session, RoundTarget, dict.fromkeys(found, seen))


def _draw(session: Writing, draft: _Done, party: str) -> None:
    """Marked rows share one form, so what it says of bottles is meant for all of them together."""
    if not draft.bottles or session.info.get(_DRAWN):
        return
    session.info[_DRAWN] = True
    name = _ITEMS.get(draft.agent)
    if name is None:
        raise Refusal("refuse.rounds.not_kept", agent=draft.agent)
    draw(session, name, MoveKind.use, draft.bottles, party=party)


def _settle(session: Writing, row: PlaceTreatment) -> None:
    guard_treatment(session, row, "rounds.edit_treatment")
    row.concentration = _strength(row.agent, row.concentration)
    _name(session, row)


editing("rounds.edit_treatment", table=PlaceTreatment, fields=TreatmentFields, also=_settle)


def guard_treatment(_: object, row: PlaceTreatment, verb: str) -> None:
    """Raises `Refusal` for a record that was struck out."""
    if row.state is TreatmentState.struck and verb == "rounds.edit_treatment":
        raise Refusal("refuse.rounds.struck")


@change("rounds.check_treatment", draft=CheckDraft, ahead=targets(PlaceTreatment))
def check_treatment(session: Writing, draft: CheckDraft) -> PlaceTreatment:
    """Somebody else looked at it: the smell, the wet floor, the mixed bucket."""
    row = fetch(session, PlaceTreatment, draft.id)
    row.state = TreatmentState(TREATMENT.to("rounds.check_treatment", row.state))
    row.checker_id = draft.checker_id or session.actor.id
    if row.checker_id is not None and row.checker_id == row.operator_id:
        raise Refusal("refuse.rounds.checks_own")
    _name(session, row)
    return row


@change("rounds.strike_treatment", draft=StrikeDraft)
def strike_treatment(session: Writing, draft: StrikeDraft) -> PlaceTreatment:
    """The record is wrong: it stays, and counts no more."""
    row = fetch(session, PlaceTreatment, draft.id)
    row.state = TreatmentState(TREATMENT.to("rounds.strike_treatment", row.state))
    row.reason = draft.reason
    _name(session, row)
    return row


def _name(session: Writing, row: PlaceTreatment) -> None:
    place = fetch(session, CoveragePlace, row.place_id)
    session.say(spot=place.name, at=session.clock.stamp(row.at))

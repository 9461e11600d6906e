"""Places that are disinfected: listed, put right, taken off the list and put back on it."""

import datetime as dt
import re

import sqlalchemy as sa
from pydantic import Field
from sqlmodel import col, func, select

from models.homes.side_tables import Building, Stairwell
from models.homes.tables import Household
from models.rounds.tables import CoveragePlace, RoundTarget
from models.rounds.terminal import Terminal, terminal
from models.rounds.treated import disinfection_rules
from models.rules.disinfection import DisinfectionTarget
from models.rules.refusal import Refusal
from models.store.drafts import Draft, Text
from models.store.engine import Reading, Writing
from models.store.many import add_many
from models.store.register import LEADERS, TargetDraft, change, editing, fetch

_BETWEEN = re.compile(r"[\s,，、;；]+")


class PlaceFields(Draft):
    """What of a place may be put right."""

    name: Text = Field(min_length=1, max_length=30, title="field.place_name")
    since: dt.date = Field(title="field.place_since")
    note: Text = Field("", max_length=200)


class PlaceDraft(PlaceFields):
    """A place that is to be disinfected."""

    target: DisinfectionTarget = Field(DisinfectionTarget.road, title="field.place_target")
    since: dt.date | None = Field(  # type: ignore[assignment]
        None, title="field.place_since", description="hint.place_since"
    )


class LayOutPlaces(Draft):
    """Every stairwell of the compound, and the names of the other places."""

    roads: Text = Field("", max_length=300, description="hint.places")
    corners: Text = Field("", max_length=300)
    goods: Text = Field("", max_length=60, title="field.goods_point")
    gear: Text = Field("", max_length=60, title="field.gear_point")
    since: dt.date | None = Field(None, title="field.place_since", description="hint.place_since")


@change("rounds.add_place", draft=PlaceDraft, roles=LEADERS)
def add_place(session: Writing, draft: PlaceDraft) -> CoveragePlace:
    """One more place."""
    _check_name(session, draft.name)
    given = draft.model_dump(exclude={"since"})
    row = CoveragePlace(**given, since=draft.since or session.today)
    session.add(row)
    session.say(spot=row.name)
    return row


def list_stairwells(session: Writing, tube_id: int) -> None:
    """The stairwells of a tube's people are on the list, so that work there can be seen."""
    wanted = session.execute(
        sa.select(
            col(Household.building),
            col(Household.stairwell),
            func.min(col(Household.building_id)).label("building_id"),
            func.min(col(Household.stairwell_id)).label("stairwell_id"),
        )
        .join(RoundTarget, col(RoundTarget.household_id) == col(Household.id))
        .where(col(RoundTarget.tube_id) == tube_id)
        .group_by(col(Household.building), col(Household.stairwell))
    ).all()
    there = {
        (row.building, row.stairwell): row
        for row in session.exec(select(CoveragePlace).where(col(CoveragePlace.stairwell) > 0))
    }
    for one in wanted:
        row = there.get((one.building, one.stairwell))
        if row is None:
            session.add(
                CoveragePlace(
                    name=f"{one.building}-{one.stairwell}",
                    target=DisinfectionTarget.stairwell,
                    building_id=one.building_id,
                    stairwell_id=one.stairwell_id,
                    building=one.building,
                    stairwell=one.stairwell,
                    since=session.today,
                )
            )
        elif row.retired:
            row.retired, row.since = False, session.today


@change("rounds.lay_out_places", draft=LayOutPlaces, roles=LEADERS)
def lay_out_places(session: Writing, draft: LayOutPlaces) -> CoveragePlace:
    """All stairwells, and the other places by their names, in one act; what is there stays."""
    since = draft.since or session.today
    named: list[dict[str, object]] = [
        {
            "name": f"{building}-{number}",
            "target": DisinfectionTarget.stairwell,
            "building_id": building_id,
            "stairwell_id": stairwell_id,
            "building": building,
            "stairwell": number,
        }
        for stairwell_id, number, building_id, building in session.execute(
            sa.select(
                col(Stairwell.id), col(Stairwell.number), col(Building.id), col(Building.number)
            )
            .join(Building, col(Building.id) == col(Stairwell.building_id))
            .order_by(col(Building.number), col(Stairwell.number))
        )
    ]
    for target, names in (
        (DisinfectionTarget.road, draft.roads),
        (DisinfectionTarget.corner, draft.corners),
        (DisinfectionTarget.goods, draft.goods),
        (DisinfectionTarget.gear, draft.gear),
    ):
        named += [{"name": name, "target": target} for name in _BETWEEN.split(names) if name]
    there = set(session.exec(select(CoveragePlace.name)))
    new = {str(one["name"]): one for one in named if one["name"] not in there}
    if not new:
        raise Refusal("refuse.rounds.no_new_place")
    blank = {"building_id": None, "stairwell_id": None, "building": 0, "stairwell": 0}
    made = add_many(
        session, CoveragePlace, [{**blank, **one, "since": since} for one in new.values()]
    )
    session.say(n=len(made))
    return fetch(session, CoveragePlace, made[0])


def _check_name(session: Writing, name: str, own: int | None = None) -> None:
    found = session.exec(select(CoveragePlace.id).where(CoveragePlace.name == name)).first()
    if found is not None and found != own:
        raise Refusal("refuse.rounds.place_twice", spot=name)


def _edited(session: Writing, row: CoveragePlace) -> None:
    with session.no_autoflush:
        _check_name(session, row.name, row.id)
    session.say(spot=row.name)


editing("rounds.edit_place", table=CoveragePlace, fields=PlaceFields, roles=LEADERS, also=_edited)


@change("rounds.retire_place", draft=TargetDraft, roles=LEADERS)
def retire_place(session: Writing, draft: TargetDraft) -> CoveragePlace:
    """It is not disinfected any more; its records stay."""
    return _listed(session, draft.id, "rounds.retire_place", retired=True)


@change("rounds.restore_place", draft=TargetDraft, roles=LEADERS)
def restore_place(session: Writing, draft: TargetDraft) -> CoveragePlace:
    """It is disinfected again, from today on."""
    row = _listed(session, draft.id, "rounds.restore_place", retired=False)
    row.since = session.today
    return row


def _listed(session: Writing, place_id: int, verb: str, *, retired: bool) -> CoveragePlace:
    row = fetch(session, CoveragePlace, place_id)
    guard_place(session, row, verb)
    row.retired = retired
    session.say(spot=row.name)
    return row


def guard_place(session: Reading, row: CoveragePlace, verb: str) -> None:
    """Raises `Refusal` for a place that is off the list or on it already, or has nothing after a
    tube."""
    if row.retired and verb != "rounds.restore_place":
        raise Refusal("refuse.rounds.retired", spot=row.name)
    if not row.retired and verb == "rounds.restore_place":
        raise Refusal("refuse.rounds.not_retired", spot=row.name)
    if verb == "rounds.disinfect_after" and waits_of(session, row) is None:
        raise Refusal("refuse.rounds.no_terminal", spot=row.name)


def waits_of(session: Reading, row: CoveragePlace) -> Terminal | None:
    """What an abnormal tube left to do at a place."""
    if not row.stairwell:
        return None
    return terminal(session, disinfection_rules(session)).get((row.building, row.stairwell))

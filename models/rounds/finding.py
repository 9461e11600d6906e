"""From a typed door, name or number to the rounds and to those left in the ones under way."""

import sqlalchemy as sa
from sqlmodel import col

from models.homes.doors import door_candidates
from models.homes.search import find_residents
from models.homes.tables import Household, Resident
from models.rounds.members import LEFT_ROWS
from models.rounds.reads import open_rounds, rounds
from models.rounds.sight import seen
from models.rounds.states import UNDER_WAY, RoundKind
from models.rounds.tables import CoverageRound, RoundTarget
from models.rules.address import Door, parse_door
from models.store.engine import Reading
from models.store.register import Found


def find_rounds(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Rounds by number or name: open ones first; none typed is every open one."""
    typed = text.strip().casefold().removeprefix("#")
    lines = rounds(session) if typed else open_rounds(session)
    found = []
    for place, line in enumerate(lines):
        if typed and typed != str(line.number) and typed not in line.name.casefold():
            continue
        rank = 0 if typed and typed in (str(line.number), line.name.casefold()) else 1
        shown = session.clock.stamp(line.starts_at)
        label = f"#{line.number} {line.name}".rstrip()
        found.append((rank, place, Found("rounds.round", line.id, label, shown, rank)))
    found.sort(key=lambda one: one[:2])
    return tuple(one for _, _, one in found[:limit])


def find_targets(
    session: Reading, text: str, limit: int, kind: RoundKind | None = None
) -> tuple[Found, ...]:
    """Those left in the rounds under way, by door or by a name that may be asked for."""
    where = _said(session, text.strip(), limit)
    if where is None:
        return ()
    return tuple(found for _, found in _left(session, where, limit, kind))


def aim_test(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Those left in the test under way."""
    return find_targets(session, text, limit, RoundKind.test)


def aim_survey(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Doors left in the survey under way."""
    return find_targets(session, text, limit, RoundKind.survey)


def aim_doors(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """One of those left behind each door: whichever it is, the whole door is meant."""
    where = _said(session, text.strip(), limit)
    if where is None:
        return ()
    doors: dict[int, Found] = {}
    for household_id, found in _left(session, where, None, RoundKind.test):
        doors.setdefault(household_id, found)
    return tuple(doors.values())[:limit]


def _said(session: Reading, text: str, limit: int) -> sa.ColumnElement[bool] | None:
    """The doors or the persons that a text means; None where it means none."""
    if not text:
        return None
    said = parse_door(text)
    if isinstance(said, Door):
        return col(Household.door) == str(said)
    if said is not None:
        ids = [row_id for row_id, _ in door_candidates(session, text, limit)]
        return col(Household.id).in_(ids)
    people = [one.id for one in find_residents(session, text, limit)]
    return col(RoundTarget.resident_id).in_(people) if people else None


def _left(
    session: Reading,
    where: sa.ColumnElement[bool],
    limit: int | None,
    kind: RoundKind | None,
) -> list[tuple[int, Found]]:
    rows = session.execute(
        sa.select(
            col(RoundTarget.id),
            col(RoundTarget.household_id),
            col(CoverageRound.number),
            col(CoverageRound.state),
            col(Household.building),
            col(Household.stairwell),
            col(Household.room),
            col(Household.grid),
            col(Resident.name),
            col(Resident.sex),
        )
        .join(CoverageRound, col(CoverageRound.id) == col(RoundTarget.round_id))
        .join(Household, col(Household.id) == col(RoundTarget.household_id))
        .outerjoin(Resident, col(Resident.id) == col(RoundTarget.resident_id))
        .where(
            LEFT_ROWS,
            col(CoverageRound.state).in_(UNDER_WAY),
            *(() if kind is None else (col(CoverageRound.kind) == kind,)),
            where,
        )
        .order_by(col(CoverageRound.starts_at), col(RoundTarget.id))
        .limit(limit)
    )
    found = []
    for row in rows:
        view, person = seen(session, row.state), row.name is not None
        door = view.door(row.building, row.stairwell, row.room, row.grid, person)
        name = view.name(row.name, row.grid, row.sex) if person else ""
        detail = f"{name} #{row.number}".lstrip()
        found.append((row.household_id, Found("rounds.target", row.id, door, detail, 0)))
    return found

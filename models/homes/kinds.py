"""What opening a door or a person shows, and which verbs it has."""

from sqlmodel import col, select

from models.homes.drafts import ResidentFields
from models.homes.lines import ResidentLine
from models.homes.reads import households, resident, residents_of
from models.homes.search import find_buildings, find_households, find_residents
from models.homes.side_tables import Building, Stairwell
from models.homes.sight import check_answers, check_reveals, viewpoint
from models.homes.tables import AwayReason, Household, Presence, Resident, lived_in
from models.rules.refusal import Refusal
from models.store.drafts import asks
from models.store.engine import Reading
from models.store.register import Kind, Quick, Sheet, SheetField, fetch, kind, quick

_ASKS_WHO_ANSWERS = frozenset(
    {
        "homes.add_here",
        "homes.edit_household",
        "homes.edit_resident",
        "homes.set_phone",
        "homes.rehouse",
        "homes.move_out",
        "homes.move_in",
    }
)

_OF_THE_COMPOUND = frozenset(
    {
        "homes.set_away",
        "homes.set_back",
        "homes.set_presence",
        "homes.rehouse",
        "homes.move_out",
    }
)


def _building_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, Building, row_id)
    doors = session.exec(
        select(Household)
        .where(col(Household.building_id) == row_id, lived_in())
        .order_by(col(Household.stairwell), col(Household.floor), col(Household.room))
    ).all()
    return Sheet(
        str(row.number),
        (
            SheetField("field.grid", row.grid),
            SheetField("field.stairwells", len({door.stairwell for door in doors})),
            SheetField("field.households", len(doors)),
        ),
        tuple(("homes.household", door.id or 0, door.door) for door in doors),
    )


def _stairwell_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, Stairwell, row_id)
    building = fetch(session, Building, row.building_id)
    page = households(session, building=building.number, stairwell=row.number)
    return Sheet(
        f"{building.number}-{row.number}",
        (
            SheetField("field.grid", building.grid),
            SheetField("field.households", page.total),
            SheetField("field.residents", sum(line.residents for line in page.lines)),
            SheetField("field.present", sum(line.present for line in page.lines)),
        ),
        (
            ("homes.building", row.building_id, str(building.number)),
            *(("homes.household", line.id, line.door) for line in page.lines),
        ),
    )


def _household_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, Household, row_id)
    people = residents_of(session, row_id)
    view = viewpoint(session)
    return Sheet(
        row.door,
        (
            SheetField("field.grid", row.grid),
            SheetField("field.register_no", row.register_no),
            SheetField("field.residents", len(people) if view.links(row.grid) else None),
            SheetField("field.present", _present(people) if view.links(row.grid) else None),
            SheetField("field.note", view.note(row.note, row.grid)),
        ),
        tuple(("homes.resident", line.id, line.name) for line in people),
    )


def _present(people: tuple[ResidentLine, ...]) -> int:
    return sum(line.presence is Presence.present for line in people)


def _resident_sheet(session: Reading, row_id: int) -> Sheet:
    line = resident(session, row_id)
    row = fetch(session, Resident, row_id)
    if line is None:
        raise Refusal("refuse.gone")
    unknown = line.away_reason is AwayReason.unknown
    related: tuple[tuple[str, int, str], ...] = ()
    if line.household_id is not None:
        related = (("homes.household", line.household_id, line.door),)
    whereabouts = [SheetField("field.presence", line.presence, alarm=unknown)]
    if line.away_reason is not None:
        whereabouts.append(SheetField("field.away_reason", line.away_reason, alarm=unknown))
    if line.back_on is not None:
        whereabouts.append(SheetField("field.back_on", line.back_on, alarm=line.overdue))
    if row.moved_out_on is not None:
        whereabouts.append(SheetField("field.moved_out_on", row.moved_out_on))
    return Sheet(
        line.name,
        (
            SheetField("field.door", line.door),
            SheetField("field.phone", line.phone),
            SheetField("field.sex", line.sex),
            SheetField("field.birth_year", line.birth_year),
            *whereabouts,
            SheetField("field.tags", line.tags),
            SheetField("field.note", line.note),
        ),
        related,
    )


def _household_guard(session: Reading, row: Household, verb: str) -> None:
    if verb in _ASKS_WHO_ANSWERS:
        check_answers(session, row.grid)


def _resident_guard(session: Reading, row: Resident, verb: str) -> None:
    gone = row.moved_out_on
    if verb == "homes.move_in":
        if gone is None:
            raise Refusal("refuse.homes.lives_here")
    elif gone is not None and verb in _OF_THE_COMPOUND:
        raise Refusal("refuse.homes.moved_out", day=gone.isoformat())
    if verb == "homes.set_back" and row.presence is Presence.present:
        raise Refusal("refuse.homes.present")
    grid = fetch(session, Household, row.household_id).grid
    if verb in _ASKS_WHO_ANSWERS:
        check_answers(session, grid)
    if verb == "homes.reveal":
        check_reveals(session, grid)


def _natural(_session: Reading, row: Resident) -> str | None:
    if row.moved_out_on is not None:
        return "homes.move_in"
    here = row.presence is Presence.present
    return "homes.set_away" if here or row.away_reason is AwayReason.unknown else "homes.set_back"


def _opened(session: Reading, row: Resident) -> dict[str, object]:
    """What an edit form opens with: in clear, so only for who may see it in clear."""
    check_answers(session, fetch(session, Household, row.household_id).grid)
    return {ask.name: getattr(row, ask.name) for ask in asks(ResidentFields)}


BUILDING = kind(
    Kind(
        "homes.building",
        Building,
        _building_sheet,
        find=find_buildings,
        verbs=("homes.assign_grid", "homes.add_household"),
    )
)
STAIRWELL = kind(
    Kind("homes.stairwell", Stairwell, _stairwell_sheet, verbs=("homes.add_household",))
)
HOUSEHOLD = kind(
    Kind(
        "homes.household",
        Household,
        _household_sheet,
        verbs=("homes.add_here", "homes.edit_household", "homes.add_household"),
        guard=_household_guard,
        find=find_households,
        edit="homes.edit_household",
    )
)
RESIDENT = kind(
    Kind(
        "homes.resident",
        Resident,
        _resident_sheet,
        verbs=(
            "homes.set_away",
            "homes.set_back",
            "homes.set_presence",
            "homes.set_phone",
            "homes.edit_resident",
            "homes.rehouse",
            "homes.move_out",
            "homes.move_in",
            "homes.reveal",
        ),
        guard=_resident_guard,
        natural=_natural,
        find=find_residents,
        edit="homes.edit_resident",
        reveal="homes.reveal",
        opened=_opened,
    )
)

quick(
    Quick("homes.set_away", ("外出", "away")),
    Quick("homes.set_back", ("已回来", "返家", "back home")),
)

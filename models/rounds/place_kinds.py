"""Places and their records as records: what opens, what may be done, how they are found."""

import sqlalchemy as sa
from sqlmodel import col

from models.people.tables import Volunteer
from models.rounds.disinfecting import guard_treatment
from models.rounds.finding import find_targets
from models.rounds.placing import guard_place, waits_of
from models.rounds.states import Outcome, RoundKind
from models.rounds.tables import CoveragePlace
from models.rounds.treated import places, treatments
from models.rounds.treatments import TREATMENT, Agent, PlaceTreatment
from models.rules.address import parse_door
from models.rules.disinfection import CellState
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.store.engine import Reading
from models.store.register import (
    Found,
    Kind,
    Quick,
    Sheet,
    SheetField,
    check_opens,
    fetch,
    filled,
    kind,
    quick,
)

_SHOWN = 12
"""Records of a place that its sheet offers."""


def place_sheet(session: Reading, place_id: int) -> Sheet:
    """A place: when it is due, how often it was missed, its last records."""
    check_opens(session)
    row = fetch(session, CoveragePlace, place_id)
    line = next((one for one in places(session) if one.id == place_id), None)
    last = treatments(session, place_id=place_id, limit=_SHOWN)
    local = session.clock.local
    return Sheet(
        row.name,
        filled(
            SheetField("field.place_target", row.target),
            SheetField("field.place_since", row.since),
            SheetField("field.state", line.today if line else None, alarm=bool(line and line.red)),
            SheetField(
                "field.terminal",
                line.terminal.why if line and line.terminal else None,
                alarm=True,
            ),
            SheetField("field.place_due", line.due_on if line else None),
            SheetField(
                "field.missed_running",
                (line.missed or None) if line else None,
                alarm=bool(line and line.climbed),
            ),
            SheetField("field.place_last", last[0].at if last else None),
            SheetField("field.concentration", last[0].concentration if last else None),
            SheetField("field.operator", last[0].operator if last else None),
            SheetField("field.note", row.note),
        ),
        tuple(
            ("rounds.treatment", one.id, f"{local(one.at):%m-%d %H:%M} {one.operator}".rstrip())
            for one in last
        ),
    )


def find_places(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Places by stairwell, building or name; none typed is what is due."""
    typed = text.strip()
    door = parse_door(typed) if typed else None
    plain = fold(typed).casefold()
    found = []
    for line in places(session, days=1):
        if not typed:
            rank = 0 if line.today in (CellState.due, CellState.red) else None
        elif door is not None and door.building is not None:
            whole = f"{door.building}-{door.stairwell}"
            inside = door.stairwell is None and line.building == door.building
            rank = 0 if line.name == whole else 1 if inside else None
        else:
            name = fold(line.name).casefold()
            rank = 0 if name == plain else 1 if plain in name else None
        if rank is not None:
            found.append(Found("rounds.place", line.id, line.name, "", rank))
    found.sort(key=lambda one: one.rank)
    return tuple(found[:limit])


def _natural_place(session: Reading, row: CoveragePlace) -> str:
    if row.retired:
        return "rounds.restore_place"
    return "rounds.disinfect_after" if waits_of(session, row) else "rounds.disinfect"


PLACE_KIND = kind(
    Kind(
        "rounds.place",
        table=CoveragePlace,
        sheet=place_sheet,
        find=find_places,
        guard=guard_place,
        natural=_natural_place,
        verbs=(
            "rounds.disinfect",
            "rounds.disinfect_after",
            "rounds.edit_place",
            "rounds.retire_place",
            "rounds.restore_place",
        ),
        edit="rounds.edit_place",
    )
)


def treatment_sheet(session: Reading, treatment_id: int) -> Sheet:
    """A record: with what, how strong, how long, by whom, and who checked it."""
    check_opens(session)
    found = treatments(session, only=treatment_id)
    if not found:
        raise Refusal("refuse.gone")
    line = found[0]
    people = session.execute(
        sa.select(col(Volunteer.id), col(Volunteer.name))
        .join(PlaceTreatment, col(PlaceTreatment.operator_id) == col(Volunteer.id))
        .where(col(PlaceTreatment.id) == treatment_id)
    )
    return Sheet(
        f"{line.place} {session.clock.stamp(line.at)}",
        filled(
            SheetField("field.place_target", line.target),
            SheetField("field.state", line.state),
            SheetField("field.at", line.at),
            SheetField("field.agent", line.agent),
            SheetField("field.concentration", line.concentration),
            SheetField("field.method", line.method),
            SheetField("field.contact_minutes", line.minutes),
            SheetField("field.operator", line.operator),
            SheetField("field.place_checker", line.checker),
            SheetField("field.reason", line.reason),
            SheetField("field.note", line.note),
        ),
        (
            ("rounds.place", line.place_id, line.place),
            *(("people.volunteer", row_id, name) for row_id, name in people),
        ),
    )


TREATMENT_KIND = kind(
    Kind(
        "rounds.treatment",
        table=PlaceTreatment,
        sheet=treatment_sheet,
        machine=TREATMENT,
        guard=guard_treatment,
        verbs=("rounds.check_treatment", "rounds.edit_treatment", "rounds.strike_treatment"),
        edit="rounds.edit_treatment",
    )
)


def aim_kits(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Doors left in the round of kits under way."""
    return find_targets(session, text, limit, RoundKind.kits)


quick(
    Quick(
        "rounds.disinfect",
        ("消杀", "消毒", "disinfect", "disinfected"),
        rest="note",
        also={"酒精": Agent.alcohol},
        rooms=False,
    ),
    Quick("rounds.disinfect_after", ("终末消毒", "terminal"), rest="note", rooms=False),
    Quick(
        "rounds.disinfect_where",
        ("全部消杀", "整栋消杀", "disinfect all", "disinfect building"),
        rest="note",
        also={"酒精": Agent.alcohol},
        rooms=False,
    ),
    Quick("rounds.hand_kits", ("发抗原", "发试剂", "hand kits", "kits handed"), aim=aim_kits),
    Quick(
        "rounds.report_kit",
        ("抗原", "antigen"),
        rest="note",
        needs=("outcome",),
        also={
            "一条杠": Outcome.negative,
            "两条杠": Outcome.positive,
            "one line": Outcome.negative,
            "two lines": Outcome.positive,
        },
        aim=aim_kits,
    ),
)

"""Passages and goods as records: what opens, what may be done, how they are found."""

from models.gate.drafts import GoodsFields, PassageFields
from models.gate.reads import goods, goods_line, log, out_now, passage_line
from models.gate.tables import (
    GOODS,
    PASSAGE,
    GateGoods,
    Passage,
    PassageState,
)
from models.homes.sight import viewpoint
from models.homes.tables import Household
from models.people import partners_for
from models.rules import masking
from models.rules.address import Door, parse_door
from models.rules.refusal import Refusal
from models.rules.temperature import degrees
from models.store.drafts import asks
from models.store.engine import Reading
from models.store.register import (
    Found,
    Kind,
    Link,
    Quick,
    Sheet,
    SheetField,
    check_opens,
    fetch,
    kind,
    links,
    quick,
)
from models.words import Key

_SHOWN = 6
"""Earlier passages of the door that a sheet offers."""
_RECENT = 200
"""Passages that find looks through, the latest first."""


def guard_passage(session: Reading, row: Passage, verb: str) -> None:
    """A passage is put right by whoever keeps the gate or recorded it, and by who may know it."""
    if verb == "gate.edit" and not passage_line(session, row.id or 0).whole:
        raise Refusal("refuse.gate.not_yours")


def passage_sheet(session: Reading, passage_id: int) -> Sheet:
    """A passage as far as the viewer may know, and the door's earlier ones."""
    check_opens(session)
    line = passage_line(session, passage_id)
    row = fetch(session, Passage, passage_id)
    held = line.state is PassageState.held
    related: list[Link] = []
    if line.household_id is not None:
        related.append(("homes.household", line.household_id, line.door))
        earlier = log(session, household_id=line.household_id, limit=_SHOWN).lines
        related += [
            ("gate.passage", one.id, session.clock.stamp(one.passed_at))
            for one in earlier
            if one.id != passage_id
        ]
    if held:
        related += [
            ("people.partner", one.id, f"{one.name} {one.phone}")
            for one in partners_for(session, "illness")
        ]
    fields = (
        SheetField("field.passage_way", line.way),
        SheetField("field.state", Key("gate.refused") if line.refused else line.state, alarm=held),
        SheetField("field.gate_purpose", line.purpose),
        SheetField("field.door", line.door),
        SheetField("field.gear_needed", line.gear, alarm=True),
        SheetField("field.who_passes", line.name),
        SheetField("field.people_passing", line.people),
        SheetField("field.plate", line.plate),
        SheetField("field.pass_card", line.card),
        SheetField("field.passed_at", line.passed_at),
        SheetField("field.due_back", line.due_at, alarm=line.late and line.returned_at is None),
        SheetField("field.back_at", line.returned_at, alarm=line.late),
        SheetField("field.temperature", degrees(line.tenths) if line.tenths else "", line.fever),
        SheetField("field.turned_away_because", line.because, alarm=True),
        SheetField("field.measures", line.measures),
        SheetField("field.allowed", masking.words(row.allowed, line.whole)),
        SheetField("field.recorded_by", line.by),
        SheetField("field.note", line.note),
    )
    return Sheet(f"{line.door} {line.name}".strip(), _filled(fields), tuple(related))


def goods_sheet(session: Reading, goods_id: int) -> Sheet:
    """A delivery: what, how much, from whom, and who has it."""
    check_opens(session)
    line = goods_line(session, goods_id)
    row = fetch(session, GateGoods, goods_id)
    related: list[Link] = []
    if row.group_buy_id is not None:
        related.append(("group_buys.buy", row.group_buy_id, line.buy))
    fields = (
        SheetField("field.state", line.state, alarm=line.late),
        SheetField("field.gate_supplier", line.supplier),
        SheetField("field.plate", line.plate),
        SheetField("field.goods", line.goods),
        SheetField("field.pieces", line.pieces),
        SheetField("field.for_buy", line.buy),
        SheetField("field.door", line.door),
        SheetField("field.passed_at", line.at),
        SheetField("field.disinfected_at", line.disinfected_at),
        SheetField("field.handed_to", line.handed_to),
        SheetField("field.recorded_by", line.by),
        SheetField("field.note", line.note),
    )
    return Sheet(f"{line.supplier} {line.goods}".strip(), _filled(fields), tuple(related))


def find_passages(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Passages by door, name or plate: those that are open first, then the latest."""
    typed = text.strip().casefold()
    if not typed:
        return ()
    return _found(session, text, limit, only_open=False)


def aim_passages(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Passages whose return a line may mean; with nothing typed all that are open."""
    return _found(session, text, limit, only_open=True)


def _found(session: Reading, text: str, limit: int, *, only_open: bool) -> tuple[Found, ...]:
    typed = text.strip().casefold()
    said = parse_door(typed) if typed else None
    lines = list(out_now(session))
    if not only_open:
        known = {line.key for line in lines}
        lines += [one for one in log(session, limit=_RECENT).lines if one.key not in known]
    found = []
    for line in lines:
        if isinstance(said, Door):
            hit = line.door == str(said)
        else:
            hit = not typed or typed in line.name.casefold() or typed == line.plate.casefold()
        if hit and not (only_open and line.state is not PassageState.passed):
            label = f"{line.door} {line.name} {line.plate}".strip()
            found.append(
                Found(
                    "gate.passage",
                    line.id,
                    " ".join(label.split()),
                    session.clock.stamp(line.passed_at),
                    0 if typed and line.returned_at is None else 1,
                )
            )
    return tuple(sorted(found, key=lambda one: one.rank)[:limit])


def find_goods(session: Reading, text: str, limit: int) -> tuple[Found, ...]:
    """Goods at the gate and today's, by firm, plate or what they are."""
    typed = text.strip().casefold()
    return tuple(
        Found(
            "gate.goods", line.id, f"{line.supplier} {line.goods}", session.clock.stamp(line.at), 1
        )
        for line in goods(session)
        if typed and typed in f"{line.supplier} {line.goods} {line.plate}".casefold()
    )[:limit]


@links("homes.household")
def passages_of_door(session: Reading, household_id: int) -> tuple[Link, ...]:
    """The latest passages of a door, for whoever may know it."""
    home = fetch(session, Household, household_id)
    if not viewpoint(session).links(home.grid):
        return ()
    return tuple(
        ("gate.passage", line.id, session.clock.stamp(line.passed_at))
        for line in log(session, household_id=household_id, limit=_SHOWN).lines
    )


def _opened(session: Reading, row: Passage) -> dict[str, object]:
    """What an edit form opens with: in clear, so only for who may change it."""
    guard_passage(session, row, "gate.edit")
    return {ask.name: getattr(row, ask.name) for ask in asks(PassageFields)}


def _opened_goods(session: Reading, row: GateGoods) -> dict[str, object]:
    """The same of goods: a note about somebody's goods only for who may know whose they are."""
    told = {ask.name: getattr(row, ask.name) for ask in asks(GoodsFields)}
    if goods_line(session, row.id or 0).note != row.note:
        del told["note"]
    return told


def _filled(fields: tuple[SheetField, ...]) -> tuple[SheetField, ...]:
    return tuple(one for one in fields if one.value not in (None, "", (), False))


PASSAGE_KIND = kind(
    Kind(
        "gate.passage",
        table=Passage,
        sheet=passage_sheet,
        find=find_passages,
        machine=PASSAGE,
        guard=guard_passage,
        verbs=("gate.back", "gate.hold", "gate.see_to", "gate.edit"),
        edit="gate.edit",
        opened=_opened,
    )
)
GOODS_KIND = kind(
    Kind(
        "gate.goods",
        table=GateGoods,
        sheet=goods_sheet,
        find=find_goods,
        machine=GOODS,
        verbs=("gate.disinfect", "gate.hand_over", "gate.edit_goods"),
        edit="gate.edit_goods",
        opened=_opened_goods,
    )
)

quick(
    Quick("gate.let_out", ("出门", "go out", "goes out"), rest="note", needs=("purpose",)),
    Quick("gate.back", ("回来", "回小区", "come back", "back"), aim=aim_passages),
    Quick("gate.turn_away", ("未放行", "turn away", "turned away"), rest="reason"),
    Quick("gate.let_in", ("进门", "let in", "comes in"), rest="name"),
    Quick("gate.goods_in", ("进货", "goods in"), rest="supplier"),
    Quick("gate.goods_in", ("出货", "goods out"), rest="supplier", fixed={"outward": True}),
)

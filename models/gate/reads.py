"""What a screen may show of the gate: who is out, today's log, goods, and who waits for a turn."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from models.branch.reads import phase, ruled
from models.gate.reasons import because, is_refused
from models.gate.sight import on_task
from models.gate.tables import GateGoods, GoodsState, Passage, PassageState, PassageWay
from models.group_buys.tables import GroupBuy
from models.homes.sight import viewpoint
from models.homes.tables import Household
from models.isolation.reads import shut_households
from models.isolation.standing import health_watch
from models.people.tables import Volunteer
from models.rules import gate as rules_of
from models.rules import masking
from models.rules.address import Door
from models.rules.gate import Block, GatePurpose, GateRules, PassRules, Turn
from models.rules.refusal import Refusal
from models.rules.why import Why
from models.store.actor import Role
from models.store.engine import Reading

PAGE = 60
"""Lines a list shows at once; there is a next page where more were found."""
OPEN = sa.text("passage.state IN ('passed', 'held')")
GOODS_OPEN = sa.text("gate_goods.state <> 'handed'")
"""Both spelt as the partial indexes are, so that what is past is never looked at."""


@dataclass(frozen=True, slots=True)
class PassageLine:
    """One passage, as far as the viewer may know."""

    key: str
    id: int
    way: PassageWay
    purpose: GatePurpose
    state: PassageState
    household_id: int | None
    door: str
    """A door, its building, or empty for somebody from outside who goes to none."""
    name: str
    people: int
    plate: str
    card: str
    passed_at: dt.datetime
    due_at: dt.datetime | None
    returned_at: dt.datetime | None
    tenths: int | None
    """The latest temperature."""
    fever: bool
    whole: bool
    """Whether the viewer may know who it is."""
    late: bool
    """Whether the return is, or was, past its time and the grace."""
    gear: bool
    """Whether protective gear is needed at that door."""
    by: str
    measures: str
    note: str
    refused: bool = False
    """Whether whoever asked was not let through."""
    because: Why | str = ""
    """Why not, where the viewer may know who it is."""


@dataclass(frozen=True, slots=True)
class PassagePage:
    """A stretch of the log, latest first."""

    lines: tuple[PassageLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Goods at the gate."""

    key: str
    id: int
    at: dt.datetime
    outward: bool
    supplier: str
    plate: str
    goods: str
    pieces: int
    buy: str
    state: GoodsState
    disinfected_at: dt.datetime | None
    handed_to: str
    late: bool
    door: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class WaitLine:
    """A household that waits for its next turn."""

    key: str
    """Of its last passage."""
    door: str
    until: dt.datetime
    out_at: dt.datetime
    late: dt.timedelta


def gate_rules(session: Reading) -> GateRules | None:
    """The passes of each phase, as the set in force says; None where there is no set."""
    try:
        return ruled(session, "gate", GateRules.from_data)
    except Refusal:
        return None


def pass_rules(session: Reading, rules: GateRules) -> PassRules:
    """The pass of today's phase; before any phase was set, that of a sealed compound."""
    found = phase(session)
    return rules.in_phase(found.value if found is not None else "sealed")


def out_now(session: Reading) -> tuple[PassageLine, ...]:
    """Who is out, inside from outside, or kept apart; what needs a hand first."""
    if session.viewer.role is Role.wallboard:
        return ()
    lines = _lines(session, session.execute(_PASSAGES.where(OPEN)).all())
    return tuple(sorted(lines, key=_by_need))


def log(
    session: Reading,
    *,
    day: dt.date | None = None,
    purpose: GatePurpose | None = None,
    way: PassageWay | None = None,
    household_id: int | None = None,
    mine: bool = False,
    limit: int = PAGE,
) -> PassagePage:
    """Passages, latest first: of a day, of a door, or those that the viewer recorded."""
    if session.viewer.role is Role.wallboard:
        return PassagePage((), False)
    asked = _PASSAGES
    if day is not None:
        start = session.clock.day_start(day)
        until = session.clock.day_start(day + dt.timedelta(days=1))
        asked = asked.where(col(Passage.passed_at) >= start, col(Passage.passed_at) < until)
    for column, value in (
        (Passage.purpose, purpose),
        (Passage.way, way),
        (Passage.household_id, household_id),
        (Passage.recorded_by, session.viewer.id if mine else None),
    ):
        if value is not None:
            asked = asked.where(col(column) == value)
    latest = asked.order_by(col(Passage.passed_at).desc(), col(Passage.id).desc())
    rows = session.execute(latest.limit(limit + 1)).all()
    return PassagePage(_lines(session, rows[:limit]), len(rows) > limit)


def passage_line(session: Reading, passage_id: int) -> PassageLine:
    """One passage, as far as the viewer may know."""
    row = session.execute(_PASSAGES.where(col(Passage.id) == passage_id)).first()
    if row is None or session.viewer.role is Role.wallboard:
        raise Refusal("refuse.gone")
    return _lines(session, [row])[0]


def goods(session: Reading, *, limit: int = PAGE) -> tuple[GoodsLine, ...]:
    """Goods that are still at the gate, the oldest first; then today's, latest first."""
    if session.viewer.role is Role.wallboard:
        return ()
    waiting = sorted(
        session.execute(_GOODS.where(GOODS_OPEN)).all(), key=lambda row: row.GateGoods.at
    )
    today = session.execute(
        _GOODS.where(
            col(GateGoods.at) >= session.clock.day_start(session.today),
            col(GateGoods.state) == GoodsState.handed,
        )
        .order_by(col(GateGoods.at).desc())
        .limit(limit)
    ).all()
    return _goods_lines(session, [*waiting, *today][:limit])


def all_goods(session: Reading) -> tuple[GoodsLine, ...]:
    """Every delivery there was; for the ledger."""
    if session.viewer.role is Role.wallboard:
        return ()
    return _goods_lines(session, session.execute(_GOODS).all())


def goods_line(session: Reading, goods_id: int) -> GoodsLine:
    """One delivery."""
    row = session.execute(_GOODS.where(col(GateGoods.id) == goods_id)).first()
    if row is None or session.viewer.role is Role.wallboard:
        raise Refusal("refuse.gone")
    return _goods_lines(session, [row])[0]


def waiting(session: Reading) -> tuple[WaitLine, ...]:
    """Households that went out lately and wait for their next turn, the longest wait last."""
    rules = gate_rules(session)
    if rules is None or session.viewer.role is Role.wallboard:
        return ()
    allowed = pass_rules(session, rules)
    rows = session.execute(_turns(session, rules, allowed)).all()
    last: dict[int, tuple[Block, Any]] = {}
    for row in rows:
        found = rules_of.blocked(rules, allowed, [_turn(row)], session.now)
        if found is not None and (
            row.household_id not in last or found.until > last[row.household_id][0].until
        ):
            last[row.household_id] = (found, row)
    view = viewpoint(session)
    lines = []
    for block, row in last.values():
        mine = on_task(session, row.passed_at, row.recorded_by, open_=True)
        door = view.door(Door(row.building, row.stairwell, row.room), row.grid, mine)
        key = f"gate.passage:{row.id}"
        lines.append(WaitLine(key, door, block.until, row.passed_at, block.late))
    return tuple(sorted(lines, key=lambda line: (line.until, line.key)))


def turns_of(
    session: Reading, households: Iterable[int], rules: GateRules, allowed: PassRules
) -> Mapping[int, list[Turn]]:
    """The latest turns of some households, as far back as one may still count."""
    ids = list(households)
    found: defaultdict[int, list[Turn]] = defaultdict(list)
    rows = session.execute(
        _turns(session, rules, allowed).where(col(Passage.household_id).in_(ids))
    )
    for row in rows:
        found[row.household_id].append(_turn(row))
    return found


def _turns(session: Reading, rules: GateRules, allowed: PassRules) -> Any:
    since = session.now - allowed.every * (1 + rules.lost_turns)
    return (
        sa.select(
            col(Passage.id),
            col(Passage.household_id),
            col(Passage.purpose),
            col(Passage.people),
            col(Passage.state),
            col(Passage.passed_at),
            col(Passage.due_at),
            col(Passage.returned_at),
            col(Passage.recorded_by),
            col(Household.building),
            col(Household.stairwell),
            col(Household.room),
            col(Household.grid),
        )
        .join(Household, col(Household.id) == col(Passage.household_id))
        .where(
            col(Passage.way) == PassageWay.out,
            # Somebody kept apart at the gate did not go out.
            col(Passage.state).in_((PassageState.passed, PassageState.closed)),
            col(Passage.passed_at) > since,
        )
    )


def _turn(row: Any) -> Turn:
    return Turn(row.purpose, row.passed_at, row.due_at, row.returned_at)


_PASSAGES: sa.Select[*tuple[Any, ...]] = (
    sa.select(
        Passage,
        col(Household.building),
        col(Household.stairwell),
        col(Household.room),
        col(Household.grid),
        col(Volunteer.name).label("by"),
    )
    .outerjoin(Household, col(Household.id) == col(Passage.household_id))
    .outerjoin(Volunteer, col(Volunteer.id) == col(Passage.recorded_by))
)
_GOODS: sa.Select[*tuple[Any, ...]] = (
    sa.select(
        GateGoods,
        col(GroupBuy.title),
        col(Household.building),
        col(Household.stairwell),
        col(Household.room),
        col(Household.grid),
        col(Volunteer.name).label("by"),
    )
    .outerjoin(GroupBuy, col(GroupBuy.id) == col(GateGoods.group_buy_id))
    .outerjoin(Household, col(Household.id) == col(GateGoods.household_id))
    .outerjoin(Volunteer, col(Volunteer.id) == col(GateGoods.recorded_by))
)


def _lines(session: Reading, rows: Iterable[Any]) -> tuple[PassageLine, ...]:
    rules, watch, view = gate_rules(session), health_watch(session), viewpoint(session)
    grace = rules.grace if rules is not None else dt.timedelta(0)
    shut = session.once("gate.shut", lambda: shut_households(session))
    lines = []
    for found in rows:
        row: Passage = found.Passage
        is_open = row.state in (PassageState.passed, PassageState.held)
        mine = on_task(session, row.passed_at, row.recorded_by, open_=is_open)
        door, linked = "", True
        if row.household_id is not None:
            linked = view.links(found.grid, mine)
            door = view.door(Door(found.building, found.stairwell, found.room), found.grid, mine)
        turned_away = is_refused(row)
        turn = Turn(row.purpose, row.passed_at, row.due_at, row.returned_at)
        tenths = row.returned_tenths if row.returned_tenths is not None else row.tenths
        lines.append(
            PassageLine(
                key=f"gate.passage:{row.id}",
                id=row.id or 0,
                way=row.way,
                purpose=row.purpose,
                state=row.state,
                household_id=row.household_id if linked else None,
                door=door,
                name=row.name if linked else view.name(row.name, found.grid),
                people=row.people,
                plate=row.plate,
                card=masking.words(row.card, linked),
                passed_at=row.passed_at,
                due_at=row.due_at,
                returned_at=row.returned_at,
                tenths=tenths if linked else None,
                fever=linked and watch is not None and (tenths or 0) >= watch.fever,
                whole=linked,
                late=bool(rules_of.late_by(turn, grace, session.now)),
                gear=linked and row.household_id in shut,
                by=found.by or "",
                measures="" if turned_away else masking.words(row.measures, linked),
                note=masking.words(row.note, linked),
                refused=turned_away,
                because=because(row) if linked and turned_away else "",
            )
        )
    return tuple(lines)


def _goods_lines(session: Reading, rows: Iterable[Any]) -> tuple[GoodsLine, ...]:
    rules, view = gate_rules(session), viewpoint(session)
    lines = []
    for found in rows:
        row: GateGoods = found.GateGoods
        is_open = row.state is not GoodsState.handed
        mine = on_task(session, row.at, row.recorded_by, open_=is_open)
        door, linked = "", True
        if row.household_id is not None:
            linked = view.links(found.grid, mine)
            door = view.door(Door(found.building, found.stairwell, found.room), found.grid, mine)
        lines.append(
            GoodsLine(
                key=f"gate.goods:{row.id}",
                id=row.id or 0,
                at=row.at,
                outward=row.outward,
                supplier=row.supplier,
                plate=row.plate,
                goods=row.goods,
                pieces=row.pieces,
                buy=found.title or "",
                state=row.state,
                disinfected_at=row.disinfected_at,
                handed_to=row.handed_to,
                late=is_open and rules is not None and session.now > row.at + rules.goods_within,
                door=door,
                by=found.by or "",
                note=masking.words(row.note, linked),
            )
        )
    return tuple(lines)


def _by_need(line: PassageLine) -> tuple[object, ...]:
    held = line.state is PassageState.held
    due = line.due_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    return (not held, not line.late, line.way is PassageWay.inward, due, line.id)

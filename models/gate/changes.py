"""What is done at the gate; each is one registered change."""

import datetime as dt

from models.gate.desk import ahead, at_desk, check_leave
from models.gate.drafts import (
    Back,
    GoodsFields,
    GoodsIn,
    HandOver,
    Hold,
    LetIn,
    LetOut,
    PassageFields,
    SeeTo,
)
from models.gate.kinds import GOODS_KIND, PASSAGE_KIND
from models.gate.reads import gate_rules
from models.gate.refused import log_refusal
from models.gate.tables import GateGoods, GoodsState, Passage, PassageState, PassageWay
from models.group_buys.steps import came_to_gate, treated_at_gate
from models.group_buys.tables import GroupBuy
from models.homes.tables import Household
from models.isolation.reads import shut_households
from models.isolation.standing import health_watch
from models.people import partners_for
from models.rules.gate import Turn, late_by, plate_in
from models.rules.refusal import Refusal
from models.rules.temperature import degrees
from models.store.drafts import TargetDraft
from models.store.engine import Writing
from models.store.register import DESK, LEADERS, change, editing, fetch, move, targets
from models.words import Key


@change("gate.let_out", draft=LetOut, roles=DESK, ahead=ahead, refused=log_refusal)
def let_out(session: Writing, draft: LetOut) -> Passage:
    """Somebody of a household goes out, if the pass allows it; with a fever nobody does."""
    at = _been(session, draft.passed_at)
    home = fetch(session, Household, draft.household_id)
    if draft.allowed and session.viewer.role not in LEADERS:
        raise Refusal("refuse.gate.allow_role")
    known = at_desk(session, draft.household_id)
    due = check_leave(
        session,
        known,
        home,
        draft.purpose,
        draft.people,
        at,
        allowed_by_leader=bool(draft.allowed),
    )
    row = Passage(
        way=PassageWay.out,
        passed_at=at,
        due_at=draft.due_at or due,
        recorded_by=session.actor.id,
        **draft.model_dump(exclude={"passed_at", "due_at"}),
    )
    if row.due_at is not None and row.due_at <= at:
        raise Refusal("refuse.gate.due")
    if _fevered(session, draft.tenths):
        row.state = PassageState.held
        row.due_at = None  # does not go out
    session.add(row)
    # Two of one household in one act are two, like any others.
    known.turns.setdefault(draft.household_id, []).append(Turn(row.purpose, at, row.due_at, None))
    known.out.setdefault(draft.household_id, []).append(row)
    _say(session, row, until=row.due_at)
    return row


@change("gate.let_in", draft=LetIn, roles=DESK)
def let_in(session: Writing, draft: LetIn) -> Passage:
    """Somebody from outside comes in, with a temperature that is none to worry about."""
    at = _been(session, draft.passed_at)
    plate, name = draft.plate, draft.name
    if not plate:
        plate, left = plate_in(name)
        name = left or name
    row = Passage(
        way=PassageWay.inward,
        passed_at=at,
        recorded_by=session.actor.id,
        **{**draft.model_dump(exclude={"passed_at"}), "name": name, "plate": plate},
    )
    if draft.household_id is not None:
        fetch(session, Household, draft.household_id)
    if _fevered(session, draft.tenths):
        row.state = PassageState.held
    session.add(row)
    _say(session, row, until=row.due_at)
    if draft.household_id is not None and draft.household_id in shut_households(session):
        session.say(gear=Key("gate.gear.told"))
    return row


@change("gate.back", draft=Back, roles=DESK, ahead=targets(Passage))
def back(session: Writing, draft: Back) -> Passage:
    """Somebody came back, or left again; a fever keeps apart also whoever comes home."""
    row = fetch(session, Passage, draft.id)
    at = _been(session, draft.returned_at)
    if at < row.passed_at:
        raise Refusal("refuse.gate.backwards", at=session.clock.stamp(row.passed_at))
    fevered = _fevered(session, draft.tenths)
    move(session, row, "gate.hold" if fevered else "gate.back", PASSAGE_KIND)
    row.returned_at = at
    if draft.tenths is not None:
        row.returned_tenths = draft.tenths
    _say(session, row, late=_late(session, row))
    return row


@change("gate.hold", draft=Hold, roles=DESK, ahead=targets(Passage))
def hold(session: Writing, draft: Hold) -> Passage:
    """Somebody at the gate has a fever: kept apart until it is written down what was done."""
    row = fetch(session, Passage, draft.id)
    if not _fevered(session, draft.tenths):
        raise Refusal("refuse.gate.no_fever", t=degrees(draft.tenths))
    move(session, row, "gate.hold", PASSAGE_KIND)
    row.returned_at = session.now
    row.returned_tenths = draft.tenths
    _say(session, row)
    return row


@change("gate.see_to", draft=SeeTo, roles=DESK, ahead=targets(Passage))
def see_to(session: Writing, draft: SeeTo) -> Passage:
    """What was done with somebody who was kept apart is written down."""
    row = fetch(session, Passage, draft.id)
    move(session, row, "gate.see_to", PASSAGE_KIND)
    row.measures = draft.measures
    _say(session, row)
    return row


@change("gate.goods_in", draft=GoodsIn, roles=DESK)
def goods_in(session: Writing, draft: GoodsIn) -> GateGoods:
    """Goods came to the gate, for a group buy, for a door, or for the branch."""
    at = _been(session, draft.at)
    supplier, plate = draft.supplier, draft.plate
    if not plate:
        plate, left = plate_in(supplier)
        supplier = left or supplier
    buy = fetch(session, GroupBuy, draft.group_buy_id) if draft.group_buy_id is not None else None
    if draft.household_id is not None:
        fetch(session, Household, draft.household_id)
    row = GateGoods(
        at=at,
        outward=draft.outward,
        supplier=supplier,
        plate=plate,
        goods=draft.goods or (buy.title if buy is not None else ""),
        pieces=draft.pieces,
        group_buy_id=draft.group_buy_id,
        household_id=draft.household_id,
        state=_first(draft),
        disinfected_at=at if draft.disinfected else None,
        handed_at=at if draft.outward else None,
        recorded_by=session.actor.id,
        note=draft.note,
    )
    session.add(row)
    if buy is not None and not draft.outward:
        came_to_gate(session, buy, at)
        if draft.disinfected:
            treated_at_gate(session, buy, at)
    _say_goods(session, row)
    return row


@change("gate.disinfect", draft=TargetDraft, roles=DESK, ahead=targets(GateGoods))
def disinfect(session: Writing, draft: TargetDraft) -> GateGoods:
    """Goods were disinfected on the outside."""
    row = fetch(session, GateGoods, draft.id)
    move(session, row, "gate.disinfect", GOODS_KIND)
    row.disinfected_at = session.now
    if row.group_buy_id is not None:
        treated_at_gate(session, fetch(session, GroupBuy, row.group_buy_id), session.now)
    _say_goods(session, row)
    return row


@change("gate.hand_over", draft=HandOver, roles=DESK, ahead=targets(GateGoods))
def hand_over(session: Writing, draft: HandOver) -> GateGoods:
    """Somebody took the goods over at the gate."""
    row = fetch(session, GateGoods, draft.id)
    move(session, row, "gate.hand_over", GOODS_KIND)
    row.handed_at = session.now
    row.handed_to = draft.handed_to
    _say_goods(session, row)
    return row


def _edited(session: Writing, row: Passage) -> None:
    if row.household_id is None and not row.name:
        raise Refusal("refuse.gate.nobody")
    if row.due_at is not None and row.due_at <= row.passed_at:
        raise Refusal("refuse.gate.due")
    _say(session, row)


def _say_goods(session: Writing, row: GateGoods) -> None:
    session.say(
        way=Key("gate.goods.out" if row.outward else "gate.goods.in"),
        supplier=row.supplier,
        goods=row.goods,
        pieces=row.pieces,
        to=row.handed_to,
    )


editing("gate.edit", table=Passage, fields=PassageFields, roles=DESK, also=_edited)
editing("gate.edit_goods", table=GateGoods, fields=GoodsFields, roles=DESK, also=_say_goods)


def _been(session: Writing, at: dt.datetime | None) -> dt.datetime:
    if at is not None and at > session.now:
        raise Refusal("refuse.gate.future")
    return at or session.now


def _first(draft: GoodsIn) -> GoodsState:
    if draft.outward:
        return GoodsState.handed
    return GoodsState.disinfected if draft.disinfected else GoodsState.arrived


def _fevered(session: Writing, tenths: int | None) -> bool:
    watch = health_watch(session)
    return watch is not None and tenths is not None and tenths >= watch.fever


def _late(session: Writing, row: Passage) -> object:
    """How much too late somebody came back, as the sentence says it; empty where in time."""
    rules = gate_rules(session)
    if rules is None:
        return ""
    turn = Turn(row.purpose, row.passed_at, row.due_at, row.returned_at)
    over = late_by(turn, rules.grace, session.now)
    hours, minutes = divmod(over // dt.timedelta(minutes=1), 60)
    return f" +{hours}h{minutes}m" if hours else f" +{minutes}m" if minutes else ""


def _say(session: Writing, row: Passage, **told: object) -> None:
    """What the journal tells: a door by its id, to be masked; never a temperature.

    Somebody who is kept apart: what to do at once, and whom to call.
    """
    until = told.get("until")
    if isinstance(until, dt.datetime):
        told["until"] = f" → {session.clock.local(until):%H:%M}"
    session.say(purpose=Key(f"GatePurpose.{row.purpose.value}"), **told)
    if row.household_id is not None:
        session.say(household=row.household_id)
    elif row.name:
        session.say(who=row.name)
    if row.state is PassageState.held:
        call = "、".join(f"{one.name} {one.phone}" for one in partners_for(session, "illness"))
        session.say(held=Key("gate.held.told"), call=call)

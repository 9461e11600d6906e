"""The gate: a no that says until when and because of what, and nobody out who is forgotten."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import event

from models import acts, gate, isolation
from models.exports import export
from models.gate import GOODS, PASSAGE, GoodsState, PassageState, PassageWay
from models.group_buys.states import BuyState
from models.group_buys.tables import GroupBuy
from models.quick import understand
from models.rules.gate import GatePurpose, plate_in
from models.rules.refusal import Refusal
from models.rules.why import Why
from models.store import Actor, Clock, FrozenClock, Role, Store
from models.store.drafts import Edit
from models.store.register import fetch, lookup, lookup_kind, natural_step, opened_values, perform
from models.words import Words
from tests.conftest import CountStatements
from tests.empty import empty_store
from tests.models.crew import SET_UP, at, do, first_seat, refused, stored
from tests.models.test_isolation import apart, with_doors

NEAR, FAR = 1, 2
TABLES = ("passage", "gate_goods")
VERBS = (
    "let_out let_in turn_away back hold see_to goods_in disinfect hand_over edit edit_goods".split()
)
HOUR = dt.timedelta(hours=1)


def with_gate(store: Store) -> Store:
    """The doors of the isolation tests, a gate with a shift, and 120 to call."""
    with_doors(store)
    do(store, SET_UP, "shifts.add_post", name="北门卡点", kind="gate_checkpoint", seats=2)
    do(store, SET_UP, "people.add_partner", name="急救", kind="emergency_120", phone="120")
    return store


@pytest.fixture
def compound(store: Store) -> Store:
    return with_gate(store)


def went(store: Store, actor: Actor, household: int = NEAR, **values: Any) -> Any:
    """Lets somebody out for medicine unless something else is said."""
    told = {"household_id": household, "purpose": "medicine", **values}
    return do(store, actor, "gate.let_out", **told)


def refused_out(store: Store, actor: Actor, household: int = NEAR, **values: Any) -> Refusal:
    told = {"household_id": household, "purpose": "medicine", **values}
    return refused(store, actor, "gate.let_out", **told)


def alarms(store: Store, actor: Actor) -> dict[str, Any]:
    with store.reading(actor) as session:
        return {alarm.key: alarm for alarm in gate.alarms(session)}


def keeper_on_post(store: Store, volunteer: Actor) -> None:
    """The volunteer stands at the gate now."""
    shift = do(store, SET_UP, "shifts.add", post_id=1, starts_at=at("10:00"), ends_at=at("14:00"))
    seat = first_seat(store, shift.id)
    do(store, SET_UP, "shifts.assign", seat, volunteer_id=volunteer.id)
    do(store, volunteer, "shifts.check_in", seat)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", list(Role))
def test_everybody_but_the_wall_board_may_record(verb: str, role: Role) -> None:
    if role is Role.wallboard:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(f"gate.{verb}").check_role(role)
    else:
        lookup(f"gate.{verb}").check_role(role)


# ── who may go ──────────────────────────────────────────────────────────────────────────────


def test_a_turn_lasts_as_long_as_the_rules_say(compound: Store, volunteer: Actor) -> None:
    row = went(compound, volunteer, tenths=366)
    assert row.due_at - row.passed_at == 2 * HOUR
    assert went(compound, volunteer, FAR, purpose="hospital").due_at is None


def test_the_desk_says_until_when_and_because_of_what(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    no = refused_out(compound, volunteer)
    assert (no.key, no.params["at"]) == ("refuse.gate.still_out", "10:30")
    clock.advance(HOUR)
    do(compound, volunteer, "gate.back", row.id)
    no = refused_out(compound, volunteer)
    assert no.key == "refuse.gate.blocked"
    assert "04-10 10:30" in Words("zh")(no.key, **no.params)
    with compound.reading(volunteer) as session:
        waits = gate.waiting(session)
    assert [(line.until, line.late) for line in waits] == [
        (row.passed_at + 48 * HOUR, dt.timedelta(0))
    ]
    clock.advance(47 * HOUR)
    went(compound, volunteer)


def test_who_is_not_let_out_stands_in_the_log_and_uses_nothing_up(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    clock.advance(HOUR)
    do(compound, volunteer, "gate.back", row.id)
    no = refused_out(compound, volunteer, people=2, name="王芳")
    assert refused_out(compound, volunteer, people=2, name="王芳").key == no.key
    with compound.reading(volunteer) as session:
        asked, was_out = gate.log(session, day=session.today).lines
        now, day = gate.counts(session), gate.totals(session, session.today)
        waits = gate.waiting(session)
    assert (asked.refused, asked.name, was_out.refused) == (True, "王芳", False)
    assert isinstance(asked.because, Why)
    assert Words("en")(asked.because.key, **asked.because.params) == Words("en")(
        no.key, **no.params
    )
    assert (now.out, now.out_today, now.refused_today) == (0, 1, 1)
    assert (day.out, day.refused) == (1, 1)
    assert [line.out_at for line in waits] == [row.passed_at]
    clock.advance(48 * HOUR)
    went(compound, volunteer)


def test_a_reason_that_names_words_is_said_in_both_languages(
    compound: Store, volunteer: Actor
) -> None:
    refused_out(compound, volunteer, purpose="shopping")
    with compound.reading(volunteer) as session:
        (line,) = gate.log(session).lines
    assert isinstance(line.because, Why)
    assert "采购" in Words("zh")(line.because.key, **line.because.params)
    assert "shopping" in Words("en")(line.because.key, **line.because.params)


def test_a_slip_of_the_pen_is_no_attempt(compound: Store, volunteer: Actor) -> None:
    refused_out(compound, volunteer, allowed="急事")
    refused_out(compound, volunteer, passed_at=at("12:00"))
    with compound.reading(volunteer) as session:
        assert gate.log(session).lines == ()


def test_a_keeper_turns_somebody_away_and_says_why(compound: Store, volunteer: Actor) -> None:
    assert refused(compound, volunteer, "gate.turn_away", reason="没有通行证").key == (
        "refuse.gate.nobody"
    )
    assert refused(compound, volunteer, "gate.turn_away", name="快递").key == (
        "refuse.gate.no_reason"
    )
    do(compound, volunteer, "gate.turn_away", name="快递", reason="没有抗原证明")
    with compound.reading(volunteer) as session:
        (line,) = gate.log(session).lines
        assert (line.way, line.because) == (PassageWay.inward, "没有抗原证明")
        assert gate.counts(session).in_today == 0


def test_until_when_a_door_stays_apart_is_not_told_by_the_log(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    keeper_on_post(compound, volunteer)
    apart(compound, happened_on=dt.date(2022, 4, 1))
    assert refused_out(compound, secretary).key == "refuse.gate.shut_until"
    with compound.reading(volunteer) as session:
        (line,) = gate.log(session).lines
    assert isinstance(line.because, Why) and line.because.key == "refuse.gate.shut"


def test_who_comes_back_late_loses_the_next_turn(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    clock.advance(2.5 * HOUR)
    do(compound, volunteer, "gate.back", row.id)
    clock.advance(46 * HOUR)
    no = refused_out(compound, volunteer)
    assert (no.key, no.params["late"]) == ("refuse.gate.lost_turn", 30)
    clock.advance(48 * HOUR)
    went(compound, volunteer)


def test_a_few_minutes_late_are_forgiven(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    clock.advance(2 * HOUR + dt.timedelta(minutes=9))
    assert not alarms(compound, volunteer)
    do(compound, volunteer, "gate.back", row.id)
    assert refused_out(compound, volunteer).key == "refuse.gate.blocked"


def test_what_cannot_wait_neither_waits_nor_uses_a_turn(compound: Store, volunteer: Actor) -> None:
    went(compound, volunteer, purpose="hospital")
    went(compound, volunteer)
    went(compound, volunteer, purpose="work")


def test_the_phase_says_what_one_may_go_out_for(
    compound: Store, volunteer: Actor, secretary: Actor
) -> None:
    no = refused_out(compound, volunteer, purpose="shopping")
    assert no.key == "refuse.gate.purpose"
    assert "买药、就医" in Words("zh")(no.key, **no.params)
    do(compound, SET_UP, "branch.found", name="支部", compound="小区", first_day="2022-03-20")
    do(compound, secretary, "branch.add_phase", kind="guarded", begins_on="2022-04-08")
    row = went(compound, volunteer, purpose="shopping")
    assert row.due_at - row.passed_at == 4 * HOUR


def test_a_leader_lets_through_with_a_reason(
    compound: Store, volunteer: Actor, shift_leader: Actor
) -> None:
    no = refused_out(compound, volunteer, purpose="shopping", allowed="给老人取奶粉")
    assert no.key == "refuse.gate.allow_role"
    row = went(compound, shift_leader, purpose="shopping", allowed="给老人取奶粉")
    assert row.allowed == "给老人取奶粉"


def test_a_household_goes_one_at_a_time(compound: Store, volunteer: Actor) -> None:
    assert refused_out(compound, volunteer, people=2).key == "refuse.gate.people"


def test_a_door_that_stays_apart_is_told_as_far_as_the_role_may_know(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    apart(compound, happened_on=dt.date(2022, 4, 1))
    assert refused_out(compound, volunteer).key == "refuse.gate.shut"
    no = refused_out(compound, secretary)
    assert (no.key, no.params["until"]) == ("refuse.gate.shut_until", "04-22")
    no = refused_out(compound, secretary, allowed="想出去")
    assert no.key == "refuse.gate.shut_until"
    went(compound, secretary, purpose="hospital", allowed="专车接送")
    went(compound, volunteer, FAR)


def test_whoever_goes_to_such_a_door_is_told_to_wear_gear(
    compound: Store, volunteer: Actor
) -> None:
    apart(compound)
    do(compound, volunteer, "gate.let_in", name="快递", household_id=NEAR)
    assert "需要防护" in toast(compound, volunteer)
    do(compound, volunteer, "gate.let_in", name="快递", household_id=FAR)
    assert "需要防护" not in toast(compound, volunteer)


def toast(store: Store, actor: Actor, lang: str = "zh") -> str:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    return Words(lang)(f"{line.verb}.did", **line.params)


# ── temperatures, returns, and time ─────────────────────────────────────────────────────────


def test_a_fever_is_kept_apart_and_seen_to(compound: Store, volunteer: Actor) -> None:
    row = went(compound, volunteer, tenths=373)
    assert row.state is PassageState.held
    assert "120" in toast(compound, volunteer) and "37" not in toast(compound, volunteer)
    assert alarms(compound, volunteer)[f"gate.held:{row.id}"].severity == "red"
    with compound.reading(volunteer) as session:
        assert gate.counts(session).held == 1 and gate.counts(session).out == 0
        assert natural_step(session, "gate.passage", row.id) == "gate.see_to"
    do(compound, volunteer, "gate.see_to", row.id, measures="120已接走，已报社区")
    assert not alarms(compound, volunteer)
    # Nobody went out, so no turn was used.
    went(compound, volunteer, tenths=366)


def test_who_comes_back_with_a_fever_is_kept_apart_too(compound: Store, volunteer: Actor) -> None:
    row = went(compound, volunteer)
    back = do(compound, volunteer, "gate.back", row.id, tenths=380)
    assert (back.state, back.returned_tenths) == (PassageState.held, 380)
    other = do(compound, volunteer, "gate.let_in", name="快递")
    assert refused(compound, volunteer, "gate.hold", other.id, tenths=366).key == (
        "refuse.gate.no_fever"
    )
    assert do(compound, volunteer, "gate.hold", other.id, tenths=375).state is PassageState.held


def test_an_overdue_return_is_told_in_red_and_comes_first(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    went(compound, volunteer, FAR, purpose="hospital")
    row = went(compound, volunteer)
    clock.advance(2 * HOUR + dt.timedelta(minutes=11))
    alarm = alarms(compound, secretary)[f"gate.overdue:{row.id}"]
    assert (alarm.severity, alarm.params["who"]) == ("red", "3-2-401")
    with compound.reading(secretary) as session:
        lines = gate.out_now(session)
        assert gate.counts(session).overdue == 1
    assert [line.id for line in lines][0] == row.id and lines[0].late
    do(compound, secretary, "gate.back", row.id)
    assert "+11 min" in toast(compound, secretary)
    assert not alarms(compound, secretary)


def test_no_time_lies_ahead_and_nobody_is_back_before_going(
    compound: Store, volunteer: Actor
) -> None:
    assert refused_out(compound, volunteer, passed_at=at("11:00")).key == "refuse.gate.future"
    no = refused_out(compound, volunteer, due_at=at("09:00"))
    assert no.key == "refuse.gate.due"
    row = went(compound, volunteer, passed_at=at("09:00"))
    no = refused(compound, volunteer, "gate.back", row.id, returned_at=at("08:00"))
    assert no.key == "refuse.gate.backwards"
    assert do(compound, volunteer, "gate.back", row.id, returned_at=at("10:00")).returned_at


# ── goods ───────────────────────────────────────────────────────────────────────────────────


def test_goods_are_disinfected_and_handed_over(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = do(compound, volunteer, "gate.goods_in", supplier="保供车 吉A12345", pieces=120)
    assert (row.supplier, row.plate, row.state) == ("保供车", "吉A12345", GoodsState.arrived)
    clock.advance(5 * HOUR)
    assert f"gate.goods:{row.id}" in alarms(compound, volunteer)
    with compound.reading(volunteer) as session:
        assert natural_step(session, "gate.goods", row.id) == "gate.disinfect"
    do(compound, volunteer, "gate.disinfect", row.id)
    do(compound, volunteer, "gate.hand_over", row.id, handed_to="分拣组")
    assert not alarms(compound, volunteer)
    with compound.reading(volunteer) as session:
        line = gate.goods(session)[0]
        assert gate.totals(session).pieces == 120
    assert (line.state, line.handed_to) == (GoodsState.handed, "分拣组")
    assert refused(compound, volunteer, "gate.disinfect", row.id).key == "refuse.machine"


def test_goods_belong_to_a_group_buy_which_arrives_and_rests_with_them(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    do(compound, secretary, "group_buys.add_supplier", name="鲜禾")
    buy = do(
        compound,
        secretary,
        "group_buys.add",
        title="4月8日蔬菜",
        kind="vegetables",
        supplier_id=1,
        cut_off_at=at("17:00"),
        shortage="first_come",
        products=[{"name": "白菜包", "price_fen": 2500, "unit": "包"}],
    )
    do(compound, secretary, "group_buys.open", buy.id)
    do(compound, secretary, "group_buys.order", household_id=NEAR, product_id=1)
    for verb in ("cut_off", "place"):
        do(compound, secretary, f"group_buys.{verb}", buy.id)
    row = do(compound, volunteer, "gate.goods_in", supplier="鲜禾", pieces=40, group_buy_id=buy.id)
    with compound.reading(volunteer) as session:
        line = gate.goods(session)[0]
        sheet = lookup_kind("gate.goods").sheet(session, row.id)
    assert (line.buy, line.goods) == ("4月8日蔬菜", "4月8日蔬菜")
    assert ("group_buys.buy", buy.id, "4月8日蔬菜") in sheet.related
    came = _buy(compound, secretary)
    assert (came.state, came.arrived_at) == (BuyState.at_gate, row.at)
    clock.advance(HOUR)
    do(compound, volunteer, "gate.disinfect", row.id)
    treated = _buy(compound, secretary)
    assert treated.rested_at is not None and treated.disinfected_at is not None
    assert treated.rested_at - treated.disinfected_at == HOUR / 2
    do(compound, volunteer, "gate.goods_in", supplier="鲜禾", pieces=4, group_buy_id=buy.id)
    assert _buy(compound, secretary).arrived_at == row.at


def _buy(store: Store, actor: Actor) -> GroupBuy:
    with store.reading(actor) as session:
        return fetch(session, GroupBuy, 1)


@pytest.mark.parametrize(
    ("text", "plate", "rest"),
    [
        ("保供车 吉A12345", "吉A12345", "保供车"),
        ("吉A·1B345 鲜禾", "吉A1B345", "鲜禾"),
        ("京东快递", "", "京东快递"),
        ("吉a12345", "吉A12345", ""),
    ],
)
def test_a_plate_is_found_among_the_words(text: str, plate: str, rest: str) -> None:
    assert plate_in(text) == (plate, rest)


# ── who sees what ───────────────────────────────────────────────────────────────────────────


def test_a_door_is_told_to_who_keeps_the_gate(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    went(compound, secretary, name="王秀芝", tenths=366)

    def seen(actor: Actor) -> tuple[str, str, int | None]:
        with compound.reading(actor) as session:
            line = gate.out_now(session)[0]
        return line.door, line.name, line.tenths

    assert seen(secretary) == ("3-2-401", "王秀芝", 366)
    assert seen(volunteer) == ("3-*", "", None)
    keeper_on_post(compound, volunteer)
    assert seen(volunteer) == ("3-2-401", "王秀芝", 366)
    with compound.reading(Actor(None, "board", Role.wallboard)) as session:
        assert gate.out_now(session) == () and gate.goods(session) == ()
        assert gate.log(session).lines == () and gate.counts(session).out == 1


def test_a_past_day_is_no_task_any_more(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = went(compound, volunteer)
    do(compound, volunteer, "gate.back", row.id)
    clock.advance(24 * HOUR)
    with compound.reading(volunteer) as session:
        assert gate.log(session).lines[0].door == "3-*"
        with pytest.raises(Refusal, match="refuse.gate.not_yours"):
            opened_values(session, "gate.passage", row.id)


def test_the_log_is_narrowed(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    went(compound, secretary, FAR)
    clock.advance(24 * HOUR)
    went(compound, volunteer)
    do(compound, volunteer, "gate.let_in", name="快递")
    with compound.reading(secretary) as session:

        def n(**narrowed: Any) -> int:
            return len(gate.log(session, **narrowed).lines)

        assert (n(), n(day=session.today), n(way=PassageWay.inward)) == (3, 2, 1)
        assert n(purpose=GatePurpose.medicine) == 2 and n(household_id=FAR) == 1
        assert n(mine=True) == 1
        page = gate.log(session, limit=2)
    assert len(page.lines) == 2 and page.more


def test_the_ledger_says_who_went_where_only_for_a_purpose(
    compound: Store, secretary: Actor, tmp_path: Path
) -> None:
    went(compound, secretary, name="王秀芝", tenths=366)
    plain = export(compound, secretary, "gate", tmp_path / "a.csv", Words("zh")).read_text()
    told = export(compound, secretary, "gate", tmp_path / "b.csv", Words("zh"), "报街道")
    assert "3-2-401" not in plain and "王秀芝" not in plain and "买药" in plain
    assert "3-2-401" in told.read_text() and "36.6" in told.read_text()


# ── the quick line, cost, undo, and the machine ─────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "verb", "values"),
    [
        (
            "3-2-401 出门 买药 36.5",
            "gate.let_out",
            {"household_id": NEAR, "purpose": GatePurpose.medicine, "tenths": 365},
        ),
        (
            "3-2-401 go out hospital",
            "gate.let_out",
            {"household_id": NEAR, "purpose": GatePurpose.hospital},
        ),
        (
            "进门 维修 燃气公司 吉A12345",
            "gate.let_in",
            {"purpose": GatePurpose.repair, "name": "燃气公司 吉A12345"},
        ),
        (
            "进货 保供车 吉A12345 120件",
            "gate.goods_in",
            {"supplier": "保供车 吉A12345", "pieces": 120},
        ),
        ("goods in lorry 120 pcs", "gate.goods_in", {"supplier": "lorry", "pieces": 120}),
        (
            "出货 空筐 30件",
            "gate.goods_in",
            {"supplier": "空筐", "pieces": 30, "outward": True},
        ),
    ],
)
def test_the_quick_line_is_understood(
    compound: Store, volunteer: Actor, typed: str, verb: str, values: dict[str, object]
) -> None:
    with compound.reading(volunteer) as session:
        read = understand(session, typed, Words("zh"))
    assert (read.verb, read.ready) == (verb, True), read
    assert read.draft().model_dump(exclude_defaults=True) == values


@pytest.mark.parametrize("typed", ["3-2-401 回来 36.4", "3-2-401 back 36.4"])
def test_coming_back_means_who_is_out(compound: Store, volunteer: Actor, typed: str) -> None:
    row = went(compound, volunteer)
    went(compound, volunteer, FAR)
    with compound.reading(volunteer) as session:
        read = understand(session, typed, Words("zh"))
    assert read.ready and read.draft().model_dump(exclude_defaults=True) == {
        "id": row.id,
        "tenths": 364,
    }


def test_a_purpose_must_be_said(compound: Store, volunteer: Actor) -> None:
    with compound.reading(volunteer) as session:
        read = understand(session, "3-2-401 出门", Words("zh"))
    assert [ask.name for ask in read.missing] == ["purpose"]


def test_a_read_costs_the_same_for_many(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def cost() -> list[int]:
        found = []
        reads = (gate.out_now, gate.log, gate.goods, gate.waiting, gate.counts, gate.alarms)
        for read in reads:
            with compound.reading(secretary) as session, count_statements(compound) as asked:
                read(session)
            found.append(asked.count)
        return found

    went(compound, secretary)
    do(compound, secretary, "gate.goods_in", supplier="x", pieces=1)
    before = cost()
    went(compound, secretary, FAR)
    do(compound, secretary, "gate.let_in", name="快递", household_id=NEAR)
    do(compound, secretary, "gate.goods_in", supplier="x", pieces=1, household_id=FAR)
    assert cost() == before
    assert max(before) <= 7


def test_what_is_past_is_never_looked_through(compound: Store, secretary: Actor) -> None:
    """Every read of a panel goes by an index of what is open, or of the day."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, text: str, values: Any, *_rest: Any) -> None:
        asked.append((text, values))

    event.listen(compound.engine, "before_cursor_execute", note)
    with compound.reading(secretary) as session:
        for read in (gate.out_now, gate.goods, gate.waiting, gate.counts, isolation.isolated):
            read(session)
    event.remove(compound.engine, "before_cursor_execute", note)
    with compound.engine.connect() as connection:
        plans = [
            str(step[3])
            for text, values in asked
            if text.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        ]
    assert plans
    whole = [f"SCAN {table}" for table in ("passage", "gate_goods", "isolation")]
    assert not set(whole) & set(plans)


def test_a_list_written_down_later_is_one_act_in_few_statements(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    draft = lookup("gate.let_out").draft
    told = [
        {"household_id": one, "purpose": "medicine", "passed_at": at("09:00")} for one in (1, 2)
    ]
    with count_statements(compound) as asked:
        done = perform(
            compound, secretary, "gate.let_out", *(draft.model_validate(one) for one in told)
        )
    assert len(done.rows) == 2
    assert asked.count <= 24


def test_one_list_does_not_let_a_household_out_twice(compound: Store, secretary: Actor) -> None:
    draft = lookup("gate.let_out").draft
    told = {"household_id": NEAR, "purpose": "medicine"}
    with pytest.raises(Refusal, match="refuse.gate.still_out"):
        perform(
            compound, secretary, "gate.let_out", *(draft.model_validate(told) for _ in range(2))
        )


def test_every_act_is_taken_back_whole(compound: Store, secretary: Actor) -> None:
    row = went(compound, secretary, tenths=366)
    held = went(compound, secretary, FAR, tenths=380)
    goods = do(compound, secretary, "gate.goods_in", supplier="x", pieces=1)
    steps: tuple[tuple[str, int | None, dict[str, object]], ...] = (
        ("gate.let_out", None, {"household_id": FAR, "purpose": "hospital"}),
        ("gate.let_in", None, {"name": "快递"}),
        ("gate.back", row.id, {}),
        ("gate.hold", row.id, {"tenths": 380}),
        ("gate.see_to", held.id, {"measures": "x"}),
        ("gate.goods_in", None, {"supplier": "y", "pieces": 2}),
        ("gate.disinfect", goods.id, {}),
        ("gate.hand_over", goods.id, {"handed_to": "x"}),
    )
    for verb, target, values in steps:
        before = stored(compound, *TABLES)
        do(compound, secretary, verb, target, **values)
        assert stored(compound, *TABLES) != before, verb
        take_back(compound, secretary)
        assert stored(compound, *TABLES) == before, verb
    for verb, row_id in (("gate.edit", row.id), ("gate.edit_goods", goods.id)):
        before = stored(compound, *TABLES)
        perform(
            compound, secretary, verb, Edit(id=row_id, changed={"note": "y"}, opened={"note": ""})
        )
        take_back(compound, secretary)
        assert stored(compound, *TABLES) == before, verb


def take_back(store: Store, actor: Actor) -> None:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    acts.undo(store, actor, line.id)


class Passing(RuleBasedStateMachine):
    """Any order of verbs: whoever is out shows as out, and what has ended stays so."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock.frozen("2022-04-08T10:30")
        self.store = with_gate(empty_store(Path(self.folder.name) / "desk.db", self.clock))
        self.actor = Actor(1, "陈书宁", Role.secretary)
        self.ended: set[int] = set()
        self.made = 0

    @rule(
        household=st.sampled_from((NEAR, FAR)),
        purpose=st.sampled_from(list(GatePurpose)),
        tenths=st.sampled_from((None, 366, 380)),
    )
    def let_out(self, household: int, purpose: GatePurpose, tenths: int | None) -> None:
        values = {"household_id": household, "purpose": purpose, "tenths": tenths}
        self.made += self._try("gate.let_out", None, **values)

    @rule(
        verb=st.sampled_from(PASSAGE.verbs()),
        row=st.integers(1, 6),
        minutes=st.integers(0, 2000),
        tenths=st.sampled_from((366, 380)),
    )
    def step(self, verb: str, row: int, minutes: int, tenths: int) -> None:
        self.clock.advance(dt.timedelta(minutes=minutes))
        values = {"measures": "x"} if verb == "gate.see_to" else {"tenths": tenths}
        done = self._try(verb, row, **values)
        assert not (done and row in self.ended)

    @rule(verb=st.sampled_from((*GOODS.verbs(), "gate.goods_in")), row=st.integers(1, 3))
    def goods(self, verb: str, row: int) -> None:
        if verb == "gate.goods_in":
            self._try(verb, None, supplier="x", pieces=1)
        else:
            self._try(verb, row, **({"handed_to": "x"} if verb == "gate.hand_over" else {}))

    def _try(self, verb: str, row_id: int | None, **values: object) -> bool:
        try:
            do(self.store, self.actor, verb, row_id, **values)
        except Refusal:
            return False
        return True

    @invariant()
    def everybody_is_somewhere(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading(self.actor) as session:
            lines = gate.log(session).lines
            out = gate.out_now(session)
            counted = gate.counts(session)
        open_now = {
            line.id for line in lines if line.state in (PassageState.passed, PassageState.held)
        }
        assert {line.id for line in out} == open_now
        assert counted.out + counted.held == len(open_now)
        assert len([line for line in lines if not line.refused]) == self.made
        ended = {line.id for line in lines} - open_now
        assert self.ended <= ended
        self.ended = ended

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestPassing = Passing.TestCase
TestPassing.settings = settings(max_examples=8, stateful_step_count=14, deadline=None)

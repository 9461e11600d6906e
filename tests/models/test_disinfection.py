"""Disinfection: full coverage, no dead corner; kits: counted, handed, reported, never forgotten."""

import datetime as dt
from typing import Any

import pytest

from models import acts, rounds, stock
from models.exports import export
from models.quick import understand
from models.rounds import RoundState, TargetState, TreatmentState
from models.rules.disinfection import CellState
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.drafts import Unfit
from models.store.journal import verify
from models.store.register import DESK, LEADERS, draft_for, lookup, natural_step, perform
from models.words import Words
from tests.conftest import CountStatements
from tests.models.crew import SET_UP, do, refused
from tests.models.rounds_branch import A, B, begun, left, with_compound

BLEACH, KIT = 1, 2
LEAD_ONLY = "add_place lay_out_places edit_place retire_place restore_place".split()
ALL = (
    "disinfect treat disinfect_where edit_treatment check_treatment strike_treatment "
    "hand_kits hand_out_kits report_kit report_kits"
).split()


@pytest.fixture
def compound(store: Store, clock: FrozenClock) -> Store:
    """Three stairwells, two roads, a corner, goods and gear; disinfected up to 7 April."""
    with_compound(store)
    for name, n in (("84消毒液", 40), ("抗原检测试剂盒", 20)):
        item = do(store, SET_UP, "stock.add_item", name=name, unit="份")
        do(store, SET_UP, "stock.receive", item.id, quantity=n)
    do(store, SET_UP, "rounds.lay_out_places", roads="东路、西路", corners="垃圾房",
       goods="物资点", gear="防护品间", since=dt.date(2022, 4, 1))  # fmt: skip
    now = clock.now()
    clock.set("2022-04-07T09:00")
    for kind in ("stairwell", "road", "corner"):
        do(store, SET_UP, "rounds.disinfect_where", target=kind)
    clock.set(now)
    return store


def place(store: Store, name: str) -> rounds.PlaceLine:
    with store.reading(SET_UP) as session:
        return next(line for line in rounds.places(session) if line.name == name)


def on_hand(store: Store, item: int) -> int:
    with store.reading(SET_UP) as session:
        assert stock.check(session) == ()
        return next(line.on_hand for line in stock.items(session) if line.id == item)


def last_act(store: Store, actor: Actor) -> int:
    with store.reading(actor) as session:
        line = acts.my_last(session)
    assert line is not None
    return line.id


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", [*LEAD_ONLY, *ALL])
def test_places_are_led_and_everybody_records(verb: str, role: Role) -> None:
    may = role in (LEADERS if verb in LEAD_ONLY else DESK)
    if may:
        lookup(f"rounds.{verb}").check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(f"rounds.{verb}").check_role(role)


# ── places by days ──────────────────────────────────────────────────────────────────────────────


def test_every_stairwell_is_a_place_and_is_made_once(compound: Store, secretary: Actor) -> None:
    with compound.reading(secretary) as session:
        names = [line.name for line in rounds.places(session)]
    assert names == ["东路", "西路", "垃圾房", "物资点", "防护品间", "3-1", "3-2", "5-1"]
    assert refused(compound, secretary, "rounds.lay_out_places").key == "refuse.rounds.no_new_place"
    no = refused(compound, secretary, "rounds.add_place", name="东路")
    assert no.key == "refuse.rounds.place_twice"


def test_a_passed_interval_is_red_and_twice_running_climbs(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    assert place(compound, "3-2").today is CellState.due
    assert place(compound, "垃圾房").today is CellState.rest
    assert place(compound, "物资点").today is CellState.outside
    clock.set("2022-04-09T11:00")
    one = place(compound, "3-2")
    assert (one.cells[-2].state, one.missed, one.climbed) == (CellState.red, 1, False)
    with compound.reading(secretary) as session:
        assert not rounds.disinfection_alarms(session)  # there is time until noon
    clock.set("2022-04-09T12:01")
    with compound.reading(secretary) as session:
        (alarm,) = rounds.disinfection_alarms(session)
    assert (alarm.key, alarm.params["n"]) == ("rounds.places_missed", 5)
    clock.set("2022-04-10T07:00")
    do(compound, secretary, "rounds.disinfect", place(compound, "3-1").id)
    with compound.reading(secretary) as session:
        lines = rounds.places(session)
        (alarm,) = rounds.disinfection_alarms(session)
        assert alarm in rounds.alarms(session)
    assert [line.name for line in lines[:4]] == ["东路", "西路", "3-2", "5-1"]
    assert (alarm.key, alarm.severity) == ("rounds.places_climbed", "red")
    assert "3-2" in Words("zh")(alarm.text, **alarm.params)


def test_a_record_made_later_counts_for_its_day(compound: Store, secretary: Actor) -> None:
    at = "2022-04-06T09:00:00+08:00"
    do(compound, secretary, "rounds.disinfect", place(compound, "3-2").id, at=at)
    states = [cell.state for cell in place(compound, "3-2").cells[-4:]]
    assert states == [CellState.red, CellState.done, CellState.done, CellState.due]


def test_a_place_off_the_list_is_refused_and_comes_back_from_today(
    compound: Store, secretary: Actor, clock: FrozenClock
) -> None:
    one = place(compound, "东路")
    do(compound, secretary, "rounds.retire_place", one.id)
    assert refused(compound, secretary, "rounds.disinfect", one.id).key == "refuse.rounds.retired"
    with compound.reading(secretary) as session:
        assert natural_step(session, "rounds.place", one.id) == "rounds.restore_place"
    clock.set("2022-04-20T09:00")
    do(compound, secretary, "rounds.restore_place", one.id)
    assert place(compound, "东路").missed == 0


# ── records ─────────────────────────────────────────────────────────────────────────────────────


def test_many_places_are_one_act_that_draws_once_and_is_taken_back_by_a_move(
    compound: Store, volunteer: Actor
) -> None:
    do(compound, volunteer, "rounds.disinfect_where", target="stairwell", bottles=2)
    assert on_hand(compound, BLEACH) == 38
    assert place(compound, "5-1").today is CellState.done
    acts.undo(compound, volunteer, last_act(compound, volunteer))
    assert on_hand(compound, BLEACH) == 40
    assert place(compound, "5-1").today is CellState.due
    with compound.reading(SET_UP) as session:
        kinds = [line.kind for line in stock.moves(session, item_id=BLEACH)]
        assert kinds[0] == "undo"  # answered, not rubbed out
        assert verify(session).broken == ()
    ids = [place(compound, name).id for name in ("3-1", "3-2")]
    drafts = [draft_for("rounds.disinfect", {"bottles": 1}, one) for one in ids]
    perform(compound, volunteer, "rounds.disinfect", *drafts)
    assert on_hand(compound, BLEACH) == 39  # marked rows share one form


def test_a_later_draw_does_not_stand_in_the_way_of_an_undo(
    compound: Store, volunteer: Actor
) -> None:
    do(compound, volunteer, "rounds.disinfect", place(compound, "3-1").id, bottles=2)
    first = last_act(compound, volunteer)
    do(compound, volunteer, "rounds.disinfect", place(compound, "3-2").id, bottles=3)
    acts.undo(compound, volunteer, first)
    assert on_hand(compound, BLEACH) == 37
    with pytest.raises(Refusal, match=r"refuse\.undo"):
        acts.undo(compound, volunteer, first)


def test_what_is_not_there_is_not_drawn(compound: Store, volunteer: Actor) -> None:
    one = place(compound, "3-1").id
    no = refused(compound, volunteer, "rounds.disinfect", one, bottles=41)
    assert no.params["available"] == 40
    for agent, key in (("alcohol", "no_item"), ("peroxide", "not_kept")):
        no = refused(compound, volunteer, "rounds.disinfect", one, agent=agent, bottles=1)
        assert no.key == f"refuse.rounds.{key}"
    assert place(compound, "3-1").today is CellState.due
    no = refused(compound, volunteer, "rounds.disinfect", one, concentration=None)
    assert no.key == "refuse.rounds.concentration"
    no = refused(compound, volunteer, "rounds.disinfect_where")
    assert no.key == "refuse.rounds.which_places"


def test_a_record_is_checked_by_another_and_struck_out_with_a_reason(
    compound: Store, volunteer: Actor, shift_leader: Actor
) -> None:
    do(compound, volunteer, "rounds.disinfect", place(compound, "3-1").id, agent="tablets")
    with compound.reading(volunteer) as session:
        (line, *_) = rounds.treatments(session)
    assert (line.operator, line.concentration, line.minutes) == ("孙晓丽", 500, 30)
    no = refused(compound, volunteer, "rounds.check_treatment", line.id)
    assert no.key == "refuse.rounds.checks_own"
    do(compound, shift_leader, "rounds.check_treatment", line.id)
    do(compound, shift_leader, "rounds.strike_treatment", line.id, reason="记错单元")
    with compound.reading(volunteer) as session:
        (line,) = rounds.treatments(session, only=line.id)
    assert (line.state, line.checker) == (TreatmentState.struck, "高远志")
    assert place(compound, "3-1").today is CellState.due


def test_the_chlorine_warning_stands_in_every_form() -> None:
    for verb in ("disinfect", "treat", "disinfect_where"):
        assert "洁厕灵" in Words("zh")(f"rounds.{verb}.lead")
        assert "acid" in Words("en")(f"rounds.{verb}.lead")


def test_a_record_sees_the_place_in_the_round_under_way(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary, "disinfection")
    assert len(left(compound, secretary, made)) == 8
    do(compound, volunteer, "rounds.disinfect_where", building_id=1)
    waiting = left(compound, secretary, made)
    assert "3-1" not in {line.door for line in waiting} and len(waiting) == 6
    with compound.reading(volunteer) as session:
        assert natural_step(session, "rounds.target", waiting[0].id) == "rounds.treat"
    do(compound, volunteer, "rounds.treat", waiting[0].id, agent="quaternary")
    assert len(left(compound, secretary, made)) == 5
    no = refused(compound, volunteer, "rounds.mark", waiting[1].id)
    assert no.key == "refuse.rounds.not_this_kind"


# ── kits ────────────────────────────────────────────────────────────────────────────────────────


def door(store: Store, round_id: int, household: int) -> rounds.TargetLine:
    return left(store, SET_UP, round_id, household_id=household, show="")[0]


def test_kits_go_out_by_who_is_present_and_who_does_not_report_is_left(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary, "kits")
    do(compound, volunteer, "rounds.hand_out_kits", made, building_id=1)
    assert on_hand(compound, KIT) == 20 - 6
    with compound.reading(secretary) as session:
        given = {line.door: line.pieces for line in rounds.handouts(session, made)}
    assert given == {"3-1-501": 1, "3-2-401": 3, "3-2-402": 1, "3-2-301": 1, "5-1-101": 0}
    assert len(left(compound, secretary, made)) == 5
    do(compound, volunteer, "rounds.report_kits", made, building_id=1, stairwell=2)
    assert {one.door for one in left(compound, secretary, made)} == {"3-1-501", "5-1-101"}
    do(compound, secretary, "rounds.mop_up", made)
    assert refused(compound, secretary, "rounds.reconcile", made).key == "refuse.rounds.left"
    no = refused(compound, volunteer, "rounds.mark_where", made, building_id=2)
    assert no.key == "refuse.rounds.one_by_one"


def test_an_abnormal_kit_is_told_and_waits_for_a_test_alone(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary, "kits")
    do(compound, volunteer, "rounds.hand_kits", door(compound, made, A).id)
    one = door(compound, made, A)
    assert one.state is TargetState.handed
    do(compound, volunteer, "rounds.report_kit", one.id, outcome="invalid")
    assert door(compound, made, A).state is TargetState.handed
    do(compound, volunteer, "rounds.report_kit", one.id, outcome="positive")
    with compound.reading(secretary) as session:
        (alarm,) = (a for a in rounds.alarms(session) if a.key.startswith("rounds.abnormal"))
    assert (alarm.severity, alarm.params["left"]) == ("red", 1)
    assert "3-2" not in Words("zh")(alarm.text, **alarm.params)
    do(compound, secretary, "rounds.retest", one.id, outcome="negative")
    with compound.reading(secretary) as session:
        assert not [a for a in rounds.alarms(session) if a.key.startswith("rounds.abnormal")]
    assert door(compound, made, A).state is TargetState.seen


def test_two_daily_tests_lie_twenty_hours_apart_or_are_asked_about(
    compound: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    for hour, sure in (("2022-04-08T18:00", False), ("2022-04-09T09:00", True)):
        clock.set(hour)
        made = begun(compound, secretary, "kits")
        do(compound, volunteer, "rounds.hand_kits", door(compound, made, B).id, from_stock=False)
        one = door(compound, made, B).id
        if sure:
            with pytest.raises(Unfit) as caught:
                do(compound, volunteer, "rounds.report_kit", one)
            assert caught.value.fields["sure"][0] == "refuse.rounds.kit_too_soon"
        do(compound, volunteer, "rounds.report_kit", one, sure=sure)
    assert on_hand(compound, KIT) == 20


def test_handing_out_is_taken_back_with_its_move_unless_somebody_reported(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary, "kits")
    do(compound, volunteer, "rounds.hand_out_kits", made, building_id=1)
    act = last_act(compound, volunteer)
    do(compound, volunteer, "rounds.report_kit", door(compound, made, A).id)
    reported = last_act(compound, volunteer)
    with pytest.raises(Refusal, match=r"refuse\.undo\.later"):
        acts.undo(compound, volunteer, act)
    acts.undo(compound, volunteer, reported)
    acts.undo(compound, volunteer, act)
    assert on_hand(compound, KIT) == 20
    assert door(compound, made, A).state is TargetState.not_seen


def test_a_round_of_kits_comes_to_its_end(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    made = begun(compound, secretary, "kits")
    for building in (1, 2):
        do(compound, volunteer, "rounds.hand_out_kits", made, building_id=building)
        do(compound, volunteer, "rounds.report_kits", made, building_id=building)
    for verb in ("mop_up", "reconcile", "close"):
        do(compound, secretary, f"rounds.{verb}", made)
    with compound.reading(secretary) as session:
        (line,) = rounds.rounds(session, only=made)
    assert (line.state, line.seen, line.missed) == (RoundState.closed, 5, 0)


# ── words, paper, cost ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "verb", "values"),
    [
        ("消杀 3栋2单元 500", "disinfect", {"concentration": 500}),
        ("disinfect 3-2 1000", "disinfect", {"concentration": 1000}),
        ("消杀 垃圾房 1000 酒精 2瓶", "disinfect", {"bottles": 2, "agent": "alcohol"}),
        ("整栋消杀 3栋 500", "disinfect_where", {"building_id": 1}),
        ("disinfect all stairwell 500", "disinfect_where", {"target": "stairwell"}),
        ("3-2-401 发抗原 3", "hand_kits", {"pieces": 3}),
        ("3-2-401 抗原 阴性", "report_kit", {"outcome": "negative"}),
        ("3-2-401 antigen two lines", "report_kit", {"outcome": "positive"}),
    ],
)
def test_a_line_says_it(
    compound: Store, secretary: Actor, typed: str, verb: str, values: dict[str, Any]
) -> None:
    begun(compound, secretary, "kits")
    with compound.reading(secretary) as session:
        found = understand(session, typed, Words("zh"))
    assert found.verb == f"rounds.{verb}" and found.ready, found
    told = found.draft().model_dump()
    assert {name: told[name] for name in values} == values
    if verb == "disinfect":
        assert told["id"] == place(compound, "垃圾房" if "垃圾房" in typed else "3-2").id


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_ledgers_are_written(
    compound: Store, secretary: Actor, volunteer: Actor, tmp_path: Any, lang: str
) -> None:
    made = begun(compound, secretary, "kits")
    do(compound, volunteer, "rounds.hand_out_kits", made, building_id=1)
    do(compound, volunteer, "rounds.report_kit", door(compound, made, A).id, outcome="positive")
    for ledger, held in (("disinfection", "500"), ("kits", "3-2-401")):
        path = export(compound, secretary, ledger, tmp_path / f"{ledger}.csv", Words(lang))
        text = path.read_text(encoding="utf-8-sig")
        assert held in text
        # Whose kit showed something is written with a purpose only.
        assert Words(lang)("Outcome.abnormal") not in text.partition("\n")[2].partition("\n")[2]


def test_reads_ask_the_same_however_much_there_is(
    compound: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    reads: tuple[tuple[Any, int], ...] = (
        (rounds.places, 4),
        (rounds.disinfection_alarms, 4),
        (rounds.treatments, 1),
        (lambda session: rounds.handouts(session, 1), 1),
    )
    for _ in range(2):
        for read, most in reads:
            with compound.reading(secretary) as session, count_statements(compound) as asked:
                read(session)
            assert asked.count <= most, asked.texts
        do(compound, SET_UP, "rounds.disinfect_where", target="stairwell")


def test_the_wall_sees_no_record(compound: Store) -> None:
    with compound.reading(Actor(None, "墙", Role.wallboard)) as session:
        assert rounds.treatments(session) == () and rounds.handouts(session, 1) == ()
        assert rounds.disinfection_counts(session).places == 8

"""What may be done with stock, by whom, how it is refused, and how each act is taken back."""

import datetime as dt
from threading import Barrier, Thread

import pytest

from models import acts, stock
from models.quick import understand
from models.rules.refusal import Refusal
from models.store import FrozenClock, Store, journal
from models.store.drafts import Edit, Unfit
from models.store.register import changes, lookup, natural_step, perform, refusal_of, verb_lines
from models.store.register import lookup_kind as kind_of
from models.words import Words
from seed_data.catalogue import CATALOGUE
from tests.conftest import Prepared
from tests.models.storeroom import (
    CHEN,
    EVERYBODY,
    GAO,
    GOWN,
    MASK,
    MILK,
    SUN,
    TODAY,
    WALL,
    ZHOU,
    act,
    furnish,
    ledger,
    line_of,
    on_hand,
    receive,
)

LEADERS = {CHEN, ZHOU, GAO}
ANYBODY = {*LEADERS, SUN}
# Each verb with the record it acts on, what it is given, and who may.
VERBS: list[tuple[str, int | None, dict[str, object], set]] = [
    ("stock.add_item", None, {"name": "雨衣", "unit": "件"}, ANYBODY),
    ("stock.receive", GOWN, {"quantity": 5}, ANYBODY),
    ("stock.issue", GOWN, {"quantity": 5, "party": "北门"}, ANYBODY),
    ("stock.use", GOWN, {"quantity": 5}, ANYBODY),
    ("stock.return", MASK, {"quantity": 5}, ANYBODY),
    ("stock.spoil", GOWN, {"quantity": 5, "reason": "受潮"}, ANYBODY),
    ("stock.lose", GOWN, {"quantity": 5, "reason": "不见了"}, LEADERS),
    ("stock.adjust", GOWN, {"difference": -5, "reason": "记错"}, LEADERS),
    ("stock.transfer", GOWN, {"quantity": 5, "to_place": "北门"}, ANYBODY),
    ("stock.count", GOWN, {"counted": 25, "reason": "lost"}, ANYBODY),
    ("stock.request_count", MILK, {}, LEADERS),
    ("stock.hold", 1, {"reason": "破损"}, ANYBODY),
    ("stock.quarantine", 1, {"reason": "刚消杀"}, ANYBODY),
    ("stock.recall", 1, {"reason": "厂家通知"}, LEADERS),
    ("stock.release_hold", 4, {}, LEADERS),
    ("stock.dispose", 4, {"reason": "交回"}, LEADERS),
    ("stock.enter_count", 1, {"counted": 15}, ANYBODY),
    ("stock.settle_count", 2, {"reason": "miscounted"}, LEADERS),
    ("stock.cancel_count", 1, {}, LEADERS),
]


@pytest.fixture
def room(prepared: Prepared) -> Store:
    return prepared(with_goods)


def with_goods(store: Store) -> None:
    """30 gowns in two batches, 20 masks of which 5 are out, 12 milk, 8 held gowns."""
    furnish(store)
    receive(store, GOWN, 10, batch="late", ends=90)
    receive(store, GOWN, 20, batch="soon", ends=30)
    receive(store, MASK, 20, batch="M1")
    receive(store, MILK, 12, batch="K1", ends=3, quarantined=True)
    act(store, CHEN, "stock.issue", MASK, quantity=5, party="东门")
    act(store, CHEN, "stock.request_count", MASK)
    act(store, CHEN, "stock.count", GOWN, counted=29)


def refused(store: Store, actor, verb: str, record: int | None, **values: object) -> Refusal:
    with pytest.raises(Refusal) as found:
        act(store, actor, verb, record, **values)
    return found.value


# ── every change: every role, its undo, its words ─────────────────────────────────────────────


@pytest.mark.parametrize(
    ("verb", "record", "values", "may"), VERBS, ids=[verb for verb, *_ in VERBS]
)
def test_each_verb_asks_the_role(room: Store, verb, record, values, may) -> None:
    for actor in EVERYBODY:
        if actor in may:
            lookup(verb).check_role(actor.role)
        else:
            assert refused(room, actor, verb, record, **values).key == "refuse.role"
    assert act(room, next(iter(may)), verb, record, **values).act_id is not None


def test_no_verb_of_the_stock_is_left_out() -> None:
    tried = {verb for verb, *_ in VERBS}
    others = {"stock.install_catalogue", "stock.edit_item", "stock.edit_lot"}
    assert tried | others == {verb for verb in changes() if verb.startswith("stock.")}


@pytest.mark.parametrize(
    ("verb", "record", "values", "may"), VERBS, ids=[verb for verb, *_ in VERBS]
)
def test_each_verb_is_said_and_taken_back(room: Store, verb, record, values, may) -> None:
    def whole() -> object:
        with room.reading(CHEN) as session:
            lots = [
                (lot.id, lot.on_hand, lot.state, lot.hold_reason) for lot in stock.lots(session)
            ]
            counting = [line.count for line in stock.items(session)]
            return lots, counting, len(stock.items(session))

    before = whole()
    done = act(room, CHEN, verb, record, **values)
    with room.reading(CHEN) as session:
        said = acts.said(session, done.act_id)
    for lang in ("zh", "en"):
        words = Words(lang)
        text = words(f"{verb}.did", **said.params)
        assert words.has(f"{verb}.did")
        assert "{" not in text
    if verb not in ("stock.request_count", "stock.cancel_count", "stock.enter_count"):
        assert before != whole()
    acts.undo(room, CHEN, done.act_id)
    assert before == whole()
    with room.reading(CHEN) as session:
        assert stock.check(session) == ()
    with pytest.raises(Refusal) as again:
        acts.undo(room, CHEN, done.act_id)
    assert again.value.key == "refuse.undo.done"


# ── drawing ───────────────────────────────────────────────────────────────────────────────────


def test_the_earliest_expiry_goes_first_over_several_lots_in_one_act(room: Store) -> None:
    done = act(room, SUN, "stock.issue", GOWN, quantity=24, party="采样点")
    assert on_hand(room) == {"late": 6}
    assert ledger(room)[-2:] == [("issue", -20, "soon"), ("issue", -4, "late")]
    with room.reading(CHEN) as session:
        assert len(journal.entries(session, done.act_id)) == 4


def test_a_named_batch_is_drawn_alone(room: Store) -> None:
    act(room, SUN, "stock.issue", GOWN, quantity=3, batch="late")
    assert on_hand(room) == {"soon": 20, "late": 7}
    assert refused(room, SUN, "stock.issue", GOWN, quantity=8, batch="late").key.endswith("_of")
    missing = refused(room, SUN, "stock.issue", GOWN, quantity=1, batch="X")
    assert missing.key == "refuse.stock.no_batch"
    assert "late" in missing.params["batches"]


def test_what_is_held_or_resting_or_expired_is_not_given_out(
    room: Store, clock: FrozenClock
) -> None:
    short = refused(room, SUN, "stock.issue", MILK, quantity=1)
    assert (short.key, short.params["locked"]) == ("refuse.stock.short_locked_of", 12)
    named = refused(room, SUN, "stock.issue", MILK, quantity=1, batch="K1")
    assert named.key == "refuse.stock.held"
    act(room, CHEN, "stock.release_hold", 4)
    act(room, SUN, "stock.issue", MILK, quantity=1)
    clock.advance(dt.timedelta(days=4))
    assert refused(room, SUN, "stock.issue", MILK, quantity=1).key.startswith("refuse.stock.short")
    with pytest.raises(Unfit) as expired:
        act(room, SUN, "stock.issue", MILK, quantity=1, batch="K1")
    assert "sure" in expired.value.fields


def test_never_below_zero_not_even_past_the_change(room: Store) -> None:
    assert refused(room, SUN, "stock.issue", GOWN, quantity=31).params["available"] == 30
    assert (
        refused(room, CHEN, "stock.adjust", GOWN, difference=-31, reason="?").params["available"]
        == 30
    )
    with pytest.raises(Exception, match="lot_never_below_zero"), room.writing(CHEN, "x") as session:
        session.get(stock.Lot, 1).on_hand = -1


def test_a_slip_of_the_finger_is_asked_about(room: Store) -> None:
    receive(room, MASK, 5000, batch="M2")
    for _ in range(3):
        act(room, SUN, "stock.issue", MASK, quantity=5)
    with pytest.raises(Unfit) as slip:
        act(room, SUN, "stock.issue", MASK, quantity=500)
    key, params = slip.value.fields["sure"]
    assert (key, params["usual"]) == ("refuse.stock.unusual", 5)
    act(room, SUN, "stock.issue", MASK, quantity=100)
    act(room, SUN, "stock.issue", MASK, quantity=500, sure=True)


def test_something_expired_is_received_only_by_a_person_who_is_sure(room: Store) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    assert (
        "sure" in refused(room, SUN, "stock.receive", MILK, quantity=1, expires_on=yesterday).fields
    )


def test_what_comes_back_goes_where_it_came_from(room: Store) -> None:
    act(room, SUN, "stock.issue", GOWN, quantity=24)
    act(room, SUN, "stock.return", GOWN, quantity=6, party="采样点")
    assert ledger(room)[-2:] == [("return", 4, "late"), ("return", 2, "soon")]
    with pytest.raises(Unfit) as more:
        act(room, SUN, "stock.return", GOWN, quantity=19)
    assert more.value.fields["sure"][1]["out"] == 18
    assert refused(room, SUN, "stock.return", MILK, quantity=1).key == "refuse.stock.never_issued"


def test_a_transfer_is_a_pair_and_the_lot_keeps_what_it_is(room: Store) -> None:
    act(room, SUN, "stock.transfer", GOWN, quantity=5, to_place="北门")
    with room.reading(CHEN) as session:
        lots = stock.lots(session, GOWN)
        there = next(lot for lot in lots if lot.place == "北门")
        out, into = session.get(stock.Move, 6), session.get(stock.Move, 7)
    assert (there.batch, there.on_hand, there.expires_on) == ("soon", 5, TODAY + dt.timedelta(30))
    assert (out.quantity, into.quantity, into.pair_id) == (-5, 5, out.id)
    assert line_of(room).on_hand == 30
    act(room, SUN, "stock.issue", GOWN, quantity=5, place="北门")
    act(room, SUN, "stock.transfer", GOWN, quantity=20, to_place="北门")
    assert line_of(room).on_hand == 25
    assert refused(room, SUN, "stock.issue", GOWN, quantity=1, place="西门").key.endswith(
        "no_place"
    )


# ── counting, holding ─────────────────────────────────────────────────────────────────────────


def test_a_difference_waits_for_its_reason_and_a_new_count_takes_its_place(room: Store) -> None:
    assert line_of(room).count == "counted"
    assert sum(on_hand(room).values()) == 30
    act(room, SUN, "stock.count", GOWN, counted=28)
    act(room, SUN, "stock.issue", GOWN, quantity=3)
    with room.reading(CHEN) as session:
        last, first = stock.stock_counts(session, GOWN)
    assert (first.state, last.state) == ("cancelled", "counted")
    act(room, CHEN, "stock.settle_count", last.id, reason="lost")
    assert sum(on_hand(room).values()) == 25
    assert ledger(room)[-1] == ("adjust", -2, "soon")


def test_a_count_that_agrees_is_done_and_moves_nothing(room: Store) -> None:
    before = ledger(room, MASK)
    act(room, SUN, "stock.enter_count", 1, counted=15)
    with room.reading(CHEN) as session:
        assert stock.stock_counts(session, MASK)[0].state == "completed"
    assert ledger(room, MASK) == before
    assert refused(room, SUN, "stock.enter_count", 1, counted=15).key == "refuse.machine"


def test_more_is_counted_than_the_book_says(room: Store) -> None:
    act(room, SUN, "stock.count", GOWN, counted=33, reason="not_recorded")
    assert on_hand(room) == {"soon": 23, "late": 10}


def test_half_of_it_gone_is_counted_twice(room: Store) -> None:
    with pytest.raises(Unfit) as again:
        act(room, SUN, "stock.count", GOWN, counted=3)
    assert again.value.fields["sure"][0] == "refuse.stock.count_again"
    act(room, SUN, "stock.count", GOWN, counted=3, sure=True)


def test_a_recall_stops_the_batch_wherever_it_lies(room: Store) -> None:
    act(room, SUN, "stock.transfer", GOWN, quantity=5, to_place="北门")
    act(room, CHEN, "stock.recall", 2, reason="厂家通知")
    with room.reading(CHEN) as session:
        states = {(lot.batch, lot.place): lot.state for lot in stock.lots(session, GOWN)}
    assert states["soon", ""] == states["soon", "北门"] == "recalled"
    assert refused(room, CHEN, "stock.release_hold", 2).key == "refuse.machine"
    act(room, CHEN, "stock.dispose", 2)
    assert on_hand(room) == {"soon": 5, "late": 10}


def test_a_good_lot_is_not_done_away_with(room: Store, clock: FrozenClock) -> None:
    assert refused(room, CHEN, "stock.dispose", 1).key == "refuse.stock.still_good"
    clock.advance(dt.timedelta(days=91))
    act(room, CHEN, "stock.dispose", 1, reason="深埋")
    assert "late" not in on_hand(room)
    assert refused(room, CHEN, "stock.hold", 1, reason="?").key == "refuse.machine"


def test_a_lot_is_corrected_but_not_its_quantity(room: Store) -> None:
    edit = Edit(id=1, changed={"batch": "LATE-2"}, opened={"batch": "late"})
    perform(room, CHEN, "stock.edit_lot", edit)
    assert on_hand(room) == {"soon": 20, "LATE-2": 10}
    wrong = Edit(id=1, changed={"on_hand": 99}, opened={"on_hand": 10})
    with pytest.raises(Refusal):
        perform(room, CHEN, "stock.edit_lot", wrong)


# ── the catalogue ─────────────────────────────────────────────────────────────────────────────


def test_an_item_is_there_once_however_it_is_written(room: Store) -> None:
    twice = refused(room, SUN, "stock.add_item", None, name="n95 口罩", spec="20只/盒", unit="盒")
    assert twice.key == "refuse.stock.item_twice"
    clash = Edit(
        id=MILK, changed={"name": "隔离衣", "spec": ""}, opened={"name": "鲜牛奶", "spec": "1L"}
    )
    with pytest.raises(Refusal) as refusal:
        perform(room, CHEN, "stock.edit_item", clash)
    assert refusal.value.key == "refuse.stock.item_twice"


def test_a_renamed_item_is_found_by_its_new_name(room: Store) -> None:
    edit = Edit(id=GOWN, changed={"name": "手术衣"}, opened={"name": "隔离衣"})
    perform(room, CHEN, "stock.edit_item", edit)
    with room.reading(SUN) as session:
        assert [found.id for found in stock.find_items(session, "ssy", 5)] == [GOWN]


def test_a_maximum_lies_above_the_rest(room: Store) -> None:
    wrong = Edit(id=GOWN, changed={"maximum": 5}, opened={"maximum": 200})
    with pytest.raises(Unfit) as unfit:
        perform(room, CHEN, "stock.edit_item", wrong)
    assert "maximum" in unfit.value.fields


def test_the_catalogue_is_installed_once(room: Store) -> None:
    rows = tuple(stock.ItemDraft(**row) for row in CATALOGUE)
    for _ in range(2):
        perform(room, CHEN, "stock.install_catalogue", stock.CatalogueDraft(rows=rows))
    with room.reading(CHEN) as session:
        titles = [line.title for line in stock.items(session)]
    assert len(titles) == len(set(titles)) == len(rows) + 1  # the gown here has no size


# ── undo, races, the quick line ───────────────────────────────────────────────────────────────


def test_of_two_equal_issues_exactly_the_one_meant_comes_back(room: Store) -> None:
    first = act(room, SUN, "stock.issue", GOWN, quantity=2, party="北门")
    second = act(room, SUN, "stock.issue", GOWN, quantity=2, party="北门")
    acts.undo(room, SUN, first.act_id)
    with room.reading(CHEN) as session:
        undo, later, earlier = stock.moves(session, GOWN)[:3]
    assert (undo.kind, undo.quantity) == ("undo", 2)
    assert (earlier.undone, later.undone) == (True, False)
    acts.undo(room, SUN, second.act_id)
    assert sum(on_hand(room).values()) == 30


def test_a_delivery_that_was_given_out_is_not_taken_back(room: Store) -> None:
    done = receive(room, MASK, 5, batch="new", ends=1)
    act(room, SUN, "stock.issue", MASK, quantity=3)
    with pytest.raises(Refusal) as refusal:
        acts.undo(room, CHEN, done.act_id)
    assert refusal.value.key == "refuse.stock.undo_short"
    assert (refusal.value.params["left"], refusal.value.params["who"]) == (2, "孙晓丽")


def test_an_undone_issue_leaves_no_use_behind(room: Store, clock: FrozenClock) -> None:
    done = act(room, SUN, "stock.issue", GOWN, quantity=20)
    clock.advance(dt.timedelta(days=4))
    assert line_of(room).daily == 5
    acts.undo(room, SUN, done.act_id)
    assert line_of(room).daily == 0


def test_two_desks_issue_the_last_gown_at_once(room: Store) -> None:
    act(room, SUN, "stock.issue", GOWN, quantity=29)
    other = Store.open(room.url, room.clock)
    start, won, lost = Barrier(2), [], []

    def issue(store: Store) -> None:
        start.wait()
        try:
            won.append(act(store, SUN, "stock.issue", GOWN, quantity=1).act_id)
        except Refusal as refusal:
            lost.append(refusal.key)

    threads = [Thread(target=issue, args=(store,)) for store in (room, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert len(won) == 1
    assert lost == ["refuse.stock.short_of"]
    with room.reading(CHEN) as session:
        assert stock.check(session) == ()


def test_several_items_are_done_in_one_act_or_none(room: Store) -> None:
    drafts = [stock.IssueDraft(id=item, quantity=16) for item in (GOWN, MASK)]
    with pytest.raises(Refusal) as refusal:
        perform(room, SUN, "stock.issue", *drafts)
    assert refusal.value.params["name"] == "N95口罩"
    assert sum(on_hand(room).values()) == 30
    done = perform(
        room, SUN, "stock.issue", *(d.model_copy(update={"quantity": 2}) for d in drafts)
    )
    with room.reading(SUN) as session:
        said = Words()("stock.issue.did", **acts.said(session, done.act_id).params)
    assert said == "发出 隔离衣 2件  +1"


@pytest.mark.parametrize(
    ("line", "verb", "fields"),
    [
        ("领 隔离衣 2 北门", "stock.issue", {"id": GOWN, "quantity": 2, "party": "北门"}),
        ("发 glyi 2件", "stock.issue", {"id": GOWN, "quantity": 2}),
        ("issue gown 2 north gate", "stock.issue", {"quantity": 2, "party": "north gate"}),
        ("issue gown 3 pieces north gate", "stock.issue", {"quantity": 3, "party": "north gate"}),
        (
            "入库 牛奶 20 0420",
            "stock.receive",
            {"quantity": 20, "expires_on": dt.date(2022, 4, 20)},
        ),
        ("确认领 隔离衣 x3 东门", "stock.issue", {"quantity": 3, "sure": True}),
        ("入库 牛奶 20 捐赠 某乳业", "stock.receive", {"source": "donated", "giver": "某乳业"}),
        ("报损 牛奶 2 涨包", "stock.spoil", {"id": MILK, "reason": "涨包"}),
        ("盘点 N95 18", "stock.count", {"id": MASK, "counted": 18}),
        ("还 隔离衣 1", "stock.return", {"id": GOWN, "quantity": 1}),
    ],
)
def test_the_quick_line(room: Store, line: str, verb: str, fields: dict) -> None:
    with room.reading(SUN) as session:
        read = understand(session, line, Words())
        assert read.verb == verb
        draft = read.draft()
    assert {name: getattr(draft, name) for name in fields} == fields


@pytest.mark.parametrize("line", ["领 隔离衣 5人", "issue gown 3 people"])
def test_people_are_no_number_of_goods(room: Store, line: str) -> None:
    with room.reading(SUN) as session:
        read = understand(session, line, Words())
    assert [ask.name for ask in read.missing] == ["quantity"]


def test_space_does_what_comes_next(room: Store) -> None:
    with room.reading(CHEN) as session:
        steps = {item: natural_step(session, "stock.item", item) for item in (GOWN, MASK, MILK)}
        assert steps == {GOWN: "stock.issue", MASK: "stock.count", MILK: "stock.receive"}
        assert natural_step(session, "stock.lot", 4) == "stock.release_hold"
        assert natural_step(session, "stock.lot", 1) is None
        assert natural_step(session, "stock.count", 2) == "stock.settle_count"


def test_the_menu_says_why_not(room: Store) -> None:
    with room.reading(SUN) as session:
        lines = {line.verb: line.refusal for line in verb_lines(session, "stock.item", MILK)}
    assert lines["stock.issue"].key == "refuse.stock.all_locked"
    assert lines["stock.lose"].key == "refuse.role"
    assert lines["stock.receive"] is None


def test_every_step_of_a_lot_is_the_machines(room: Store) -> None:
    """No verb leads out of a final state, and the guard speaks only where the machine allows."""
    kind = kind_of("stock.lot")
    with room.reading(CHEN) as session:
        row = session.get(stock.Lot, 1)
        for state in stock.LotState:
            row.state = state
            for verb in kind.verbs:
                found = refusal_of(session, kind, row, verb)
                if not kind.machine.allows(verb, state):
                    assert found is not None
        row.state = stock.LotState.available


def test_every_text_of_the_stock_is_there_in_both_languages() -> None:
    words = Words()
    for verb, found in changes().items():
        if verb.startswith("stock."):
            keys = [verb, f"{verb}.did"]
            for ask in found.asks:
                keys += [ask.label, *([ask.hint] if ask.hint else [])]
            assert [key for key in keys if not words.has(key)] == []


def test_the_wall_board_finds_no_item(room: Store) -> None:
    with room.reading(WALL) as session:
        assert stock.find_items(session, "gown", 5) == ()
        assert stock.find_lots(session, "soon", 5) == ()

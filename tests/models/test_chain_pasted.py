"""A pasted chain beside its buy: compared, taken once, decided once, and forgotten in time."""

import datetime as dt

import pytest

from models import acts, group_buys, retention
from models.group_buys import KeepChain, OrderState, Payment
from models.group_buys.pasting import (
    Sign,
    changes,
    doors_only,
    fix_of,
    items_said,
    kept_text,
    looks_medical,
    read_chain,
    taking,
)
from models.group_buys.surroundings import Surroundings, around, buy_named, surroundings
from models.homes import ResidentDraft
from models.imports.medicine import medicine_requests
from models.requests import RequestSource, RequestState, open_requests
from models.rules.jielong import AnswerState
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import perform
from tests.conftest import CountStatements
from tests.models.crew import do, refused
from tests.models.group_buys_branch import (
    BUY,
    CABBAGE,
    FAR,
    HOME,
    NEXT,
    POTATO,
    answer,
    begin,
    go,
    line,
    take,
    with_buy,
)

CHAIN = """#接龙
4月8日蔬菜

1. 王秀芝 3-2-401 白菜包2
2. 李国强 3栋2单元402 土豆1 白菜1 已付
3. 孙丽 白菜1
4. 5-1-101 白菜99
"""


@pytest.fixture
def branch(store: Store, secretary: Actor) -> Store:
    with_buy(store, secretary)
    draft = ResidentDraft(household_id=HOME, name="王秀芝")
    perform(store, secretary, "homes.add_resident", draft)
    return store


def known(store: Store, actor: Actor) -> Surroundings:
    with store.reading(actor) as session:
        return surroundings(session, BUY)


def signs(store: Store, actor: Actor, text: str) -> list[tuple[str, str]]:
    there = known(store, actor)
    return [(one.sign.value, one.door) for one in changes(read_chain(text, there), there)]


def save(store: Store, actor: Actor, text: str, gone: frozenset[int] = frozenset()) -> None:
    there = known(store, actor)
    draft = taking(read_chain(text, there, there.fixes), there, gone)
    assert draft is not None
    perform(store, actor, "group_buys.take_answers", draft)


def test_what_is_accepted_is_taken_once(branch: Store, secretary: Actor) -> None:
    assert signs(branch, secretary, CHAIN) == [("added", "3-2-401"), ("added", "3-2-402")]
    save(branch, secretary, CHAIN)
    assert (line(branch, HOME).quantity, line(branch, NEXT, POTATO).quantity) == (2, 1)
    assert line(branch, NEXT).payment is Payment.paid
    there = known(branch, secretary)
    again = read_chain(CHAIN, there)
    assert changes(again, there) == () and taking(again, there) is None


def test_what_waits_and_what_is_too_much_changes_nothing(branch: Store, secretary: Actor) -> None:
    chain = read_chain(CHAIN, known(branch, secretary))
    states = [one.state.value for one in chain.answers]
    assert states == ["accepted", "accepted", "needs_address", "ask"]
    # The product allows ten: that is less than what is asked about anyway.
    assert chain.answers[3].why is not None and chain.answers[3].why.params["limit"] == 10


def test_a_longer_paste_shows_what_changed_left_and_vanished(
    branch: Store, secretary: Actor
) -> None:
    save(branch, secretary, CHAIN)
    take(branch, secretary, answer(FAR, (CABBAGE, 1)))
    longer = """#接龙
4月8日蔬菜

1. 王秀芝 3-2-401 白菜包3
2. 老赵 3-1-501 土豆1
"""
    told = [
        ("changed", "3-2-401"),
        ("added", "3-1-501"),
        ("vanished", "3-2-402"),
        ("vanished", "5-1-101"),
    ]
    assert signs(branch, secretary, longer) == told
    save(branch, secretary, longer)
    assert line(branch, NEXT).state is OrderState.signed, "kept until somebody says otherwise"
    save(branch, secretary, longer, frozenset({NEXT}))
    assert line(branch, NEXT).state is OrderState.withdrawn
    assert line(branch, FAR).state is OrderState.signed


def test_an_order_of_the_desk_never_vanishes(branch: Store, secretary: Actor) -> None:
    do(branch, secretary, "group_buys.order", household_id=FAR, product_id=CABBAGE)
    assert [sign for sign, _ in signs(branch, secretary, CHAIN)] == ["added", "added"]


@pytest.mark.parametrize(
    "last",
    ["5. 3-2-401 不要了", "5. 王秀芝 取消"],
    ids=["by its door", "by its name"],
)
def test_a_withdrawal_takes_what_was_ordered_back(
    branch: Store, secretary: Actor, last: str
) -> None:
    save(branch, secretary, CHAIN)
    assert signs(branch, secretary, CHAIN + last) == [("withdrawn", "3-2-401")]
    save(branch, secretary, CHAIN + last)
    assert line(branch, HOME).state is OrderState.withdrawn


def test_taking_is_one_act_that_can_be_undone(branch: Store, secretary: Actor) -> None:
    save(branch, secretary, CHAIN)
    keep = KeepChain(id=BUY, text=kept_text(CHAIN))
    perform(branch, secretary, "group_buys.keep_chain", keep)
    with branch.reading(secretary) as session:
        last = acts.my_last(session)
    # Keeping the text is nothing that anybody takes back.
    assert last is not None and last.verb == "group_buys.take_answers"
    acts.undo(branch, secretary, last.id)
    assert known(branch, secretary).present == {}


def test_what_was_decided_is_not_asked_again(branch: Store, secretary: Actor) -> None:
    there = known(branch, secretary)
    chain = read_chain(CHAIN, there)
    fix = fix_of(chain, 2, "3-1-501", {"白菜包": 1}, "孙丽", False)
    values = KeepChain(id=BUY, text=kept_text(CHAIN), fixes=(fix,))
    perform(branch, secretary, "group_buys.keep_chain", values)
    there = known(branch, secretary)
    assert there.text.startswith("#接龙") and there.fixes == (fix,)
    # The numbers moved, because somebody above left.
    moved = CHAIN.replace("1. 王秀芝 3-2-401 白菜包2\n", "").replace("3. 孙丽", "2. 孙丽")
    for text in (CHAIN, moved, CHAIN + "5. 3-2-401 土豆1\n"):
        found = [one for one in read_chain(text, there, there.fixes).answers if one.name == "孙丽"]
        assert [(str(one.door), one.state) for one in found] == [("3-1-501", AnswerState.accepted)]


def test_a_text_that_stands_there_twice_is_decided_by_its_number(
    branch: Store, secretary: Actor
) -> None:
    there = known(branch, secretary)
    twice = "#接龙\n蔬菜\n\n1. 白菜1\n2. 白菜1\n"
    fix = fix_of(read_chain(twice, there), 0, "3-2-401", {"白菜包": 1}, "", False)
    fixed = read_chain(twice, there, (fix,))
    assert [one.state.value for one in fixed.answers] == ["accepted", "needs_address"]
    elsewhere = read_chain("#接龙\n蔬菜\n\n5. 白菜1\n6. 白菜1\n", there, (fix,))
    assert [one.state.value for one in elsewhere.answers] == ["needs_address"] * 2


def test_text_and_decisions_are_gone_after_their_days(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    chain = read_chain(CHAIN, known(branch, secretary))
    fix = fix_of(chain, 2, "3-1-501", {"白菜包": 1}, "孙丽", False)
    values = KeepChain(id=BUY, text=kept_text(CHAIN + "5. 13900000000 白菜1"), fixes=(fix,))
    perform(branch, secretary, "group_buys.keep_chain", values)
    assert "13900000000" not in known(branch, secretary).text
    clock.advance(dt.timedelta(days=8))
    clock_work = Actor(None, "clock", Role.secretary, "clock")
    with branch.writing(clock_work, retention.verb("group_buys")) as session:
        retention.erase_past(session, "group_buys")
    there = known(branch, secretary)
    assert (there.text, there.fixes) == ("", ())


def test_who_lives_where_is_only_for_whom_find_would_tell(
    branch: Store, secretary: Actor, volunteer: Actor
) -> None:
    with branch.reading(secretary) as session:
        assert around(session).residents is not None
    with branch.reading(volunteer) as session:
        assert around(session).residents is None
        with pytest.raises(Refusal, match="not_organiser"):
            surroundings(session, BUY)
    by_name = "#接龙\n蔬菜\n\n1. 王秀芝 白菜1\n"
    assert signs(branch, secretary, by_name) == [("added", "3-2-401")]


def test_a_buy_is_named_by_number_name_or_open(branch: Store, secretary: Actor) -> None:
    with branch.reading(secretary) as session:
        assert {buy_named(session, text).id for text in ("1", "蔬菜", "4月8日蔬菜", "open")} == {
            BUY
        }
        with pytest.raises(Refusal) as none:
            buy_named(session, "水果")
    assert none.value.key == "refuse.group_buys.buy_none"
    fruit = begin(branch, secretary, title="4月8日水果")
    do(branch, secretary, "group_buys.open", fruit.id)
    with branch.reading(secretary) as session:
        for text in ("open", "4月8日"):
            with pytest.raises(Refusal) as many:
                buy_named(session, text)
            assert many.value.key == "refuse.group_buys.buy_many"


def test_after_the_cut_off_new_answers_wait_and_changes_are_noted(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    save(branch, secretary, CHAIN)
    go(branch, secretary, clock, "place")
    save(branch, secretary, CHAIN.replace("白菜包2", "白菜包3") + "5. 3-1-501 白菜1\n")
    assert line(branch, HOME).quantity == 2 and "→3" in line(branch, HOME).note
    with branch.reading(secretary) as session:
        states = {one.door: one.state for one in group_buys.orders(session, BUY).lines}
    assert states["3-1-501"] is OrderState.late


def test_what_a_person_types_as_goods_is_read_like_an_answer(
    branch: Store, secretary: Actor
) -> None:
    products = known(branch, secretary).products or ()
    assert items_said("白菜2 土豆一包", products) == {"白菜包": 2, "土豆包": 1}
    for text in ("", "黄瓜2", "[b]"):
        with pytest.raises(Refusal):
            items_said(text, products)


def test_the_list_for_the_group_has_doors_and_no_name(branch: Store, secretary: Actor) -> None:
    chain = read_chain(
        CHAIN + "5. 孙丽代下单 3-1-501 白菜1 备注：腿不好\n", known(branch, secretary)
    )
    told = doors_only(chain, "（待确认）")
    assert "1. 3-2-401 白菜包 x2" in told and "3. （待确认）" in told
    assert [part for part in ("王秀芝", "李国强", "孙丽", "腿不好") if part in told] == []


def test_what_is_asked_for_is_read_with_a_fixed_number_of_statements(
    branch: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    counted = []
    for household in (HOME, FAR):
        take(branch, secretary, answer(household, (CABBAGE, 1), (POTATO, 1)))
        with branch.reading(secretary) as session, count_statements(branch) as asked:
            surroundings(session, BUY)
        counted.append(asked.count)
    assert counted[0] == counted[1] <= 10, asked.texts


MEDICINE = """今天买药登记（截止10:00）
1. 3栋2单元401 王秀芝 苯磺酸氨氯地平片5mg*28 两盒 医保卡在门口
2. 3-2-402 二甲双胍0.5g 1盒，急！只剩2天 13900000000
3. 老赵 阿司匹林1盒
"""


def test_a_chain_of_medicine_becomes_new_requests_once(branch: Store, secretary: Actor) -> None:
    assert looks_medical(MEDICINE) and not looks_medical(CHAIN)
    with branch.reading(secretary) as session:
        there = around(session)
        found = medicine_requests(session, read_chain(MEDICINE, there), there)
    assert (len(found.drafts), found.known, found.waiting) == (2, 0, 1)
    perform(branch, secretary, "requests.note_new", *found.drafts)
    with branch.reading(secretary) as session:
        lines = open_requests(session).lines
        again = medicine_requests(session, read_chain(MEDICINE, there), there)
    assert {one.state for one in lines} == {RequestState.new}
    assert {one.source for one in found.drafts} == {RequestSource.chain}
    assert any("5mg*28 ×2" in one.detail for one in found.drafts)
    assert not any("13900000000" in one.detail for one in found.drafts)
    assert (len(again.drafts), again.known) == (0, 2)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_asked_for_its_right(branch: Store, role: Role) -> None:
    actor = Actor(None if role is Role.wallboard else 4, "某人", role, "desk")
    values = {"text": "#接龙", "fixes": ()}
    if role in (Role.secretary, Role.grid_leader, Role.shift_leader):
        do(branch, actor, "group_buys.keep_chain", BUY, **values)
    else:
        refused(branch, actor, "group_buys.keep_chain", BUY, **values)


def test_the_signs_are_all_told() -> None:
    assert {one.value for one in Sign} == {"added", "changed", "withdrawn", "vanished"}

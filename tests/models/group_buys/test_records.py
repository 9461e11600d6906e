"""Alarms, quick lines, records and reads of group buys; each act is taken back whole."""

import datetime as dt

import pytest
import sqlalchemy as sa

from models import acts, group_buys, retention
from models.group_buys import Payment
from models.history.changes import changes_of
from models.quick import understand
from models.rules import jielong
from models.store import Actor, FrozenClock, Role, Store
from models.store.journal import verify
from models.store.register import lookup_kind, natural_step, opened_sheet, perform, verb_lines
from models.words import Words
from tests.conftest import CountStatements
from tests.models.crew import SET_UP, do, stored
from tests.models.group_buys_branch import (
    BUY,
    CABBAGE,
    FAR,
    HOME,
    NEXT,
    OTHER,
    POTATO,
    UP,
    answer,
    begin,
    go,
    line,
    take,
    with_buy,
)


def alarms(store: Store, actor: Actor) -> list[tuple[str, str]]:
    with store.reading(actor) as session:
        return [(one.text.rpartition(".")[2], one.severity) for one in group_buys.alarms(session)]


def test_what_may_be_missed_is_an_alarm(store: Store, secretary: Actor, clock: FrozenClock) -> None:
    with_buy(store, secretary, minimum=5, expected_at="2022-04-09T09:00:00+08:00")
    assert alarms(store, secretary) == []
    clock.advance(dt.timedelta(hours=6, minutes=40))
    assert alarms(store, secretary) == [("minimum", "amber")]
    take(store, secretary, answer(HOME, (CABBAGE, 6), paid=True))
    assert alarms(store, secretary) == []
    clock.advance(dt.timedelta(hours=1))
    assert alarms(store, secretary) == [("not_placed", "red")]
    do(store, secretary, "group_buys.cut_off", BUY)
    take(store, secretary, answer(NEXT, (CABBAGE, 1)))
    do(store, secretary, "group_buys.place", BUY)
    assert alarms(store, secretary) == [("late", "amber")]
    do(store, secretary, "group_buys.drop", line(store, NEXT).id, reason="已报数")
    clock.advance(dt.timedelta(hours=16))
    assert alarms(store, secretary) == [("not_come", "amber")]
    do(store, secretary, "group_buys.arrive", BUY)
    do(store, secretary, "group_buys.disinfect", BUY)
    clock.advance(dt.timedelta(hours=6))
    assert alarms(store, secretary) == [("lying", "red")]
    do(store, secretary, "group_buys.sort", BUY)
    do(store, secretary, "group_buys.deliver", BUY)
    do(store, secretary, "group_buys.damaged", line(store, HOME).id, portions=1, reason="坏")
    do(store, secretary, "group_buys.hand_out_rest", BUY)
    do(store, secretary, "group_buys.complain", BUY, text="有一份坏的", product_id=CABBAGE)
    do(store, secretary, "group_buys.settle", BUY, reason="明天退")
    assert alarms(store, secretary) == [("refund", "amber"), ("complaint", "amber")]
    do(store, secretary, "group_buys.refund", line(store, HOME).id)
    do(store, secretary, "group_buys.answer_complaint", 1, answer="退了一份")
    assert alarms(store, secretary) == []
    clock.advance(dt.timedelta(days=10))
    assert alarms(store, secretary) == [("report_ends", "amber")]
    clock.advance(dt.timedelta(days=2))
    assert alarms(store, secretary) == [("report_ended", "red")]


@pytest.mark.parametrize(
    "text",
    ["3-2-401 团 白菜包 x2", "团购 3-2-401 白菜 2", "3-2-401 group buy cabbage x2"],
)
def test_one_line_orders(branch: Store, volunteer: Actor, text: str) -> None:
    with branch.reading(volunteer) as session:
        found = understand(session, text, Words("zh"))
    assert found.ready, found
    perform(branch, volunteer, "group_buys.order", found.draft())
    assert line(branch, HOME).quantity == 2
    with branch.reading(volunteer) as session:
        said = acts.my_last(session)
        paid = understand(session, "3-2-401 团付", Words("zh"))
    assert said is not None
    assert Words("zh")(f"{said.verb}.did", **said.params) == "3-2-401 订 白菜包×2包"
    perform(branch, volunteer, "group_buys.pay", paid.draft())
    assert line(branch, HOME).payment is Payment.paid


def test_every_record_opens_and_says_what_may_be_done(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2)))
    do(branch, secretary, "group_buys.complain", BUY, text="慢", household_id=OTHER)
    for kind, row_id in (
        ("group_buys.buy", BUY),
        ("group_buys.order", 1),
        ("group_buys.product", CABBAGE),
        ("group_buys.supplier", 1),
        ("group_buys.complaint", 1),
        ("group_buys.unasked", HOME),
    ):
        with branch.reading(secretary) as session:
            assert opened_sheet(session, kind, row_id).title
            lines = verb_lines(session, kind, row_id)
            natural = natural_step(session, kind, row_id)
        verbs = [one.verb for one in lines]
        assert set(verbs) == set(lookup_kind(kind).verbs)
        assert natural is None or natural in verbs
        for lang in ("zh", "en"):
            words = Words(lang)
            told = [one.refusal for one in lines if one.refusal is not None]
            assert all("refuse." not in words(one.key, **one.params) for one in told)


def test_the_text_of_a_chain_is_gone_after_its_days(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    do(branch, secretary, "group_buys.keep_chain", BUY, text="#接龙\n1. 王秀芝 3-2-401 白菜包x2")
    take(branch, secretary, answer(HOME, (CABBAGE, 2)))
    with branch.reading(secretary) as session:
        assert group_buys.last_chain(session, BUY).startswith("#接龙\n")
        goods = group_buys.catalogue(session, BUY)
        chain = jielong.read(group_buys.last_chain(session, BUY), products=tuple(goods.values()))
    assert [dict(one.items) for one in chain.answers] == [{goods[CABBAGE].name: 2}]
    clock_work = Actor(None, "clock", Role.secretary, "clock")

    def purge() -> None:
        with branch.writing(clock_work, retention.verb("group_buys")) as session:
            retention.erase_past(session, "group_buys")

    clock.advance(dt.timedelta(days=6))
    purge()
    with branch.reading(secretary) as session:
        assert group_buys.last_chain(session, BUY)
    clock.advance(dt.timedelta(days=1))
    purge()
    with branch.engine.connect() as connection:
        texts = connection.execute(
            sa.text('SELECT CAST("before" AS text), CAST("after" AS text) FROM entry_value')
        )
        assert not [text for row in texts for text in row if text and "接龙" in text]
    with branch.reading(secretary) as session:
        assert group_buys.last_chain(session, BUY) == ""
        assert verify(session).sound
    assert line(branch, HOME).quantity == 2


def test_reads_ask_a_fixed_number_of_questions(
    branch: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    def asked() -> list[int]:
        counted = []
        with branch.reading(secretary) as session:
            for read in (
                lambda: group_buys.buys(session),
                lambda: group_buys.orders(session, BUY),
                lambda: group_buys.products(session, BUY),
                lambda: group_buys.by_building(session, BUY),
                lambda: group_buys.answers(session, BUY),
                lambda: group_buys.unasked(session),
                lambda: group_buys.labels(session, BUY),
                lambda: group_buys.alarms(session),
            ):
                with count_statements(branch) as statements:
                    read()
                counted.append(statements.count)
        return counted

    take(branch, secretary, answer(HOME, (CABBAGE, 1)))
    few = asked()
    take(branch, secretary, *(answer(one, (CABBAGE, 1), (POTATO, 2)) for one in range(2, 6)))
    for _ in range(3):
        begin(branch, secretary, title=f"又一团{_}")
    assert asked() == few
    assert max(few) <= 8


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("group_buys.order", {"household_id": FAR, "product_id": POTATO, "paid": True}),
        ("group_buys.take_answers", {"answers": [answer(HOME), answer(UP, (POTATO, 2))]}),
        ("group_buys.cut_off", {}),
        ("group_buys.cancel", {"reason": "企业停业"}),
        ("group_buys.add_product", {"name": "鸡蛋", "price_fen": 3800}),
        ("group_buys.complain", {"text": "不新鲜"}),
    ],
)
def test_an_act_is_taken_back_whole(
    branch: Store, secretary: Actor, verb: str, values: dict[str, object]
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2), paid=True))
    tables = ("group_buy", "buy_product", "buy_order", "buy_complaint")
    before = stored(branch, *tables)
    target = None if verb == "group_buys.order" else BUY
    do(branch, secretary, verb, target, **values)
    assert stored(branch, *tables) != before
    with branch.reading(secretary) as session:
        last = acts.my_last(session)
    assert last is not None
    acts.undo(branch, secretary, last.id)
    assert stored(branch, *tables) == before


def test_setting_up_needs_no_rules_to_be_read(store: Store, secretary: Actor) -> None:
    """A branch without the rule set has no alarms and no rest, and says so by doing neither."""
    do(store, SET_UP, "group_buys.add_supplier", name="鲜禾")
    begin(store, SET_UP)
    with store.reading(secretary) as session:
        assert group_buys.alarms(session) == ()


def test_what_was_said_by_hand_is_not_shared_again(
    branch: Store, secretary: Actor, clock: FrozenClock
) -> None:
    for household in (FAR, HOME, NEXT):
        take(branch, secretary, answer(household, (CABBAGE, 2), paid=True))
        clock.advance(dt.timedelta(minutes=5))
    go(branch, secretary, clock, "sort")
    do(branch, secretary, "group_buys.damaged", line(branch, FAR).id, reason="压坏")
    do(branch, secretary, "group_buys.short", line(branch, HOME).id, portions=1, reason="少装")
    do(branch, secretary, "group_buys.count_in", CABBAGE, arrived=4, reason="点错了")
    do(branch, secretary, "group_buys.share_out", BUY)
    assert [line(branch, one).got for one in (FAR, HOME, NEXT)] == [0, 1, 1]
    assert line(branch, HOME).why == ""


def test_the_journal_covers_who_ordered(
    branch: Store, secretary: Actor, shift_leader: Actor
) -> None:
    take(branch, secretary, answer(HOME, (CABBAGE, 2), placed_by="孙丽丽", note="有胰岛素"))
    with branch.reading(secretary) as session:
        last = acts.my_last(session)
    assert last is not None
    with branch.reading(shift_leader) as session:
        (row,) = changes_of(session, last.id).rows
    told = {field.name: (field.after, field.hidden) for field in row.fields}
    assert told["placed_by"] == ("孙**", False)
    assert told["note"][1] and told["quantity"] == (2, False)
    assert row.kind == "group_buys.order"
    assert told["product_id"][0] == "白菜包"

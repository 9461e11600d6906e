"""Whom no chain reaches is asked, and a door stays covered until its goods go out."""

import pytest

from models import group_buys
from models.homes import ResidentDraft
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.register import opened_values, perform
from tests.models.crew import do, refused
from tests.models.group_buys_branch import (
    BUY,
    CABBAGE,
    FAR,
    HOME,
    NEXT,
    answer,
    go,
    line,
    shown,
    take,
)

# ── whom no chain reaches ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def elder(branch: Store, secretary: Actor) -> Store:
    for household, name, tags in (
        (HOME, "王秀芝", ["no_smartphone"]),
        (NEXT, "李娜", []),
        (FAR, "周桂兰", ["no_smartphone"]),
    ):
        draft = ResidentDraft(household_id=household, name=name, tags=tags, sex="female")
        perform(branch, secretary, "homes.add_resident", draft)
    return branch


def test_who_sees_no_chain_is_listed_until_somebody_asked(elder: Store, volunteer: Actor) -> None:
    def left() -> list[tuple[str, str]]:
        with elder.reading(volunteer) as session:
            return [(one.door, one.name) for one in group_buys.unasked(session)]

    assert left() == [("3-2-401", "王阿姨"), ("5-1-101", "周阿姨")]
    do(elder, volunteer, "group_buys.order_for", HOME)
    row = line(elder, HOME)
    assert (row.placed_by, row.quantity, row.product_id) == (volunteer.name, 1, CABBAGE)
    assert row.source.value == "proxy"
    do(elder, volunteer, "group_buys.asked_nothing", FAR)
    assert left() == []
    assert refused(elder, volunteer, "group_buys.asked_nothing", FAR).key == (
        "refuse.group_buys.asked"
    )


def test_nobody_is_to_be_asked_where_nothing_is_open(elder: Store, secretary: Actor) -> None:
    do(elder, secretary, "group_buys.cut_off", BUY)
    with elder.reading(secretary) as session:
        assert group_buys.unasked(session) == ()
    assert refused(elder, secretary, "group_buys.order_for", HOME).key == (
        "refuse.group_buys.none_open"
    )


# ── what is seen ──────────────────────────────────────────────────────────────────────────────────


def test_a_door_is_covered_until_the_goods_go_out(
    branch: Store,
    secretary: Actor,
    grid_leader: Actor,
    volunteer: Actor,
    clock: FrozenClock,
) -> None:
    take(
        branch,
        secretary,
        answer(HOME, (CABBAGE, 1), placed_by="孙丽", note="放门口"),
        answer(FAR, (CABBAGE, 1)),
    )
    assert [one.door for one in shown(branch, volunteer)] == ["3-*", "5-*"]
    assert [one.note for one in shown(branch, volunteer)] == ["", ""]
    assert [one.placed_by for one in shown(branch, volunteer)] == ["孙**", ""]
    assert [one.door for one in shown(branch, grid_leader)] == ["3-2-401", "5-*"]
    assert refused(branch, volunteer, "group_buys.pay", 1).key == "refuse.group_buys.not_yours"
    with branch.reading(volunteer) as session:
        with pytest.raises(Refusal, match="not_yours"):
            opened_values(session, "group_buys.order", 1)
        assert group_buys.find_orders(session, "3-2-401", 5) == ()
    go(branch, secretary, clock, "deliver")
    assert [one.door for one in shown(branch, volunteer)] == ["3-2-401", "5-1-101"]
    wall = Actor(None, "大屏", Role.wallboard)
    assert shown(branch, wall) == ()
    with branch.reading(wall) as session:
        assert group_buys.buys(session) == group_buys.suppliers(session) == ()


def test_my_own_recording_stays_in_my_sight(branch: Store, volunteer: Actor) -> None:
    do(branch, volunteer, "group_buys.order", household_id=FAR, product_id=CABBAGE)
    assert [one.door for one in shown(branch, volunteer)] == ["5-1-101"]
    do(branch, volunteer, "group_buys.withdraw", 1)

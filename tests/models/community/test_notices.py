"""Notices are filled from the records in both languages and point at nobody."""

import datetime as dt

import pytest

from models import community
from models.community import RumourState
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Store
from models.store.register import lookup_kind, natural_step
from tests.models.community.standing import edit, judged, notice
from tests.models.crew import at, do, refused
from tests.models.neighbours import PHONE, WANG

FILLED: dict[str, dict[str, object]] = {
    "test_slot": {"day": "2022-04-09", "hours": "8:00-10:30", "place": "小广场"},
    "kit_pickup": {"day": "2022-04-09", "hours": "9:00-11:00", "place": "北门"},
    "goods_arrived": {"what": "蔬菜包", "hours": "15:00起", "place": "北门"},
    "unsealing": {"day": "2022-04-15"},
    "home_isolation": {},
    "pupils_first": {"day": "2022-04-09", "place": "小广场"},
    "free": {"what": "今天消毒，请关窗。"},
}


@pytest.mark.parametrize("kind", FILLED)
def test_a_template_is_filled_in_both_languages(desk: Store, secretary: Actor, kind: str) -> None:
    row = do(
        desk, secretary, "community.compose", kind=kind, expires_at=at("18:00"), **FILLED[kind]
    )
    with desk.reading(secretary) as session:
        told = {lang: community.text_of(session, row, lang) for lang in ("zh", "en")}
    assert not [text for text in told.values() if "{" in text or "  " in text]
    assert "4月8日发" in told["zh"] and "18:00" in told["en"]
    if "day" in FILLED[kind]:
        assert "9 April" in told["en"] or "15 April" in told["en"]
    if kind == "pupils_first":
        assert "11:40-14:00" in told["zh"]
    if kind == "home_isolation":
        assert PHONE in told["zh"] and PHONE in told["en"]
    do(desk, secretary, "community.publish", row.id, posted_in="居民群")


def test_time_and_place_come_from_the_records(
    desk: Store, secretary: Actor, clock: FrozenClock
) -> None:
    planned = do(
        desk,
        secretary,
        "rounds.plan",
        kind="test",
        starts_at=at("14:00"),
        ends_at=at("17:00"),
        place="小广场",
    )
    made = do(desk, secretary, "community.compose", kind="test_slot")
    assert "4月8日做核酸" in made.chinese and "到小广场" in made.chinese
    assert "8 April" in made.english and "小广场" in made.english
    assert made.expires_at <= planned.ends_at
    typed = do(
        desk, secretary, "community.compose", kind="test_slot", place="北门", hours="15:00起"
    )
    assert "15:00起到北门" in typed.chinese
    clock.advance(dt.timedelta(days=1))
    no = refused(desk, secretary, "community.compose", kind="test_slot")
    assert set(no.fields) == {"day", "hours", "place"}  # type: ignore[attr-defined]


def test_goods_that_came_are_told_with_the_end_of_their_rest(desk: Store, secretary: Actor) -> None:
    do(desk, secretary, "group_buys.add_supplier", name="鲜禾")
    buy = do(
        desk,
        secretary,
        "group_buys.add",
        title="4月8日蔬菜",
        kind="vegetables",
        supplier_id=1,
        cut_off_at=at("17:00"),
        shortage="first_come",
        pickup_place="北门货架",
        products=[{"name": "白菜包", "price_fen": 2500, "unit": "包"}],
    )
    do(desk, secretary, "group_buys.open", buy.id)
    do(desk, secretary, "group_buys.order", household_id=WANG, product_id=1)
    for verb in ("cut_off", "place"):
        do(desk, secretary, f"group_buys.{verb}", buy.id)
    do(desk, secretary, "gate.goods_in", supplier="鲜禾", pieces=4, group_buy_id=buy.id)
    made = do(desk, secretary, "community.compose", kind="goods_arrived")
    assert "4月8日蔬菜到了" in made.chinese and "11:00起在北门货架取" in made.chinese
    assert "北门货架, from 11:00" in made.english


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("test_slot", {"day", "hours", "place"}),
        ("goods_arrived", {"hours", "place", "what"}),
        ("rumour_answer", {"rumour_id"}),
        ("free", {"what"}),
    ],
)
def test_a_blank_is_asked_for_by_its_field(
    desk: Store, secretary: Actor, kind: str, missing: set[str]
) -> None:
    no = refused(desk, secretary, "community.compose", kind=kind, expires_at=at("18:00"))
    assert set(no.fields) == missing  # type: ignore[attr-defined]


def test_a_notice_that_answers_a_rumour_answers_it_when_it_is_posted(
    desk: Store, secretary: Actor
) -> None:
    row = judged(desk, secretary)
    made = notice(desk, secretary, "rumour_answer", rumour_id=row.id)
    assert "今晚封城" in made.chinese and "东站派出所" in made.chinese
    do(desk, secretary, "community.publish", made.id, posted_in="居民群")
    with desk.reading(secretary) as session:
        (line,) = community.rumours(session)
    assert line.state is RumourState.answered and line.posted_at is not None


def test_nothing_that_points_at_a_person_is_posted(
    desk: Store, secretary: Actor, volunteer: Actor
) -> None:
    row = notice(desk, secretary, what="请到3-2-401找王秀芝，13800001111")
    with desk.reading(secretary) as session:
        sheet = lookup_kind("community.notice").sheet(session, row.id)
        (wrong,) = [field.value for field in sheet.fields if field.label == "field.flaws"]
        assert len(wrong) == 3
        with pytest.raises(Refusal, match="refuse.community.flaw.phone"):
            community.copied(session, f"community.notice:{row.id}", "zh")
    for text, key in (
        ("请到3-2-401找王秀芝，13800001111", "phone"),
        ("请到3-2-401找王秀芝", "door"),
        ("请找王秀芝", "name"),
    ):
        if text != row.chinese:
            edit(desk, secretary, "notice", row, chinese=text, english="Please come.")
        no = refused(desk, secretary, "community.publish", row.id)
        assert no.key == f"refuse.community.flaw.{key}"
    edit(desk, secretary, "notice", row, chinese="请找志愿者")
    do(desk, secretary, "community.publish", row.id)
    with pytest.raises(Refusal, match="refuse.community.posted"):
        edit(desk, secretary, "notice", row, chinese="改了")


def test_a_notice_that_expired_and_still_stands_is_an_alarm(
    desk: Store, secretary: Actor, clock: FrozenClock
) -> None:
    row = notice(desk, secretary)
    do(desk, secretary, "community.publish", row.id)
    late = notice(desk, secretary)
    with desk.reading(secretary) as session:
        assert natural_step(session, "community.notice", row.id) is None
        assert not community.alarms(session)
    clock.advance(dt.timedelta(hours=8))
    assert refused(desk, secretary, "community.publish", late.id).key == "refuse.community.expired"
    with desk.reading(secretary) as session:
        assert [a.key for a in community.alarms(session)] == [f"community.notice:{row.id}"]
        assert natural_step(session, "community.notice", row.id) == "community.end_notice"
    do(desk, secretary, "community.end_notice", row.id)
    with desk.reading(secretary) as session:
        assert not community.alarms(session)


def test_a_home_isolation_notice_without_a_number_to_call_is_refused(
    store: Store, secretary: Actor
) -> None:
    no = refused(
        store, secretary, "community.compose", kind="home_isolation", expires_at=at("18:00")
    )
    assert no.key == "refuse.community.no_phone"

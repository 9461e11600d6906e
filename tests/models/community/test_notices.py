"""Mutual aid, rumours, moods, conflicts, good deeds and notices: what is done and who reads it."""

import datetime as dt
from typing import Any

import pytest

from models import community
from models.community import GIFT, GiftKind, GiftState, MediationState, RumourState, StoryState
from models.history import changes as history
from models.quick import understand
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.areas import whole
from models.store.drafts import Edit
from models.store.register import (
    GRID,
    LEADERS,
    SECRETARY,
    changes,
    lookup,
    lookup_kind,
    natural_step,
    opened_values,
    perform,
    verb_lines,
)
from models.words import Words
from tests.conftest import CountStatements
from tests.models.crew import SET_UP, at, do, refused, stored
from tests.models.neighbours import FAR, LI, PHONE, POLICE, WANG, with_neighbours

TABLES = (
    "wish gift rumour mood_signal mediation story praise membership_application notice"
).split()
SUN = 4
"""The volunteer of the tests."""
DAY = dt.date(2022, 4, 8)
READ = {"good_until": dt.date(2023, 1, 1), "prescription": False, "confirmed": True}


@pytest.fixture
def desk(store: Store) -> Store:
    whole("models.community")
    return with_neighbours(store)


def offer(desk: Store, actor: Actor, item: str = "白菜两棵", **more: Any) -> Any:
    return do(desk, actor, "community.offer", household_id=WANG, item=item, **more)


def rumour(desk: Store, actor: Actor, text: str = "今晚封城，超市要关") -> Any:
    return do(desk, actor, "community.hear", text=text)


def judged(desk: Store, actor: Actor) -> Any:
    heard = rumour(desk, actor)
    do(desk, actor, "community.check_rumour", heard.id, partner_id=POLICE)
    return do(desk, actor, "community.judge", heard.id, finding="false", answer="商超照常供应。")


def conflict(desk: Store, actor: Actor, **more: Any) -> Any:
    values = {"kind": "noise", "household_id": WANG, "other_household_id": FAR, **more}
    return do(desk, actor, "community.report_conflict", matter="楼上半夜拖椅子", **values)


def notice(desk: Store, actor: Actor, kind: str = "free", **more: Any) -> Any:
    values = {"what": "今天消毒，请关窗。", "expires_at": at("18:00"), **more}
    return do(desk, actor, "community.compose", kind=kind, **values)


def edit(desk: Store, actor: Actor, kind: str, row: Any, **changed: Any) -> Any:
    with desk.reading(actor) as session:
        opened = opened_values(session, f"community.{kind}", row.id)
    draft = Edit(id=row.id, changed=changed, opened=opened)
    return perform(desk, actor, f"community.edit_{kind}", draft).rows[0]


# ── roles ───────────────────────────────────────────────────────────────────────────────────────

NARROWER = {
    "appoint": GRID,
    "judge": LEADERS,
    "publish": LEADERS,
    "show_story": LEADERS,
    "record_application": SECRETARY,
    "edit_application": SECRETARY,
}


def verbs() -> list[str]:
    whole("models.community")
    return sorted(verb for verb in changes() if verb.startswith("community."))


@pytest.mark.parametrize("verb", verbs())
@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what(verb: str, role: Role) -> None:
    may = NARROWER.get(verb.partition(".")[2], frozenset(Role) - {Role.wallboard})
    if role in may:
        lookup(verb).check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(verb).check_role(role)


# ── mutual aid ──────────────────────────────────────────────────────────────────────────────────


def test_space_carries_a_gift_from_door_to_door(desk: Store, volunteer: Actor) -> None:
    row = offer(desk, volunteer)
    for verb, values in (
        ("match", {"receiver_id": LI}),
        ("pick_up", {}),
        ("give", {}),
        ("thank", {"thanks": "孩子吃上了"}),
    ):
        with desk.reading(volunteer) as session:
            assert natural_step(session, "community.gift", row.id) == f"community.{verb}"
        row = do(desk, volunteer, f"community.{verb}", row.id, **values)
    assert (row.state, row.carrier_id, row.kind) == (GiftState.thanked, SUN, GiftKind.vegetables)
    with desk.reading(volunteer) as session:
        assert natural_step(session, "community.gift", row.id) is None
        assert community.counts(session).gifts == 1


def test_a_wish_is_granted_by_an_offer_and_open_again_when_it_falls_through(
    desk: Store, volunteer: Actor
) -> None:
    wished = do(desk, volunteer, "community.wish", household_id=LI, item="想吃青菜")
    row = offer(desk, volunteer)
    do(desk, volunteer, "community.match", row.id, wish_id=wished.id)
    with desk.reading(volunteer) as session:
        lines = {line.key: line for line in community.aid(session)}
        assert lines[f"community.wish:{wished.id}"].past
        assert lines[f"community.gift:{row.id}"].receiver == "5-1-101"
    do(desk, volunteer, "community.unmatch", row.id, note="家里没人")
    with desk.reading(volunteer) as session:
        assert community.counts(session).wishes == 1
        assert not any(line.past for line in community.aid(session))
    granted = do(desk, volunteer, "community.grant", wished.id, gift_id=row.id)
    assert granted.state is community.WishState.granted


def test_a_gift_goes_to_another_door_and_to_somebody(desk: Store, volunteer: Actor) -> None:
    row = offer(desk, volunteer)
    assert refused(desk, volunteer, "community.match", row.id).key == "refuse.community.for_whom"
    own = refused(desk, volunteer, "community.match", row.id, receiver_id=WANG)
    assert own.key == "refuse.community.same_door"
    late = refused(
        desk, volunteer, "community.offer", household_id=WANG, item="奶", good_until="2022-04-07"
    )
    assert late.key == "refuse.community.past"


def test_no_medicine_changes_hands_before_somebody_read_the_box(
    desk: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = offer(desk, volunteer, "布洛芬一盒", kind="daily")
    assert row.kind is GiftKind.medicine
    no = refused(desk, volunteer, "community.match", row.id, receiver_id=LI)
    assert no.key == "refuse.community.medicine"
    with desk.reading(volunteer) as session:
        assert natural_step(session, "community.gift", row.id) == "community.check_medicine"
        assert community.aid(session)[0].unchecked
        assert not community.alarms(session)
    clock.advance(dt.timedelta(hours=6))
    with desk.reading(volunteer) as session:
        (alarm,) = community.alarms(session)
    assert alarm.key == f"community.medicine:{row.id}"
    unsure = {**READ, "confirmed": False}
    no = refused(desk, volunteer, "community.check_medicine", row.id, **unsure)
    assert no.key == "refuse.community.medicine"
    old = {**READ, "good_until": "2022-04-01"}
    no = refused(desk, volunteer, "community.check_medicine", row.id, **old)
    assert no.key == "refuse.community.past"
    row = do(desk, volunteer, "community.check_medicine", row.id, **READ)
    assert row.checked_by == SUN
    with desk.reading(volunteer) as session:
        assert not community.alarms(session)
    do(desk, volunteer, "community.match", row.id, receiver_id=LI)


def test_a_medicine_given_already_needs_the_same_warning(desk: Store, volunteer: Actor) -> None:
    told = {"household_id": WANG, "receiver_id": LI, "item": "感冒药一盒"}
    no = refused(desk, volunteer, "community.record_gift", **told)
    assert no.key == "refuse.community.medicine_unread"
    row = do(desk, volunteer, "community.record_gift", **told, **READ)
    assert (row.state, row.checked_by) == (GiftState.given, SUN)
    plain = do(desk, volunteer, "community.record_gift", **{**told, "item": "猪肉两斤"})
    assert plain.checked_at is None
    ahead = {**told, "item": "苹果", "given_at": at("11:00")}
    assert refused(desk, volunteer, "community.record_gift", **ahead).key == (
        "refuse.community.future"
    )


def test_a_medicine_cannot_be_slipped_in_by_an_edit(
    desk: Store, volunteer: Actor, secretary: Actor
) -> None:
    row = do(
        desk, secretary, "community.record_gift", household_id=WANG, receiver_id=LI, item="苹果"
    )
    with pytest.raises(Refusal, match="refuse.community.medicine"):
        edit(desk, secretary, "gift", row, item="阿莫西林")
    assert edit(desk, secretary, "gift", row, item="苹果和梨").item == "苹果和梨"


def test_a_medicine_is_named_only_to_those_who_may_know(
    desk: Store, volunteer: Actor, secretary: Actor, shift_leader: Actor
) -> None:
    row = offer(desk, volunteer, "奥氮平胶囊")
    told = {}
    for who in (secretary, volunteer, shift_leader):
        with desk.reading(who) as session:
            (line,) = community.aid(session)
            told[who] = (line.item, line.giver)
    assert told[secretary] == ("奥氮平胶囊", "3-2-401")
    assert told[volunteer] == ("奥氮平胶囊", "3-2-401")
    assert told[shift_leader] == ("GiftKind.medicine", "3-*")
    with desk.reading(shift_leader) as session:
        with pytest.raises(Refusal, match="medicine_private"):
            opened_values(session, "community.gift", row.id)
        sheet = lookup_kind("community.gift").sheet(session, row.id)
        assert "奥氮平" not in str(sheet) and "3-2-401" not in str(sheet)
        assert not lookup_kind("community.gift").find(session, "奥氮平", 5)


def test_what_is_past_its_day_expires_and_may_be_withdrawn(
    desk: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = offer(desk, volunteer, good_until="2022-04-09")
    clock.advance(dt.timedelta(days=2))
    assert refused(desk, volunteer, "community.match", row.id, receiver_id=LI).key == (
        "refuse.community.past"
    )
    with desk.reading(volunteer) as session:
        assert natural_step(session, "community.gift", row.id) == "community.expire"
    assert do(desk, volunteer, "community.expire", row.id).state is GiftState.expired
    other = offer(desk, volunteer)
    assert do(desk, volunteer, "community.withdraw", other.id).state is GiftState.withdrawn
    no = refused(desk, volunteer, "community.match", other.id, receiver_id=LI)
    assert no.key == "refuse.machine"


# ── rumours and moods ───────────────────────────────────────────────────────────────────────────


def test_a_rumour_goes_from_hearsay_to_an_answer_that_can_be_copied(
    desk: Store, secretary: Actor
) -> None:
    row = judged(desk, secretary)
    assert row.state is RumourState.false
    with desk.reading(secretary) as session:
        told = community.copied(session, f"community.rumour:{row.id}", "zh")
        assert told == "有人说“今晚封城，超市要关”：不实。商超照常供应。（东站派出所）"
    row = do(desk, secretary, "community.answer", row.id, posted_in="居民群")
    assert row.posted_at is not None
    assert do(desk, secretary, "community.watch", row.id).state is RumourState.watch
    row = do(desk, secretary, "community.heard_again", row.id, times=4)
    assert (row.state, row.times) == (RumourState.false, 5)
    with desk.reading(secretary) as session:
        assert natural_step(session, "community.rumour", row.id) == "community.answer"
    assert do(desk, secretary, "community.recheck", row.id).state is RumourState.checking


def test_hearing_it_again_while_it_is_checked_only_counts(desk: Store, volunteer: Actor) -> None:
    row = rumour(desk, volunteer)
    row = do(desk, volunteer, "community.heard_again", row.id)
    assert (row.state, row.times) == (RumourState.heard, 2)


def test_the_same_words_are_one_rumour(desk: Store, volunteer: Actor) -> None:
    row = rumour(desk, volunteer)
    no = refused(desk, volunteer, "community.hear", text=row.text)
    assert (no.key, no.params["no"]) == ("refuse.community.heard", row.id)


def test_a_rumour_without_an_answer_is_an_alarm(
    desk: Store, secretary: Actor, clock: FrozenClock
) -> None:
    row = rumour(desk, secretary)
    with desk.reading(secretary) as session:
        assert not community.alarms(session)
        with pytest.raises(Refusal, match="unanswered"):
            community.copied(session, f"community.rumour:{row.id}", "zh")
    clock.advance(dt.timedelta(hours=4))
    with desk.reading(secretary) as session:
        (alarm,) = community.alarms(session)
        assert (alarm.severity, alarm.record) == ("red", f"community.rumour:{row.id}")


@pytest.mark.parametrize("answer", ["打13800001111问", "3-2-401的说法不对", "王秀芝说的不对"])
def test_an_answer_points_at_nobody(desk: Store, secretary: Actor, answer: str) -> None:
    row = rumour(desk, secretary)
    do(desk, secretary, "community.check_rumour", row.id)
    no = refused(desk, secretary, "community.judge", row.id, finding="false", answer=answer)
    assert no.key.startswith("refuse.community.flaw.")


def test_a_mood_is_looked_after_and_looked_at_again(
    desk: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    row = do(desk, volunteer, "community.note_mood", topic="food", text="担心周末没菜")
    clock.advance(dt.timedelta(hours=24))
    with desk.reading(volunteer) as session:
        assert [a.key for a in community.alarms(session)] == [f"community.mood:{row.id}"]
    row = do(desk, volunteer, "community.take_mood", row.id)
    assert row.owner_id == SUN
    with desk.reading(volunteer) as session:
        assert not community.alarms(session)
    do(desk, volunteer, "community.follow_mood", row.id, done="群里发了配送时间", severity="calm")
    row = do(desk, volunteer, "community.settle_mood", row.id, done="菜到了")
    assert "群里发了配送时间 · " in row.follow_up and row.severity == "calm"
    row = do(desk, volunteer, "community.reopen_mood", row.id)
    assert row.follow_up_at is not None
    past = {"done": "再看看", "follow_up_at": at("01:00")}
    assert refused(desk, volunteer, "community.follow_mood", row.id, **past).key == (
        "refuse.community.not_ahead"
    )


# ── conflicts ───────────────────────────────────────────────────────────────────────────────────


def test_a_conflict_is_heard_from_both_sides_met_about_and_looked_at_again(
    desk: Store, secretary: Actor, clock: FrozenClock
) -> None:
    row = conflict(desk, secretary)
    do(desk, secretary, "community.hear_b", row.id, said="没拖椅子")
    row = do(desk, secretary, "community.hear_a", row.id, said="睡不着")
    assert row.state is MediationState.heard_both
    end = {"settlement": "agreed", "result": "椅子脚包上布"}
    no = refused(desk, secretary, "community.settle", row.id, **end)
    assert no.key == "refuse.community.not_met"
    do(desk, secretary, "community.meet", row.id)
    row = do(desk, secretary, "community.settle", row.id, **end)
    assert row.follow_up_on == dt.date(2022, 4, 11)
    clock.advance(dt.timedelta(days=4))
    with desk.reading(secretary) as session:
        assert [a.key for a in community.alarms(session)] == [f"community.mediation:{row.id}"]
    row = do(desk, secretary, "community.follow_up", row.id, followed_up="没再吵")
    assert row.state is MediationState.followed_up
    row = do(desk, secretary, "community.flare_up", row.id, matter="又拖了")
    assert (row.state, row.settled_at) == (MediationState.heard_both, None)


def test_who_is_not_called_to_a_conflict_is_not_alarmed_by_it(
    desk: Store, secretary: Actor, shift_leader: Actor, clock: FrozenClock
) -> None:
    conflict(desk, secretary)
    clock.advance(dt.timedelta(hours=24))
    for who, alarmed in ((secretary, 1), (shift_leader, 0)):
        with desk.reading(who) as session:
            assert len(community.alarms(session)) == alarmed


def test_a_conflict_is_referred_to_somebody(desk: Store, secretary: Actor) -> None:
    row = conflict(desk, secretary, other_household_id=None)
    end = {"settlement": "referred", "result": "有肢体冲突"}
    no = refused(desk, secretary, "community.settle", row.id, **end)
    assert no.key == "refuse.community.to_whom"
    row = do(desk, secretary, "community.settle", row.id, **end, partner_id=POLICE)
    assert row.state is MediationState.referred


def test_only_those_called_to_a_conflict_know_of_it(
    desk: Store, secretary: Actor, grid_leader: Actor, shift_leader: Actor, volunteer: Actor
) -> None:
    row = conflict(desk, volunteer)
    kind = lookup_kind("community.mediation")
    for who in (shift_leader, volunteer):
        with desk.reading(who) as session:
            assert community.mediations(session) == ()
            assert community.counts(session).conflicts == 1
            with pytest.raises(Refusal, match="refuse.community.private"):
                kind.sheet(session, row.id)
            with pytest.raises(Refusal, match="refuse.community.private"):
                opened_values(session, "community.mediation", row.id)
            refusals = {line.refusal.key for line in verb_lines(session, kind.name, row.id)
                        if line.refusal is not None}  # fmt: skip
            assert refusals <= {"refuse.community.private", "refuse.role", "refuse.machine"}
        assert refused(desk, who, "community.hear_a", row.id, said="x y").key == (
            "refuse.community.private"
        )
    for who in (secretary, grid_leader):
        with desk.reading(who) as session:
            (line,) = community.mediations(session)
            assert line.sides == ("3-*", "12-*")
    do(desk, secretary, "community.appoint", row.id, mediator_id=SUN)
    with desk.reading(volunteer) as session:
        assert community.mediations(session)[0].mine
        assert "3-2-401" in str(kind.sheet(session, row.id))
    with desk.reading(shift_leader) as session:
        assert community.mediations(session) == ()


def test_neither_ticker_nor_journal_tells_of_a_conflict_or_an_applicant(
    desk: Store, secretary: Actor, shift_leader: Actor
) -> None:
    from models import acts

    conflict(desk, secretary)
    do(desk, secretary, "community.record_application", applicant_id=SUN, applied_on=DAY)
    with desk.reading(shift_leader) as session:
        for line in acts.recent(session, 2):
            for lang in ("zh", "en"):
                told = Words(lang)(f"{line.verb}.did", **line.params)
                assert not {"3-2-401", "12-1-302", "孙晓丽"} & set(told.split()), told
            opened = str(history.changes_of(session, line.id))
            for secret in ("拖椅子", "3-", "12-", "孙晓丽"):
                assert secret not in opened, (line.verb, secret)


# ── what is good ────────────────────────────────────────────────────────────────────────────────


def test_a_story_leaves_the_desk_with_consent_and_without_a_name(
    desk: Store, secretary: Actor, volunteer: Actor, shift_leader: Actor
) -> None:
    row = do(
        desk, volunteer, "community.tell_story", text="王秀芝把猪肉让给了孩子", household_id=WANG
    )
    key = f"community.story:{row.id}"
    with desk.reading(shift_leader) as session:
        assert community.good(session)[0].text == ""
        with pytest.raises(Refusal, match="no_consent"):
            community.copied(session, key, "zh")
    with desk.reading(secretary) as session:
        assert community.stories_to_tell(session) == ()
    assert refused(desk, shift_leader, "community.consent", row.id).key == "refuse.community.story"
    do(desk, volunteer, "community.consent", row.id)
    no = refused(desk, volunteer, "community.anonymise", row.id, public_text="王秀芝让猪肉")
    assert no.key == "refuse.community.flaw.name"
    told = "一位老人把排队买到的猪肉让给了邻居的孩子"
    do(desk, volunteer, "community.anonymise", row.id, public_text=told)
    do(desk, secretary, "community.show_story", row.id)
    with desk.reading(shift_leader) as session:
        assert community.copied(session, key, "zh") == told
        assert community.stories_to_tell(session) == (told,)
        assert "王秀芝" not in str(lookup_kind("community.story").sheet(session, row.id))
    row = do(desk, volunteer, "community.decline", row.id)
    assert (row.state, row.public_text) == (StoryState.declined, "")
    with desk.reading(secretary) as session:
        assert community.stories_to_tell(session) == ()


def test_a_word_that_looks_like_a_name_may_pass_when_somebody_looked(
    desk: Store, secretary: Actor
) -> None:
    row = do(desk, secretary, "community.tell_story", text="志愿者高远志向大家学习")
    do(desk, secretary, "community.consent", row.id)
    text = {"public_text": "志愿者有高远志向"}
    assert refused(desk, secretary, "community.anonymise", row.id, **text).key == (
        "refuse.community.flaw.name"
    )
    row = do(desk, secretary, "community.anonymise", row.id, **text, names_checked=True)
    assert row.state is StoryState.ready


def test_applications_are_the_secretarys_alone(
    desk: Store, secretary: Actor, grid_leader: Actor
) -> None:
    told = {"applicant_id": SUN, "applied_on": DAY}
    row = do(desk, secretary, "community.record_application", **told)
    assert refused(desk, secretary, "community.record_application", **told).key == (
        "refuse.community.applied"
    )
    assert edit(desk, secretary, "application", row, note="已谈话").note == "已谈话"
    with desk.reading(secretary) as session:
        assert [line.who for line in community.good(session)] == ["孙晓丽"]
    with desk.reading(grid_leader) as session:
        assert community.good(session) == ()
        with pytest.raises(Refusal, match="refuse.community.secretary"):
            lookup_kind("community.application").sheet(session, row.id)


def test_praise_names_who_is_praised(desk: Store, volunteer: Actor) -> None:
    row = do(desk, volunteer, "community.praise", text="半夜送药", volunteer_id=SUN)
    with desk.reading(volunteer) as session:
        assert community.good(session)[0].who == "孙晓丽"
        assert community.counts(session).praise == 1
    assert edit(desk, volunteer, "praise", row, way="banner").way == "banner"


# ── notices ─────────────────────────────────────────────────────────────────────────────────────

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


# ── the quick line, undo, costs, the wall board ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "verb", "told"),
    [
        ("互赠 3-2-401 5-1-101 猪肉 2斤", "record_gift", {"item": "猪肉 2斤", "receiver_id": LI}),
        ("gift 3-2-401 5-1-101 dumplings", "record_gift", {"household_id": WANG}),
        ("可送 3-2-401 白菜两棵", "offer", {"item": "白菜两棵"}),
        ("想要 5-1-101 鹦鹉粮", "wish", {"household_id": LI}),
        ("谣言 今晚封城 超市抢空", "hear", {"text": "今晚封城 超市抢空"}),
        ("rumour the city closes tonight", "hear", {"text": "the city closes tonight"}),
        ("心声 吃饭买菜 较重 担心周末没菜", "note_mood", {"text": "担心周末没菜"}),
        ("mood food serious worried", "note_mood", {"text": "worried"}),
        ("表扬 @sxl 半夜送药", "praise", {"volunteer_id": SUN, "text": "半夜送药"}),
    ],
)
def test_the_quick_line(
    desk: Store, volunteer: Actor, line: str, verb: str, told: dict[str, object]
) -> None:
    with desk.reading(volunteer) as session:
        read = understand(session, line, Words("zh"))
    assert (read.verb, read.unread, read.ready) == (f"community.{verb}", (), True)
    draft = read.draft()
    assert {name: getattr(draft, name) for name in told} == told


def everything(desk: Store, actor: Actor) -> None:
    """Something of every kind."""
    offer(desk, actor)
    do(desk, actor, "community.record_gift", household_id=WANG, receiver_id=LI, item="苹果")
    do(desk, actor, "community.wish", household_id=LI, item="青菜")
    judged(desk, actor)
    do(desk, actor, "community.note_mood", topic="fear", text="睡不着")
    conflict(desk, actor)
    do(desk, actor, "community.tell_story", text="邻居送饺子")
    do(desk, actor, "community.praise", text="很好")
    do(desk, actor, "community.record_application", applicant_id=SUN, applied_on=DAY)
    notice(desk, actor)


ACTS: dict[str, tuple[str, dict[str, object]]] = {
    "match": ("gift", {"receiver_id": LI}),
    "withdraw": ("gift", {"note": "不送了"}),
    "grant": ("wish", {"gift_id": 1}),
    "drop_wish": ("wish", {}),
    "heard_again": ("rumour", {"times": 2}),
    "answer": ("rumour", {"posted_in": "群"}),
    "recheck": ("rumour", {}),
    "take_mood": ("mood_signal", {}),
    "settle_mood": ("mood_signal", {"done": "好了"}),
    "appoint": ("mediation", {"mediator_id": SUN}),
    "hear_a": ("mediation", {"said": "吵得慌"}),
    "settle": ("mediation", {"settlement": "cooled", "result": "不吵了"}),
    "consent": ("story", {}),
    "decline": ("story", {}),
    "publish": ("notice", {}),
    "end_notice": ("notice", {}),
}


@pytest.mark.parametrize("verb", ACTS)
def test_every_step_can_be_taken_back(desk: Store, secretary: Actor, verb: str) -> None:
    from models import acts

    everything(desk, secretary)
    before = stored(desk, *TABLES)
    _, values = ACTS[verb]
    do(desk, secretary, f"community.{verb}", 1, **values)
    assert stored(desk, *TABLES) != before
    with desk.reading(secretary) as session:
        last = acts.my_last(session)
    assert last is not None
    for lang in ("zh", "en"):
        assert "{" not in Words(lang)(f"{last.verb}.did", **last.params)
    acts.undo(desk, secretary, last.id)
    assert stored(desk, *TABLES) == before


def test_reads_ask_the_same_however_much_there_is(
    desk: Store, secretary: Actor, count_statements: CountStatements
) -> None:
    reads = ("aid", "rumours", "moods", "mediations", "good", "notices", "counts", "alarms")

    def asked() -> dict[str, int]:
        found = {}
        for name in reads:
            with count_statements(desk) as told, desk.reading(secretary) as session:
                getattr(community, name)(session)
            found[name] = sum(text.startswith("SELECT") for text in told.texts)
        return found

    everything(desk, secretary)
    once = asked()
    for day in range(3):
        offer(desk, secretary)
        rumour(desk, secretary, f"{day}天后不供电")
        do(desk, secretary, "community.note_mood", topic="fear", text="睡不着")
        conflict(desk, secretary)
        notice(desk, secretary)
    assert asked() == once
    assert max(once.values()) <= 6 and once["counts"] == 1


def test_old_records_make_room_and_what_stands_stays(desk: Store, secretary: Actor) -> None:
    first = offer(desk, secretary)
    told = {"household_id": WANG, "receiver_id": LI, "item": "苹果"}
    for _ in range(8):
        drafts = [lookup("community.record_gift").draft(**told) for _ in range(10)]
        perform(desk, secretary, "community.record_gift", *drafts)
    with desk.reading(secretary) as session:
        lines = community.aid(session)
        assert community.counts(session).gifts == 80
    assert len(lines) == 60 and lines[0].key == f"community.gift:{first.id}"


def test_the_wall_board_has_counts_and_no_record(desk: Store, secretary: Actor) -> None:
    everything(desk, secretary)
    with desk.reading(Actor(None, "board", Role.wallboard)) as session:
        for name in ("aid", "rumours", "moods", "mediations", "good", "notices"):
            assert getattr(community, name)(session) == ()
        assert community.counts(session).gifts == 1


def test_every_state_of_a_gift_is_reached_by_its_machine() -> None:
    reached = {"offered"}
    for _ in GIFT.states:
        reached |= {target for source, _, target in GIFT.arrows() if source in reached}
    assert reached == set(GIFT.states)


def test_what_nobody_serves_for_is_refused(desk: Store) -> None:
    row = do(desk, SET_UP, "community.note_mood", topic="fear", text="睡不着")
    assert refused(desk, SET_UP, "community.take_mood", row.id).key == "refuse.community.nobody"
    heard = do(desk, SET_UP, "community.hear", text="没有菜了")
    row = do(desk, SET_UP, "community.check_rumour", heard.id, checked_with="街道办")
    assert (row.checker_id, row.checked_with) == (None, "街道办")

"""Who may do what, and mutual aid: gifts, wishes, and no medicine unread."""

import datetime as dt

import pytest

from models import community
from models.community import GiftKind, GiftState
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.areas import whole
from models.store.register import (
    GRID,
    LEADERS,
    SECRETARY,
    changes,
    lookup,
    lookup_kind,
    natural_step,
    opened_values,
)
from tests.models.community.standing import SUN, edit, offer
from tests.models.crew import at, do, refused
from tests.models.neighbours import LI, WANG

READ = {"good_until": dt.date(2023, 1, 1), "prescription": False, "confirmed": True}


# ── roles ─────────────────────────────────────────────────────────────────────────────────────────


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


# ── mutual aid ────────────────────────────────────────────────────────────────────────────────────


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

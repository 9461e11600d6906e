"""Routes that wait and who is out: setting out and coming back."""

import datetime as dt

import pytest

from models import patrols
from models.patrols import PatrolState
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.drafts import Edit
from models.store.register import lookup, natural_step, opened_values, perform
from tests.models.crew import SET_UP, at, do, refused
from tests.models.patrols.standing import EAST, GATE, WEST, met, toast

VERBS = ("start set_out join end note edit_patrol record_incident edit_incident to_police").split()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", list(Role))
def test_everybody_but_the_wall_board_may_record(verb: str, role: Role) -> None:
    if role is Role.wallboard:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(f"patrols.{verb}").check_role(role)
    else:
        lookup(f"patrols.{verb}").check_role(role)


def test_whoever_records_it_walks_unless_others_are_named(
    compound: Store, volunteer: Actor
) -> None:
    do(compound, volunteer, "patrols.start", EAST)
    do(compound, volunteer, "patrols.start", WEST, walker_id=5, walkers=(3, 5))
    with compound.reading(volunteer) as session:
        lines = patrols.patrols(session)
    assert [(line.route, line.walkers, line.mine) for line in lines] == [
        ("东线", ("孙晓丽",), True),
        ("西线", ("马春来", "高远志"), False),
    ]
    assert toast(compound, volunteer) == "马春来 +1 出发走 西线"
    assert toast(compound, volunteer, "en") == "马春来 +1 set out on 西线"


def test_somebody_along_does_not_replace_me(compound: Store, volunteer: Actor) -> None:
    do(compound, volunteer, "patrols.start", EAST, second_id=5)
    with compound.reading(volunteer) as session:
        assert patrols.patrols(session)[0].walkers == ("孙晓丽", "马春来")


def test_a_route_is_walked_by_one_patrol_and_a_person_walks_one(
    compound: Store, volunteer: Actor, shift_leader: Actor
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST)
    no = refused(compound, shift_leader, "patrols.start", EAST)
    assert (no.key, no.params["at"]) == ("refuse.patrols.under_way", "10:30")
    assert refused(compound, volunteer, "patrols.start", WEST).key == "refuse.patrols.walking"
    assert refused(compound, volunteer, "patrols.join", out.id).key == "refuse.patrols.walking"
    do(compound, shift_leader, "patrols.join", out.id)
    with compound.reading(volunteer) as session:
        assert patrols.patrols(session)[0].walkers == ("孙晓丽", "高远志")
        with pytest.raises(Refusal, match="refuse.patrols.under_way"):
            natural_step(session, "patrols.route", EAST)


def test_only_a_route_that_is_kept_is_walked(compound: Store, secretary: Actor) -> None:
    assert refused(compound, secretary, "patrols.start", GATE).key == "refuse.patrols.no_route"
    do(compound, secretary, "shifts.retire_post", EAST)
    assert refused(compound, secretary, "patrols.start", EAST).key == "refuse.patrols.retired"


def test_nobody_in_isolation_or_gone_walks(compound: Store, secretary: Actor) -> None:
    until = dt.date(2022, 4, 12)
    do(compound, secretary, "people.isolate", 5, isolated_until=until)
    no = refused(compound, secretary, "patrols.start", EAST, walker_id=5)
    assert (no.key, no.params["volunteer"]) == ("refuse.patrols.isolated", "马春来")
    do(compound, secretary, "people.demobilise", 4)
    no = refused(compound, secretary, "patrols.start", EAST, second_id=4)
    assert no.key == "refuse.patrols.not_serving"
    assert refused(compound, SET_UP, "patrols.start", EAST).key == "refuse.patrols.nobody"


def test_a_patrol_knows_the_shift_of_its_route(compound: Store, secretary: Actor) -> None:
    made = do(
        compound,
        SET_UP,
        "shifts.add",
        post_id=EAST,
        starts_at=at("10:00"),
        ends_at=at("14:00"),
    )
    assert do(compound, secretary, "patrols.start", EAST).shift_id == made.id
    assert do(compound, secretary, "patrols.start", WEST, walker_id=4).shift_id is None


def test_space_ends_a_patrol_and_keeps_what_is_handed_on(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST)
    clock.advance(dt.timedelta(minutes=40))
    met(compound, volunteer)
    with compound.reading(volunteer) as session:
        assert natural_step(session, "patrols.patrol", out.id) == "patrols.end"
    do(compound, volunteer, "patrols.end", out.id, note="5号楼后门锁坏了")
    with compound.reading(volunteer) as session:
        line = patrols.patrols(session)[0]
        assert natural_step(session, "patrols.patrol", out.id) is None
    assert (line.state, line.incidents) == (PatrolState.ended, 1)
    assert line.note == "11:10 5号楼后门锁坏了"
    assert toast(compound, volunteer) == "东线 走完，40 分钟，劝返 1 次"
    assert refused(compound, volunteer, "patrols.end", out.id).key == "refuse.machine"
    assert refused(compound, volunteer, "patrols.join", out.id).key == "refuse.patrols.ended"


def test_no_time_lies_ahead_and_nobody_is_back_before_setting_out(
    compound: Store, volunteer: Actor, clock: FrozenClock
) -> None:
    late = at("11:00")
    assert (
        refused(compound, volunteer, "patrols.start", EAST, started_at=late).key
        == "refuse.patrols.future"
    )
    out = do(compound, volunteer, "patrols.start", EAST, started_at=at("09:00"))
    for ended, key in (("11:00", "refuse.patrols.future"), ("08:00", "refuse.patrols.backwards")):
        no = refused(compound, volunteer, "patrols.end", out.id, ended_at=at(ended))
        assert no.key == key
    assert do(compound, volunteer, "patrols.end", out.id, ended_at=at("09:50")).ended_at


def test_notes_are_added_and_never_overwrite(
    compound: Store, volunteer: Actor, secretary: Actor, clock: FrozenClock
) -> None:
    out = do(compound, volunteer, "patrols.start", EAST)
    do(compound, volunteer, "patrols.note", out.id, note="路灯坏")
    clock.advance(dt.timedelta(minutes=5))
    row = do(compound, secretary, "patrols.note", out.id, note="已报修")
    assert row.note == "10:30 路灯坏 · 10:35 已报修"


def test_a_patrol_is_put_right_by_its_walkers_and_the_leaders(
    compound: Store, volunteer: Actor, secretary: Actor
) -> None:
    out = do(compound, secretary, "patrols.start", EAST, started_at=at("08:00"))

    def edit(actor: Actor, **changed: object) -> object:
        with compound.reading(actor) as session:
            opened = opened_values(session, "patrols.patrol", out.id)
        draft = Edit(id=out.id, changed=changed, opened=opened)
        return perform(compound, actor, "patrols.edit_patrol", draft).rows[0]

    with pytest.raises(Refusal, match="refuse.patrols.not_walked"):
        edit(volunteer, note="x")
    with pytest.raises(Refusal, match="refuse.patrols.end_first"):
        edit(secretary, ended_at=at("09:00"))
    do(compound, secretary, "patrols.end", out.id)
    with pytest.raises(Refusal, match="refuse.patrols.ended_at"):
        edit(secretary, ended_at=None)
    with pytest.raises(Refusal, match="refuse.patrols.backwards"):
        edit(secretary, ended_at=at("07:00"))
    edit(secretary, ended_at=at("09:00"))
    with compound.reading(secretary) as session:
        assert session.clock.local(patrols.patrols(session)[0].ended_at).hour == 9

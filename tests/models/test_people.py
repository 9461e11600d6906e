"""Those who serve: the 25 and the leaders, handles, absence, isolation, leaving and coming back."""

import datetime as dt

import pytest

from models import people
from models.acts import undo
from models.people import THE_25, ServiceState, Volunteer, VolunteerKind
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store, journal
from models.store.drafts import Edit, Unfit
from models.store.register import draft_for, lookup, lookup_kind, perform, refusal_of
from models.words import Words
from tests.conftest import CountStatements, Prepared
from tests.models.crew import SET_UP, at, do, refused, shift, stored, with_people, with_posts

VERBS = {
    "people.add_volunteer": {"secretary", "grid_leader"},
    "people.edit_volunteer": {"secretary", "grid_leader"},
    "people.demobilise": {"secretary", "grid_leader"},
    "people.rejoin": {"secretary", "grid_leader"},
    "people.isolate": {"secretary", "grid_leader", "shift_leader"},
    "people.end_isolation": {"secretary", "grid_leader", "shift_leader"},
    "people.set_availability": {"secretary", "grid_leader", "shift_leader", "volunteer"},
    "people.withdraw_availability": {"secretary", "grid_leader", "shift_leader", "volunteer"},
    "people.add_partner": {"secretary", "grid_leader", "shift_leader"},
    "people.edit_partner": {"secretary", "grid_leader", "shift_leader"},
    "people.remove_partner": {"secretary", "grid_leader", "shift_leader"},
}


@pytest.fixture
def crew(prepared: Prepared) -> Store:
    return prepared(with_people)


def row(store: Store, volunteer_id: int) -> Volunteer:
    with store.reading(SET_UP) as session:
        found = session.get(Volunteer, volunteer_id)
    assert found is not None
    return found


def edit(store: Store, actor: Actor, volunteer_id: int, **changed: object) -> Volunteer:
    now = row(store, volunteer_id)
    opened = {name: getattr(now, name) for name in changed}
    draft = Edit(id=volunteer_id, changed=changed, opened=opened)
    done = perform(store, actor, "people.edit_volunteer", draft)
    return done.rows[0]  # type: ignore[return-value]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", list(Role))
def test_every_verb_asks_the_role(verb: str, role: Role) -> None:
    if role.value in VERBS[verb]:
        lookup(verb).check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(verb).check_role(role)


def test_the_25_leave_out_the_secretary_and_the_grid_leaders(crew: Store, secretary: Actor) -> None:
    with crew.reading(secretary) as session:
        counted = people.counts(session)
    assert (counted.volunteers, counted.leaders) == (3, 2)
    assert (counted.cadres, counted.resident_volunteers) == (2, 1)
    assert set(THE_25) == {VolunteerKind.cadre, VolunteerKind.resident_volunteer}


def test_leaders_get_their_role_with_their_kind(crew: Store) -> None:
    assert row(crew, 1).role is Role.secretary
    assert row(crew, 2).role is Role.grid_leader
    assert row(crew, 4).role is Role.volunteer


def test_a_name_makes_the_handle_and_a_second_one_gets_a_number(crew: Store) -> None:
    assert row(crew, 3).initials == "gyz"
    twin = do(crew, SET_UP, "people.add_volunteer", name="郭雅珍", kind="cadre")
    assert twin.initials == "gyz2"


def test_a_typed_handle_is_kept_and_a_taken_one_is_refused_with_its_owner(crew: Store) -> None:
    added = do(crew, SET_UP, "people.add_volunteer", name="罗青", kind="cadre", initials="@LQ")
    assert added.initials == "lq"
    no = refused(crew, SET_UP, "people.add_volunteer", name="李强", kind="cadre", initials="lq")
    assert (no.key, no.params["volunteer"]) == ("refuse.people.handle_taken", "罗青")


def test_the_same_person_is_not_registered_twice(crew: Store) -> None:
    no = refused(
        crew, SET_UP, "people.add_volunteer", name="高远志", kind="cadre", phone="138 0000 1111"
    )
    assert no.key == "refuse.people.exists"


def test_a_demobilised_person_is_told_to_rejoin(crew: Store, secretary: Actor) -> None:
    do(crew, secretary, "people.demobilise", 5)
    no = refused(
        crew,
        SET_UP,
        "people.add_volunteer",
        name="马春来",
        kind="cadre",
        origin_unit="市文化馆",
    )
    assert no.key == "refuse.people.may_rejoin"


def test_only_the_secretary_gives_and_takes_high_roles(
    crew: Store, secretary: Actor, grid_leader: Actor
) -> None:
    no = refused(
        crew, grid_leader, "people.add_volunteer", name="何山", kind="cadre", role="grid_leader"
    )
    assert no.key == "refuse.people.role_above"
    with pytest.raises(Refusal, match=r"refuse\.people\.role_above"):
        edit(crew, grid_leader, 2, role=Role.volunteer)
    assert edit(crew, secretary, 3, role=Role.grid_leader).role is Role.grid_leader


def test_the_last_secretary_stays(crew: Store, secretary: Actor) -> None:
    with pytest.raises(Refusal, match=r"refuse\.people\.last_secretary"):
        edit(crew, secretary, 1, role=Role.volunteer)
    assert refused(crew, secretary, "people.demobilise", 1).key == "refuse.people.last_secretary"


def test_no_person_has_the_role_of_the_wall_board(crew: Store) -> None:
    with pytest.raises(Unfit, match="person_role"):
        do(crew, SET_UP, "people.add_volunteer", name="何山", kind="cadre", role="wallboard")


def test_a_new_name_is_found_by_its_new_letters(crew: Store, secretary: Actor) -> None:
    edit(crew, secretary, 5, name="欧阳春来")
    with crew.reading(secretary) as session:
        hits = people.find_volunteers(session, "oycl", 5)
    assert [hit.id for hit in hits] == [5]


def test_edits_of_different_fields_merge(crew: Store, secretary: Actor) -> None:
    edit(crew, secretary, 5, origin_unit="市图书馆")
    edit(crew, secretary, 5, skills=("driving", "repair"))
    now = row(crew, 5)
    assert (now.origin_unit, now.skills) == ("市图书馆", ["driving", "repair"])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("gyz", 3), ("@gyz", 3), ("高远志", 3), ("gaoyuanzhi", 3), ("sxl", 4), ("sunx", 4), ("5", 5)],
)
def test_who_acts_is_understood(crew: Store, secretary: Actor, typed: str, expected: int) -> None:
    with crew.reading(secretary) as session:
        assert people.actor_for(session, typed).id == expected


def test_who_acts_is_not_guessed(crew: Store, secretary: Actor) -> None:
    do(crew, SET_UP, "people.add_volunteer", name="高园芝", kind="cadre")
    with crew.reading(secretary) as session:
        with pytest.raises(Refusal, match=r"refuse\.people\.several"):
            people.actor_for(session, "高")
        with pytest.raises(Refusal, match=r"refuse\.people\.nobody") as caught:
            people.actor_for(session, "高志")
    assert "高远志 @gyz" in str(caught.value.params["names"])


def test_the_actors_are_those_who_serve_leaders_first(crew: Store, secretary: Actor) -> None:
    do(crew, secretary, "people.demobilise", 5)
    with crew.reading(secretary) as session:
        found = people.actors(session)
    assert [actor.name for actor, _ in found] == ["陈书宁", "周岚", "高远志", "孙晓丽"]
    assert found[0][0].role is Role.secretary


def test_a_unit_finds_its_people_and_the_gone_come_last(crew: Store, secretary: Actor) -> None:
    do(crew, SET_UP, "people.add_volunteer", name="马春燕", kind="cadre")
    do(crew, secretary, "people.demobilise", 5)
    with crew.reading(secretary) as session:
        assert [hit.id for hit in people.find_volunteers(session, "文化馆", 5)] == [5]
        assert [hit.id for hit in people.find_volunteers(session, "马", 5)] == [6, 5]


def test_leaving_opens_the_seats_and_coming_back_keeps_the_record(
    store: Store, secretary: Actor, clock: FrozenClock
) -> None:
    with_posts(store)
    taken = shift(store, 1, "14:00", "18:00")
    do(store, secretary, "shifts.assign", taken, volunteer_id=5)
    do(store, secretary, "people.demobilise", 5)
    with store.reading(secretary) as session:
        lines = people.volunteers(session, gone=True)
        assert [line.state for line in lines if line.id == 5] == [ServiceState.demobilised]
        assert 5 not in [line.id for line in people.volunteers(session)]
        from models import shifts

        assert shifts.counts(session).gaps == 0
        assert [s.state.value for s in shifts.needing_a_hand(session)] == ["empty", "empty"]
    assert refused(store, secretary, "people.demobilise", 5).key == "refuse.people.demobilised"
    do(store, secretary, "people.rejoin", 5)
    assert row(store, 5).demobilised_on is None
    assert refused(store, secretary, "people.rejoin", 5).key == "refuse.people.serves"


def test_somebody_on_post_is_checked_out_before_leaving(store: Store, secretary: Actor) -> None:
    with_posts(store)
    taken = shift(store, 1, "10:00", "14:00")
    do(store, secretary, "shifts.assign", taken, volunteer_id=5)
    do(store, secretary, "shifts.check_in", taken)
    assert refused(store, secretary, "people.demobilise", 5).key == "refuse.shifts.still_on_post"


def test_a_handle_given_away_meanwhile_is_made_anew(crew: Store, secretary: Actor) -> None:
    do(crew, secretary, "people.demobilise", 5)
    do(crew, SET_UP, "people.add_volunteer", name="孟春兰", kind="cadre", initials="mcl")
    assert do(crew, secretary, "people.rejoin", 5).initials == "mcl2"


def test_isolation_shows_until_its_last_day(
    crew: Store, secretary: Actor, volunteer: Actor, clock: FrozenClock
) -> None:
    do(crew, secretary, "people.isolate", 4, isolated_until=dt.date(2022, 4, 9))
    with crew.reading(secretary) as session:
        states = {line.id: line.state for line in people.volunteers(session)}
        assert states[4] is ServiceState.isolated
        assert people.counts(session).isolated == 1
    clock.set("2022-04-10T00:00")
    with crew.reading(secretary) as session:
        assert people.counts(session).isolated == 0
    no = refused(crew, secretary, "people.end_isolation", 4)
    assert no.key == "refuse.people.not_isolated"
    past = refused(crew, secretary, "people.isolate", 4, isolated_until=dt.date(2022, 4, 9))
    assert past.key == "refuse.people.isolation_past"


def test_availability_is_said_for_oneself_or_by_a_leader(
    crew: Store, volunteer: Actor, shift_leader: Actor
) -> None:
    span = {"starts_at": at("10:00"), "ends_at": at("18:00"), "reason": "看病"}
    no = refused(crew, volunteer, "people.set_availability", 5, **span)
    assert no.key == "refuse.people.own_only"
    said = do(crew, volunteer, "people.set_availability", 4, **span)
    do(crew, shift_leader, "people.set_availability", 5, **span)
    with crew.reading(volunteer) as session:
        lines = people.availability(session)
        away = {line.id: line.away_until for line in people.volunteers(session)}
    assert [line.reason for line in lines] == ["看病", ""]  # others' reasons are theirs
    assert away[4] is not None and away[3] is None
    do(crew, volunteer, "people.withdraw_availability", said.id)
    with crew.reading(volunteer) as session:
        assert len(people.availability(session)) == 1


def test_a_span_runs_forwards_and_is_not_past(crew: Store, volunteer: Actor) -> None:
    with pytest.raises(Unfit, match="backwards"):
        do(
            crew,
            volunteer,
            "people.set_availability",
            4,
            starts_at=at("12:00"),
            ends_at=at("12:00"),
        )
    no = refused(
        crew, volunteer, "people.set_availability", 4, starts_at=at("06:00"), ends_at=at("08:00")
    )
    assert no.key == "refuse.people.span_past"


def test_partners_are_named_for_what_they_help_with(crew: Store, secretary: Actor) -> None:
    for kind, name, phone in (
        ("locksmith", "平安开锁", "0431-8555 0199"),
        ("police", "同心派出所", "110"),
        ("drains", "通达疏通", "0431-8555 0177"),
    ):
        do(crew, secretary, "people.add_partner", kind=kind, name=name, phone=phone)
    with crew.reading(secretary) as session:
        assert [p.name for p in people.partners_for(session, "lock_out")] == [
            "平安开锁",
            "同心派出所",
        ]
        assert people.partners_for(session, "pet") == ()
        assert [f.label for f in people.find_partners(session, "开锁", 3)] == ["平安开锁"]
        assert [f.label for f in people.find_partners(session, "police", 3)] == ["同心派出所"]
    do(crew, secretary, "people.remove_partner", 3)
    with crew.reading(secretary) as session:
        assert len(people.partners(session)) == 2


def test_escalations_name_every_kind_that_needs_help_from_outside() -> None:
    from models.requests import RequestKind

    inside = {RequestKind.carry, RequestKind.pay_bill, RequestKind.pet, RequestKind.other}
    assert {kind.value for kind in set(RequestKind) - inside} <= set(people.ESCALATIONS)


def test_numbers_of_colleagues_are_whole_for_leaders_only(
    crew: Store, shift_leader: Actor, volunteer: Actor
) -> None:
    with crew.reading(shift_leader) as session:
        assert {line.id: line.phone for line in people.volunteers(session)}[3] == "13800001111"
    with crew.reading(volunteer) as session:
        seen = {line.id: line.phone for line in people.volunteers(session)}
    assert (seen[3], seen[4]) == ("138****1111", "13900002222")


def test_the_wall_board_sees_nobody(crew: Store) -> None:
    wall = Actor(None, "board", Role.wallboard)
    with crew.reading(wall) as session:
        assert people.volunteers(session) == ()
        assert people.partners(session) == ()
        assert people.availability(session) == ()
        assert people.find_volunteers(session, "高", 5) == ()
        with pytest.raises(Refusal):
            lookup_kind("people.volunteer").sheet(session, 3)


def test_the_sheet_tells_all_and_hides_the_note_from_volunteers(
    crew: Store, secretary: Actor, volunteer: Actor
) -> None:
    edit(crew, secretary, 5, note="家中有老人")
    with crew.reading(secretary) as session:
        told = {f.label: f.value for f in lookup_kind("people.volunteer").sheet(session, 5).fields}
    assert told["field.note"] == "家中有老人"
    assert told["field.hours_7"] == 0
    with crew.reading(volunteer) as session:
        sheet = lookup_kind("people.volunteer").sheet(session, 5)
    assert "field.note" not in {f.label for f in sheet.fields}


def test_the_verb_list_says_why_not(crew: Store, volunteer: Actor) -> None:
    with crew.reading(volunteer) as session:
        record = lookup_kind("people.volunteer")
        person = session.get(Volunteer, 5)
        why = {verb: refusal_of(session, record, person, verb) for verb in record.verbs}  # type: ignore[arg-type]
    keys = {verb: no.key for verb, no in why.items() if no is not None}
    assert keys["people.demobilise"] == "refuse.role"
    assert keys["people.set_availability"] == "refuse.people.own_only"


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (people.volunteers, 2),
        (people.partners, 1),
        (people.counts, 1),
        (people.actors, 1),
        (people.availability, 1),
    ],
)
def test_reads_ask_a_fixed_number_of_times(
    crew: Store, secretary: Actor, count_statements: CountStatements, read, most: int
) -> None:
    with crew.reading(secretary) as session, count_statements(crew) as asked:
        read(session)
    few = asked.count
    for n in range(12):
        do(crew, SET_UP, "people.add_volunteer", name=f"何山{n}", kind="cadre", initials=f"hs{n}")
    with crew.reading(secretary) as session, count_statements(crew) as asked:
        read(session)
    assert asked.count == few <= most + 1  # one more begins the transaction


UNDONE: tuple[tuple[str, int | None, dict[str, object]], ...] = (
    ("people.add_volunteer", None, {"name": "何山", "kind": "cadre"}),
    ("people.demobilise", 5, {}),
    ("people.isolate", 5, {"isolated_until": dt.date(2022, 4, 12)}),
    ("people.set_availability", 5, {"starts_at": at("12:00"), "ends_at": at("14:00")}),
    ("people.add_partner", None, {"kind": "gas", "name": "燃气抢修", "phone": "96100"}),
)


@pytest.mark.parametrize(("verb", "row_id", "values"), UNDONE)
def test_every_change_can_be_taken_back(
    crew: Store, secretary: Actor, verb: str, row_id: int | None, values: dict[str, object]
) -> None:
    before = stored(crew, "volunteer", "availability", "partner")
    done = perform(crew, secretary, verb, draft_for(verb, values, row_id))
    assert done.act_id is not None
    assert stored(crew, "volunteer", "availability", "partner") != before
    undo(crew, secretary, done.act_id)
    assert stored(crew, "volunteer", "availability", "partner") == before
    with crew.reading(secretary) as session:
        assert journal.verify(session).broken == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_verb_and_refusal_has_words(crew: Store, lang: str) -> None:
    words = Words(lang)
    for verb in VERBS:
        assert words.has(verb) and words.has(f"{verb}.did")
        for ask in lookup(verb).asks:
            assert words.has(ask.label), ask.label
            assert ask.hint is None or words.has(ask.hint), ask.hint

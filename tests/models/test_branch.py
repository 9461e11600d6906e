"""The branch: its days, its phases, its dated rule sets, its settings."""

import datetime as dt

import pytest
from pydantic import JsonValue

from models import branch
from models.branch import (
    BranchDraft,
    DemonstrationDraft,
    FoundDraft,
    PhaseDraft,
    PhaseKind,
    RuleSetDraft,
    RuleSetsDraft,
    SettingDraft,
)
from models.rules.refusal import Refusal
from models.store import Actor, Clock, FrozenClock, Role, Store, journal
from models.store.drafts import Edit, TargetDraft, Unfit, build
from models.store.register import lookup, lookup_kind, perform
from models.words import Words

FIRST = dt.date(2022, 3, 20)
FOUND = FoundDraft(name="临时党支部", compound="样板小区", first_day=FIRST)


def promising(red: int) -> dict[str, JsonValue]:
    """The data of a set of promises that differ in their reddest."""
    hours: dict[str, JsonValue] = {"red": red, "urgent": 8, "normal": 24, "low": 72}
    return {"hours": hours, "kinds": {}, "default": "normal", "pausing": []}


PROMISE = RuleSetDraft(kind="promise", name="封闭期时限", begins_on=FIRST, data=promising(2))


@pytest.fixture
def founded(store: Store, secretary: Actor) -> Store:
    perform(store, secretary, "branch.found", FOUND)
    return store


def test_before_set_up_there_is_no_day_and_no_phase(store: Store, secretary: Actor) -> None:
    with store.reading(secretary) as session:
        assert branch.branch(session) is None
        assert branch.day_number(session) is None
        assert branch.phase(session) is None


def test_the_first_day_is_day_one(founded: Store, secretary: Actor) -> None:
    with founded.reading(secretary) as session:
        line = branch.branch(session)
        assert line is not None
        assert (line.day, line.phase, line.phase_since) == (20, PhaseKind.sealed, FIRST)
        assert branch.day_number(session) == 20


def test_a_day_begins_at_the_branchs_midnight(
    founded: Store, secretary: Actor, clock: FrozenClock
) -> None:
    clock.set("2022-04-08T23:59")
    with founded.reading(secretary) as session:
        assert branch.day_number(session) == 20
    clock.advance(dt.timedelta(minutes=1))
    with founded.reading(secretary) as session:
        assert branch.day_number(session) == 21


def test_a_branch_is_founded_once(founded: Store, secretary: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        perform(founded, secretary, "branch.found", FOUND)
    assert refused.value.key == "refuse.branch.founded"


def test_an_unknown_zone_is_refused_by_name() -> None:
    with pytest.raises(Unfit) as unfit:
        build(FoundDraft, {**FOUND.model_dump(), "zone": "Asia/Nowhere"})
    assert set(unfit.value.fields) == {"zone"}
    assert "时区" in unfit.value.say(Words("zh"))


def test_the_zone_moves_the_clock_that_is_kept(tmp_path, secretary: Actor) -> None:
    path = tmp_path / "zone.db"
    store = Store.open(str(path))
    perform(store, secretary, "branch.found", FOUND.model_copy(update={"zone": "Asia/Urumqi"}))
    assert store.clock.zone == "Asia/Urumqi"
    start = Clock("Asia/Urumqi").at(dt.date(2022, 4, 8), dt.time(10, 30))
    perform(store, secretary, "branch.demonstrate", DemonstrationDraft(start=start))
    store.close()
    again = Store.open(str(path))
    assert again.clock.zone == "Asia/Urumqi"
    assert dt.timedelta() <= again.clock.now() - start < dt.timedelta(minutes=1)
    again.close()


def test_phases_follow_their_days(founded: Store, secretary: Actor, clock: FrozenClock) -> None:
    for kind, day in ((PhaseKind.guarded, 15), (PhaseKind.epidemic_free, 9)):
        draft = PhaseDraft(kind=kind, begins_on=dt.date(2022, 4, day))
        perform(founded, secretary, "branch.add_phase", draft)
    with founded.reading(secretary) as session:
        assert branch.phase(session) is PhaseKind.sealed
        assert branch.phase(session, dt.date(2022, 4, 9)) is PhaseKind.epidemic_free
        assert branch.phase(session, dt.date(2022, 3, 19)) is None
        assert [(line.kind, line.current) for line in branch.phases(session)] == [
            (PhaseKind.sealed, True),
            (PhaseKind.epidemic_free, False),
            (PhaseKind.guarded, False),
        ]
    clock.set("2022-04-15T00:00")
    with founded.reading(secretary) as session:
        assert branch.phase(session) is PhaseKind.guarded


def test_two_phases_never_begin_on_one_day(founded: Store, secretary: Actor) -> None:
    draft = PhaseDraft(kind=PhaseKind.closed, begins_on=FIRST)
    with pytest.raises(Refusal) as refused:
        perform(founded, secretary, "branch.add_phase", draft)
    assert refused.value.key == "refuse.branch.phase_day"


def test_a_phase_is_moved_and_removed(founded: Store, secretary: Actor) -> None:
    day = dt.date(2022, 4, 15)
    draft = PhaseDraft(kind=PhaseKind.guarded, begins_on=day)
    done = perform(founded, secretary, "branch.add_phase", draft)
    row_id = done.rows[0].id
    moved = Edit(id=row_id, changed={"begins_on": dt.date(2022, 4, 16)}, opened={"begins_on": day})
    perform(founded, secretary, "branch.edit_phase", moved)
    with founded.reading(secretary) as session:
        assert [line.begins_on.day for line in branch.phases(session)] == [20, 16]
    perform(founded, secretary, "branch.remove_phase", TargetDraft(id=row_id))
    with founded.reading(secretary) as session:
        assert len(branch.phases(session)) == 1


def test_an_edit_lets_no_phase_contradict_what_has_happened(
    founded: Store, secretary: Actor, clock: FrozenClock
) -> None:
    clock.set("2022-04-16T10:00")
    listed, closed = dt.date(2022, 4, 10), dt.date(2022, 4, 25)
    for kind, day in ((PhaseKind.epidemic_free, listed), (PhaseKind.closed, closed)):
        perform(founded, secretary, "branch.add_phase", PhaseDraft(kind=kind, begins_on=day))
    for row_id, field, was, now, key in (
        (2, "kind", PhaseKind.epidemic_free, PhaseKind.guarded, "phase_begun"),
        (2, "begins_on", listed, dt.date(2022, 4, 17), "phase_begun"),
        (2, "begins_on", listed, dt.date(2022, 3, 19), "phase_before"),
        (3, "begins_on", closed, dt.date(2022, 4, 16), "phase_planned"),
        (1, "begins_on", FIRST, dt.date(2022, 3, 22), "phase_over"),
    ):
        with pytest.raises(Refusal) as refused:
            edit = Edit(id=row_id, changed={field: now}, opened={field: was})
            perform(founded, secretary, "branch.edit_phase", edit)
        assert refused.value.key == f"refuse.branch.{key}"
    edit = Edit(id=2, changed={"begins_on": dt.date(2022, 4, 11)}, opened={"begins_on": listed})
    perform(founded, secretary, "branch.edit_phase", edit)
    with founded.reading(secretary) as session:
        line = branch.branch(session)
    assert line is not None and (line.day, line.phase_since) == (28, dt.date(2022, 4, 11))


def test_the_first_phase_begins_with_the_branch(founded: Store, secretary: Actor) -> None:
    edit = Edit(id=1, changed={"begins_on": dt.date(2022, 3, 22)}, opened={"begins_on": FIRST})
    with pytest.raises(Refusal) as refused:
        perform(founded, secretary, "branch.edit_phase", edit)
    assert refused.value.key == "refuse.branch.first_phase"
    earlier = dt.date(2022, 3, 19)
    edit = Edit(id=1, changed={"first_day": earlier}, opened={"first_day": FIRST})
    perform(founded, secretary, "branch.edit", edit)
    with founded.reading(secretary) as session:
        assert [line.begins_on for line in branch.phases(session)] == [earlier]
        assert branch.day_number(session) == 21


def test_a_phase_that_is_over_stays_as_it_was(founded: Store, secretary: Actor) -> None:
    draft = PhaseDraft(kind=PhaseKind.guarded, begins_on=dt.date(2022, 4, 5))
    perform(founded, secretary, "branch.add_phase", draft)
    moved = Edit(id=1, changed={"begins_on": dt.date(2022, 4, 1)}, opened={"begins_on": FIRST})
    for verb, change in (
        ("branch.edit_phase", moved),
        ("branch.remove_phase", TargetDraft(id=1)),
    ):
        with pytest.raises(Refusal) as refused:
            perform(founded, secretary, verb, change)
        assert refused.value.key == "refuse.branch.phase_over"
    perform(founded, secretary, "branch.remove_phase", TargetDraft(id=2))
    with founded.reading(secretary) as session:
        assert [line.kind for line in branch.phases(session)] == [PhaseKind.sealed]


def test_rule_sets_are_installed_once_and_edits_are_kept(founded: Store, secretary: Actor) -> None:
    install = RuleSetsDraft(rows=(PROMISE,))
    perform(founded, secretary, "branch.install_rule_sets", install)
    with founded.reading(secretary) as session:
        row_id = int(branch.rule_sets(session)[0].key.rpartition(":")[2])
    edited = Edit(id=row_id, changed={"data": promising(1)}, opened={"data": PROMISE.data})
    perform(founded, secretary, "branch.edit_rule_set", edited)
    assert perform(founded, secretary, "branch.install_rule_sets", install).act_id is None
    with founded.reading(secretary) as session:
        assert branch.rule_set(session, "promise") == promising(1)


def test_the_set_in_force_is_the_one_that_began_last(
    founded: Store, secretary: Actor, clock: FrozenClock
) -> None:
    later = PROMISE.model_copy(
        update={"name": "解封后时限", "begins_on": dt.date(2022, 4, 15), "data": promising(4)}
    )
    perform(founded, secretary, "branch.install_rule_sets", RuleSetsDraft(rows=(PROMISE,)))
    perform(founded, secretary, "branch.add_rule_set", later)
    with founded.reading(secretary) as session:
        assert branch.rule_set(session, "promise") == promising(2)
        assert branch.rule_set(session, "promise", dt.date(2022, 4, 15)) == promising(4)
        assert branch.rule_set_name(session, "promise") == "封闭期时限"
        assert [(line.name, line.active) for line in branch.rule_sets(session)] == [
            ("解封后时限", False),
            ("封闭期时限", True),
        ]
    clock.set("2022-04-20T08:00")
    with founded.reading(secretary) as session:
        assert branch.rule_set(session, "promise") == promising(4)
        kinds = branch.active_rules(session, ("promise", "rest"))
        assert {found.name for found in kinds} == {"解封后时限", "封闭期时限"}


@pytest.mark.parametrize(
    ("data", "key", "field"),
    [
        ({**promising(4), "default": "soon"}, "refuse.rules.field", "default"),
        ({**promising(4), "hour": {"red": 4}}, "refuse.rules.unknown", "hour"),
    ],
)
def test_a_set_that_nobody_could_read_is_never_kept(
    founded: Store, secretary: Actor, data: dict[str, JsonValue], key: str, field: str
) -> None:
    perform(founded, secretary, "branch.install_rule_sets", RuleSetsDraft(rows=(PROMISE,)))
    later = PROMISE.model_copy(update={"begins_on": dt.date(2022, 4, 15), "data": data})
    edit = Edit(id=1, changed={"data": data}, opened={"data": PROMISE.data})
    for verb, draft in (("branch.add_rule_set", later), ("branch.edit_rule_set", edit)):
        with pytest.raises(Refusal) as refused:
            perform(founded, secretary, verb, draft)
        assert (refused.value.key, refused.value.params["field"]) == (key, field)


def test_a_rule_set_that_is_missing_is_named(founded: Store, secretary: Actor) -> None:
    with founded.reading(secretary) as session, pytest.raises(Refusal) as refused:
        branch.rule_set(session, "promise")
    assert refused.value.params["kind"] == "promise"


def test_settings_are_kept_and_replaced(founded: Store, secretary: Actor) -> None:
    for value in ("zh", "en", "en"):
        perform(founded, secretary, "branch.set", SettingDraft(key="lang", value=value))
    with founded.reading(secretary) as session:
        assert branch.setting(session, "lang") == "en"
        assert branch.setting(session, "ambiguous_width", 1) == 1
        assert branch.settings(session) == {"lang": "en"}
        last = journal.my_last_act(session, secretary.id)
        assert last is not None and last.params == {"setting": "lang"}


CHANGES = {
    "branch.found": FOUND,
    "branch.demonstrate": DemonstrationDraft(start=dt.datetime(2022, 4, 8, 2, 30, tzinfo=dt.UTC)),
    "branch.add_phase": PhaseDraft(kind=PhaseKind.guarded, begins_on=dt.date(2022, 4, 15)),
    "branch.install_rule_sets": RuleSetsDraft(rows=(PROMISE,)),
    "branch.add_rule_set": PROMISE,
    "branch.set": SettingDraft(key="lang", value="en"),
    "branch.remove_phase": TargetDraft(id=1),
    "branch.edit": Edit(id=1, changed={"compound": "新名"}, opened={"compound": "样板小区"}),
    "branch.edit_phase": Edit(id=1, changed={}, opened={}),
    "branch.edit_rule_set": Edit(id=1, changed={}, opened={}),
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", CHANGES)
def test_only_the_secretary_changes_the_branch(store: Store, verb: str, role: Role) -> None:
    actor = Actor(9, "某人", role)
    if role is Role.secretary:
        lookup(verb).check_role(role)
    else:
        with pytest.raises(Refusal) as refused:
            perform(store, actor, verb, CHANGES[verb])
        assert refused.value.key == "refuse.role"


@pytest.mark.parametrize(
    "verb", ["branch.add_phase", "branch.install_rule_sets", "branch.set", "branch.edit"]
)
def test_every_change_can_be_taken_back(founded: Store, secretary: Actor, verb: str) -> None:
    def everything() -> tuple[object, ...]:
        with founded.reading(secretary) as session:
            return (
                branch.branch(session),
                branch.phases(session),
                branch.rule_sets(session),
                branch.settings(session),
            )

    before = everything()
    act_id = perform(founded, secretary, verb, CHANGES[verb]).act_id
    assert act_id is not None and everything() != before
    with founded.writing(secretary, "undo") as session:
        journal.undo(session, act_id)
    assert everything() == before


def test_reads_ask_a_fixed_number_of_statements(
    founded: Store, secretary: Actor, count_statements
) -> None:
    for month in range(4, 10):
        later = PROMISE.model_copy(update={"begins_on": dt.date(2022, month, 1)})
        perform(founded, secretary, "branch.add_rule_set", later)
    for most, read in (
        (2, branch.branch),
        (1, branch.day_number),
        (1, branch.phases),
        (1, branch.rule_sets),
        (1, lambda session: branch.rule_set(session, "promise")),
        (1, branch.settings),
    ):
        with count_statements(founded) as asked, founded.reading(secretary) as session:
            read(session)
        assert asked.count <= most


def test_every_kind_opens(founded: Store, secretary: Actor) -> None:
    perform(founded, secretary, "branch.install_rule_sets", RuleSetsDraft(rows=(PROMISE,)))
    with founded.reading(secretary) as session:
        for kind in ("branch.branch", "branch.phase", "branch.rule_set"):
            sheet = lookup_kind(kind).sheet(session, 1)
            assert sheet.title and sheet.fields


def test_the_branch_is_edited(founded: Store, secretary: Actor) -> None:
    assert set(BranchDraft.model_fields) == {"name", "compound", "first_day"}
    perform(founded, secretary, "branch.edit", CHANGES["branch.edit"])
    with founded.reading(secretary) as session:
        line = branch.branch(session)
        assert line is not None and line.compound == "新名"

"""An abnormal tube: corridors to disinfect, people set apart as a confirmed list, and its end."""

from typing import Any

import pytest
from sqlmodel import select

from models import acts, isolation, rounds
from models.isolation import IsolationNeed, IsolationState
from models.isolation.reads import needs_of
from models.isolation.standing import OPEN, Person
from models.rounds.tables import CoveragePlace
from models.rules.isolation import ExposureKind
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Role, Store
from models.store.journal import verify
from models.store.register import GRID, lookup, lookup_kind, natural_step
from models.words import Words
from tests.conftest import Prepared
from tests.models.crew import SET_UP, do, refused
from tests.models.rounds_branch import begun, left, of, with_compound

TUBE = 1
WANG, SHAN, PUPIL, OUYANG, LV = 1, 2, 3, 4, 5


@pytest.fixture
def compound(prepared: Prepared) -> Store:
    return prepared(with_compound)


@pytest.fixture
def made(compound: Store, secretary: Actor, volunteer: Actor) -> int:
    """A round whose first tube holds 王秀芝 (3-2-401) and 吕翠 (3-2-301), and is abnormal."""
    round_id = begun(compound, secretary)
    for resident in (WANG, LV):
        do(compound, volunteer, "rounds.mark", of(compound, round_id, resident))
    for verb in ("seal", "deliver", "tube_mixed"):
        do(compound, volunteer, f"rounds.{verb}", TUBE)
    return round_id


def place(store: Store, name: str = "3-2") -> rounds.PlaceLine:
    with store.reading(SET_UP) as session:
        return next(line for line in rounds.places(session) if line.name == name)


def apart(store: Store) -> dict[int, Person]:
    with store.reading(SET_UP) as session:
        return {one.row.resident_id: one for one in isolation.people(session, OPEN)}


def keys(store: Store) -> set[str]:
    with store.reading(SET_UP) as session:
        return {alarm.key for alarm in (*rounds.alarms(session), *isolation.alarms(session))}


def retest(store: Store, actor: Actor, round_id: int, **outcomes: str) -> None:
    for resident, outcome in outcomes.items():
        target = of(store, round_id, int(resident.lstrip("r")))
        do(store, actor, "rounds.retest", target, outcome=outcome)


# ── corridors ───────────────────────────────────────────────────────────────────────────────────


def test_its_corridors_are_red_places_with_the_reason(compound: Store, made: int) -> None:
    one = place(compound)
    assert one.red and one.terminal is not None
    assert (one.terminal.floors, one.terminal.spot) == ((4, 3), "3-2 4/3F")
    assert Words("zh")(one.terminal.why.key, **one.terminal.why.params) == (
        "第1轮 #1 混管异常：4、3层要终末消毒"
    )
    assert "rounds.terminal" in keys(compound)
    with compound.reading(SET_UP) as session:
        assert rounds.disinfection_counts(session).red == 1
        assert natural_step(session, "rounds.place", one.id) == "rounds.disinfect_after"
        sheet = lookup_kind("rounds.place").sheet(session, one.id)
    (told,) = [field for field in sheet.fields if field.label == "field.terminal"]
    assert told.alarm and told.value == one.terminal.why


def test_a_stairwell_off_the_list_comes_back_on_it(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    do(compound, secretary, "rounds.lay_out_places")
    do(compound, secretary, "rounds.retire_place", place(compound).id)
    round_id = begun(compound, secretary)
    do(compound, volunteer, "rounds.mark", of(compound, round_id, WANG))
    for verb in ("seal", "deliver", "tube_mixed"):
        do(compound, volunteer, f"rounds.{verb}", TUBE)
    with compound.reading(SET_UP) as session:
        found = session.exec(select(CoveragePlace).where(CoveragePlace.name == "3-2")).all()
    assert [row.retired for row in found] == [False]


def test_only_a_strong_treatment_after_the_result_ends_it(
    compound: Store, volunteer: Actor, made: int, clock: FrozenClock
) -> None:
    one = place(compound)
    do(compound, volunteer, "rounds.disinfect", one.id, at="2022-04-08T09:00:00+08:00",
       concentration=1000)  # fmt: skip
    do(compound, volunteer, "rounds.disinfect", one.id, concentration=500)
    assert place(compound).terminal is not None
    no = refused(compound, volunteer, "rounds.disinfect_after", one.id, concentration=500)
    assert (no.key, no.params["n"]) == ("refuse.rounds.too_weak", 1000)
    no = refused(compound, volunteer, "rounds.disinfect_after", one.id, agent="alcohol")
    assert no.key == "refuse.rounds.too_weak"
    do(compound, volunteer, "rounds.disinfect_after", one.id)
    assert place(compound).terminal is None and "rounds.terminal" not in keys(compound)
    no = refused(compound, volunteer, "rounds.disinfect_after", one.id)
    assert no.key == "refuse.rounds.no_terminal"
    with compound.reading(SET_UP) as session:
        (line, *_) = rounds.treatments(session, place_id=one.id)
    do(compound, volunteer, "rounds.strike_treatment", line.id, reason="没做")
    assert place(compound).terminal is not None


def test_the_form_names_the_floors_and_the_strength(compound: Store, made: int) -> None:
    foretells = lookup("rounds.disinfect_after").foretells
    assert foretells is not None
    with compound.reading(SET_UP) as session:
        told = foretells(session, [place(compound).id])
    assert told == {"spots": ("3-2 4/3F #1",), "n": 1000}
    for lang in ("zh", "en"):
        said = Words(lang)("rounds.disinfect_after.lead", **told)
        assert "3-2 4/3F #1" in said and "1000" in said


def test_the_result_of_the_test_alone_decides_what_is_left_to_do(
    compound: Store, secretary: Actor, volunteer: Actor, made: int
) -> None:
    do(compound, secretary, "rounds.recall", TUBE)
    retest(compound, volunteer, made, r1="negative")
    one = place(compound)
    assert one.terminal is not None and one.terminal.floors == (3,)
    retest(compound, volunteer, made, r5="positive")
    do(compound, secretary, "rounds.resolve", TUBE, reason="吕翠阳性")
    one = place(compound)
    assert one.terminal is not None and one.terminal.floors == (3,)
    assert {"rounds.terminal", "rounds.positive:1"} <= keys(compound)


def test_a_round_is_not_closed_while_a_corridor_waits(
    compound: Store, secretary: Actor, volunteer: Actor, made: int
) -> None:
    do(compound, secretary, "rounds.recall", TUBE)
    retest(compound, volunteer, made, r1="negative", r5="positive")
    do(compound, secretary, "rounds.resolve", TUBE, reason="吕翠阳性")
    for building in (1, 2):
        do(compound, volunteer, "rounds.mark_where", made, building_id=building)
    do(compound, volunteer, "rounds.seal", 2)
    do(compound, volunteer, "rounds.deliver", 2)
    do(compound, volunteer, "rounds.tube_negative", 2)
    do(compound, secretary, "rounds.mop_up", made)
    do(compound, volunteer, "rounds.return_tubes", made, tubes=1)
    do(compound, secretary, "rounds.reconcile", made)
    do(compound, secretary, "rounds.results_in", made)
    no = refused(compound, secretary, "rounds.close", made)
    assert (no.key, no.params["spots"]) == ("refuse.rounds.terminal_left", ("3-2",))
    do(compound, volunteer, "rounds.disinfect_after", place(compound).id)
    do(compound, secretary, "rounds.close", made)
    assert place(compound).terminal is None


def test_taking_the_result_back_takes_the_work_back(
    compound: Store, volunteer: Actor, made: int
) -> None:
    with compound.reading(volunteer) as session:
        line = acts.my_last(session)
    assert line is not None
    acts.undo(compound, volunteer, line.id)
    assert not {"rounds.terminal", "rounds.mixed:1"} & keys(compound)


# ── people ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", ["rounds.set_apart", "rounds.let_go", "isolation.clear"])
def test_isolation_is_led(verb: str, role: Role) -> None:
    if role in GRID:
        lookup(verb).check_role(role)
    else:
        with pytest.raises(Refusal, match="refuse.role"):
            lookup(verb).check_role(role)


def test_the_list_is_numbered_and_read_before_it_is_confirmed(
    compound: Store, secretary: Actor, made: int
) -> None:
    foretells = lookup("rounds.set_apart").foretells
    assert foretells is not None
    with compound.reading(secretary) as session:
        told = foretells(session, [TUBE])
    assert told["members"] == ("1 3-2-401 王秀芝", "2 3-2-301 吕翠")
    assert told["housemates"] == ("3 3-2-401 单晓宁", "4 3-2-401 单小雨")
    assert told["neighbours"] == ("5 3-2-402 欧阳文静",)
    assert (told["positive"], told["apart"]) == ("-", "-")


def test_they_are_opened_as_it_was_chosen_but_for_who_is_left_out(
    compound: Store, secretary: Actor, made: int
) -> None:
    no = refused(compound, secretary, "rounds.set_apart", TUBE, but="9")
    assert (no.key, no.params["most"]) == ("refuse.rounds.no_such_number", 5)
    do(compound, secretary, "rounds.set_apart", TUBE, but="4")
    found = apart(compound)
    assert {who: one.level for who, one in found.items()} == {
        WANG: ExposureKind.close,
        LV: ExposureKind.close,
        SHAN: ExposureKind.secondary,
    }
    (exposure,) = found[WANG].exposures
    assert (exposure.source, exposure.happened_on.isoformat()) == ("核酸1 #1", "2022-04-08")
    with compound.reading(secretary) as session:
        line = acts.my_last(session)
        assert line is not None and verify(session).broken == ()
    assert Words("zh")(f"{line.verb}.did", **line.params) == "第1轮 #1 登记隔离3人"
    acts.undo(compound, secretary, line.id)
    assert apart(compound) == {}


def test_floor_neighbours_are_offered_and_free_when_the_floor_is(
    compound: Store, secretary: Actor, volunteer: Actor, made: int
) -> None:
    do(compound, secretary, "rounds.set_apart", TUBE)
    assert OUYANG not in apart(compound)
    do(compound, secretary, "rounds.set_apart", TUBE, neighbours="secondary")
    found = apart(compound)
    assert found[OUYANG].level is ExposureKind.secondary
    # Confirmed a second time, the same tube is no second exposure.
    assert {len(one.exposures) for one in found.values()} == {1}
    do(compound, secretary, "rounds.recall", TUBE)
    retest(compound, volunteer, made, r5="negative")
    do(compound, secretary, "rounds.let_go", TUBE, reason="单采阴性")
    assert OUYANG in apart(compound)  # 王秀芝, on the same floor, waits for her result
    retest(compound, volunteer, made, r1="negative")
    do(compound, secretary, "rounds.let_go", TUBE, reason="单采阴性")
    assert apart(compound) == {}


def test_nobody_is_opened_twice_and_a_known_clock_restarts(
    compound: Store, secretary: Actor, made: int
) -> None:
    do(compound, secretary, "isolation.open", resident_id=WANG, kind="secondary",
       happened_on="2022-04-02")  # fmt: skip
    do(compound, secretary, "rounds.set_apart", TUBE, housemates="nobody")
    one = apart(compound)[WANG]
    assert [exposure.kind for exposure in one.exposures] == ["secondary", "close"]
    assert set(apart(compound)) == {WANG, LV}
    no = refused(compound, secretary, "rounds.set_apart", 2)
    assert no.key == "refuse.rounds.not_abnormal"


def test_space_recalls_then_asks_for_the_list_then_resolves(
    compound: Store, secretary: Actor, volunteer: Actor, made: int
) -> None:
    def natural() -> str | None:
        with compound.reading(secretary) as session:
            return natural_step(session, "rounds.tube", TUBE)

    assert natural() == "rounds.recall"
    do(compound, secretary, "rounds.recall", TUBE)
    assert natural() == "rounds.set_apart"
    do(compound, secretary, "rounds.set_apart", TUBE)
    assert natural() == "rounds.resolve"


def test_the_result_alone_is_a_sample_of_whoever_stands_apart(
    compound: Store, secretary: Actor, volunteer: Actor, made: int
) -> None:
    do(compound, secretary, "rounds.recall", TUBE)
    do(compound, secretary, "rounds.set_apart", TUBE)
    retest(compound, volunteer, made, r1="negative", r5="positive")
    found = apart(compound)
    assert [one.result for one in found[WANG].samples] == ["negative"]
    with compound.reading(secretary) as session:
        one = isolation.of(session, found[LV].id)
        assert needs_of(session, one)[0] is IsolationNeed.positive
        assert natural_step(session, "isolation.person", one.id) == "isolation.confirm_case"
    # Read as a list again, the positive one becomes a case and the negative one is not opened.
    do(compound, secretary, "rounds.set_apart", TUBE)
    found = apart(compound)
    assert found[LV].row.state is IsolationState.case_home
    assert len(found[WANG].exposures) == 1
    assert "rounds.positive:1" not in keys(compound)


def test_who_is_negative_alone_is_let_go_where_nobody_is_in_doubt(
    compound: Store, secretary: Actor, volunteer: Actor, made: int
) -> None:
    do(compound, secretary, "rounds.recall", TUBE)
    do(compound, secretary, "rounds.set_apart", TUBE)
    no = refused(compound, secretary, "rounds.let_go", TUBE, reason="单采阴性")
    assert no.key == "refuse.rounds.nobody_to_let_go"
    retest(compound, volunteer, made, r1="negative")
    do(compound, secretary, "isolation.expose", apart(compound)[SHAN].id, kind="close",
       happened_on="2022-04-07", source="流调")  # fmt: skip
    do(compound, secretary, "rounds.let_go", TUBE, reason="单采阴性")
    found = apart(compound)
    # 吕翠 waits for her result; 单晓宁 was exposed elsewhere as well, and that counts on.
    assert set(found) == {LV, SHAN}
    assert [bool(one.struck) for one in found[SHAN].exposures] == [True, False]
    with compound.reading(SET_UP) as session:
        assert verify(session).broken == ()


def test_nobody_is_cleared_over_a_positive_or_an_awaited_sample(
    compound: Store, secretary: Actor, made: int
) -> None:
    do(compound, secretary, "rounds.set_apart", TUBE)
    one = apart(compound)[WANG]
    why: dict[str, Any] = {"reason": "流调核实不在场"}
    do(compound, secretary, "isolation.test", one.id)
    assert refused(compound, secretary, "isolation.clear", one.id, **why).key == (
        "refuse.isolation.awaited"
    )
    do(compound, secretary, "isolation.test", one.id, result="positive")
    assert refused(compound, secretary, "isolation.clear", one.id, **why).key == (
        "refuse.isolation.positive"
    )
    other = apart(compound)[LV]
    do(compound, secretary, "isolation.clear", other.id, **why)
    assert LV not in apart(compound)
    assert len(left(compound, secretary, made)) == 6

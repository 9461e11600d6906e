"""Homes: who sees how much of whom, and who is found by what."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import acts, homes
from models.homes import (
    ResidentDraft,
    RevealDraft,
    RevealReason,
    Tag,
)
from models.rules.refusal import Refusal
from models.store import Actor, Role, Store, journal
from models.store.drafts import Unfit
from models.store.register import (
    lookup_kind,
)
from tests.models.compound import PEOPLE, Compound, build_compound


@pytest.fixture
def compound(store: Store, secretary: Actor) -> Compound:
    return build_compound(store, secretary)


# ── who sees what ──


def lines_of(compound: Compound, viewer: Actor) -> dict[int, homes.ResidentLine]:
    with compound.store.reading(viewer) as session:
        return {line.id: line for line in homes.residents(session).lines}


def test_the_secretary_sees_names_and_masked_telephones(compound: Compound, secretary) -> None:
    line = lines_of(compound, secretary)[compound.people["王秀芝"]]
    assert (line.name, line.door, line.birth_year) == ("王秀芝", "3-2-401", 1946)
    assert line.phone == "138****1111"
    assert set(line.tags) == {Tag.lives_alone, Tag.pupil}


def test_a_grid_leader_knows_the_people_of_the_own_grid_only(compound: Compound) -> None:
    lines = lines_of(compound, compound.leader)
    own, other = lines[compound.people["王秀芝"]], lines[compound.people["吕翠"]]
    assert (own.name, own.door, own.tags) == ("王秀芝", "3-2-401", (Tag.lives_alone, Tag.pupil))
    assert (other.name, other.door, other.birth_year, other.tags) == ("吕**", "12-*", None, ())
    with compound.store.reading(compound.leader) as session:
        assert homes.residents_of(session, compound.doors["12-1-302"]) == ()
        assert len(homes.residents_of(session, compound.doors["3-2-401"])) == 2


@pytest.mark.parametrize("role", [Role.volunteer, Role.shift_leader])
def test_a_volunteer_sees_no_name_no_door_and_no_need(compound: Compound, role: Role) -> None:
    viewer = Actor(4, "孙晓丽", role)
    line = lines_of(compound, viewer)[compound.people["王秀芝"]]
    assert (line.name, line.door, line.household_id) == ("王**", "3-*", None)
    assert (line.phone, line.birth_year, line.tags) == ("138****1111", None, (Tag.pupil,))
    with compound.store.reading(viewer) as session:
        assert homes.residents_of(session, compound.doors["3-2-401"]) == ()
        assert all(door.names == () for door in homes.households(session).lines)
        sheet = lookup_kind("homes.household").sheet(session, compound.doors["3-2-401"])
        assert sheet.related == ()
        told = str(lookup_kind("homes.resident").sheet(session, compound.people["王秀芝"]))
        assert not any(secret in told for secret in ("秀芝", "3-2-401", "1946", "lives_alone"))


def test_a_volunteer_on_the_task_sees_how_to_speak_to_the_person(compound, volunteer) -> None:
    with compound.store.reading(volunteer) as session:
        line = homes.residents_of(session, compound.doors["3-2-401"], on_task=True)[0]
        assert (line.name, line.door, line.phone) == ("王阿姨", "3-2-401", "138****1111")
        ids = list(compound.people.values())
        assert homes.names(session, ids, on_task=ids[:1])[ids[0]] == "王阿姨"
        assert homes.names(session, ids)[ids[0]] == "王**"


def test_the_wall_board_sees_no_person(compound: Compound) -> None:
    board = Actor(None, "墙屏", Role.wallboard)
    with compound.store.reading(board) as session:
        assert all(
            not line.name and not line.door and not line.phone
            for line in homes.residents(session).lines
        )
        assert homes.find_residents(session, "wang", 9) == ()
        assert homes.counts(session).residents == 5


def test_a_list_never_tells_the_door_by_its_order_or_filter(compound, volunteer) -> None:
    with compound.store.reading(volunteer) as session:
        first = homes.residents(session, building=3, stairwell=1)
        assert first == homes.residents(session, building=3, stairwell=2)
        assert [line.id for line in first.lines] == sorted(line.id for line in first.lines)


def looking(resident: int) -> RevealDraft:
    return RevealDraft(id=resident, reason=RevealReason.visit)


def test_a_reveal_shows_the_field_and_is_kept(compound: Compound, secretary) -> None:
    wang = compound.people["王秀芝"]
    before = compound.store.areas()
    why = RevealDraft(id=wang, reason=RevealReason.call, note="问今天要不要菜")
    done = compound.do(secretary, "homes.reveal", why)
    assert done.rows == ("王秀芝  13800001111",)
    with compound.store.reading(secretary) as session:
        act = journal.act(session, done.act_id)
        assert act is not None
        assert act.params == {
            "resident": wang,
            "household": compound.doors["3-2-401"],
            "field": "name phone",
            "reason": "RevealReason.call",
        }
        assert act.why == "问今天要不要菜"
        assert acts.said(session, act.id).why == "问今天要不要菜"
    with compound.store.reading(replace(compound.leader, id=9)) as session:
        assert acts.said(session, act.id).why == "***"
        assert act.actor_id == secretary.id
    assert compound.store.areas()["homes"] == before["homes"]


def test_who_may_not_know_cannot_reveal(compound: Compound, volunteer) -> None:
    for viewer, name in ((volunteer, "王秀芝"), (compound.leader, "吕翠")):
        with pytest.raises(Refusal) as refused:
            compound.do(viewer, "homes.reveal", looking(compound.people[name]))
        assert refused.value.key == "refuse.homes.not_shown"
    own = looking(compound.people["王秀芝"])
    assert compound.do(compound.leader, "homes.reveal", own).rows == ("王秀芝  13800001111",)


def test_another_reason_is_said_in_words(compound: Compound, secretary) -> None:
    wang = compound.people["王秀芝"]
    with pytest.raises(Unfit) as refused:
        compound.do(secretary, "homes.reveal", RevealDraft(id=wang, reason=RevealReason.other))
    assert refused.value.fields == {"note": ("refuse.input.missing", {})}


# ── finding ──


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王秀芝", "王秀芝"),
        ("秀芝", "王秀芝"),
        ("wangxiuzhi", "王秀芝"),
        ("wangxiu", "王秀芝"),
        ("wxz", "王秀芝"),
        ("WXZ", "王秀芝"),
        ("wangxz", "王秀芝"),
        ("wxiuz", "王秀芝"),
        ("王xz", "王秀芝"),
        ("shanxn", "单晓宁"),
        ("sxn", "单晓宁"),
        ("oywj", "欧阳文静"),
        ("ouyangw", "欧阳文静"),
        ("lvcui", "吕翠"),
        ("lucui", "吕翠"),
        ("1111", "王秀芝"),
        ("13800001111", "王秀芝"),
        ("3333", "王小明"),
        ("123456", "王小明"),
        ("3栋1单元401", "王小明"),
    ],
)
def test_a_person_is_found_by(compound: Compound, secretary, typed: str, name: str) -> None:
    with compound.store.reading(secretary) as session:
        found = homes.find_residents(session, typed, 9)
    assert found and found[0].label == name
    assert found[0].detail.startswith(next(door for door, who, *_ in PEOPLE if who == name))


def test_ones_own_reading_comes_before_a_rarer_one(compound: Compound, secretary) -> None:
    home = compound.doors["5-1-101"]
    for name in ("于霞", "吴霞"):
        compound.do(secretary, "homes.add_resident", ResidentDraft(household_id=home, name=name))
    with compound.store.reading(secretary) as session:
        found = homes.find_residents(session, "wx", 9)
    assert [hit.label for hit in found if hit.label.endswith("霞")] == ["吴霞", "于霞"]


@pytest.mark.parametrize("typed", ["", "%", "_", "'", "zzz", "王%", "0000", "a%b", "[/x]"])
def test_what_means_nobody_finds_nobody(compound: Compound, secretary, typed: str) -> None:
    with compound.store.reading(secretary) as session:
        assert homes.find_residents(session, typed, 9) == ()


@pytest.mark.parametrize(
    ("typed", "doors"),
    [
        ("3-2-401", ["3-2-401"]),
        ("3栋2单元401", ["3-2-401"]),
        ("3-2", ["3-2-401", "3-2-402"]),
        ("3-2-", ["3-2-401", "3-2-402"]),
        ("3-2-4", ["3-2-401", "3-2-402"]),
        ("3栋", ["3-1-401", "3-2-401", "3-2-402"]),
        ("3栋2", ["3-2-401", "3-2-402"]),
        ("401", ["3-1-401", "3-2-401"]),
        ("32401", ["3-2-401"]),
        ("12", ["12-1-302"]),
        ("3-2-409", ["3-2-402", "3-2-401", "3-1-401"]),
        ("王", []),
    ],
)
def test_a_door_is_found_by(compound: Compound, secretary, typed: str, doors: list[str]) -> None:
    with compound.store.reading(secretary) as session:
        assert [hit.label for hit in homes.find_households(session, typed, 9)] == doors


def test_an_exact_door_ranks_first_and_names_who_lives_there(compound, secretary) -> None:
    with compound.store.reading(secretary) as session:
        (hit,) = homes.find_households(session, "3-2-401", 9)
        assert (hit.rank, hit.detail) == (0, "王秀芝 单晓宁")


def test_find_matches_on_nothing_the_finder_may_not_see(compound: Compound, volunteer) -> None:
    with compound.store.reading(volunteer) as session:
        for typed in ("王秀芝", "wxz", "王", "1111", "3-2-401", "13800001111"):
            assert homes.find_residents(session, typed, 9) == ()
        (hit,) = homes.find_households(session, "3-2-401", 9)
        assert hit.detail == ""
    with compound.store.reading(compound.leader) as session:
        assert [hit.label for hit in homes.find_residents(session, "wang", 9)] == [
            "王小明",
            "王秀芝",
        ]
        for typed in ("吕翠", "lc", "4444", "12-1-302"):
            assert homes.find_residents(session, typed, 9) == ()
        assert homes.find_households(session, "12-1-302", 9)[0].detail == ""


def test_a_grid_leader_without_a_grid_knows_nobody(compound: Compound, grid_leader) -> None:
    stranger = replace(grid_leader, id=99)
    assert all(line.name.endswith("**") for line in lines_of(compound, stranger).values())
    with compound.store.reading(stranger) as session:
        assert homes.find_residents(session, "wxz", 9) == ()


@given(st.text(max_size=12))
def test_any_grid_name_is_kept_the_same_twice(name: str) -> None:
    assert homes.grid_name(homes.grid_name(name)) == homes.grid_name(name)


@pytest.mark.parametrize("name", ["第一网格", "1号网格", "一网格", "1", "１", "网格1"])
def test_a_grid_has_one_name(name: str) -> None:
    assert homes.grid_name(name) == "1"

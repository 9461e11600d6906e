"""Health told to few: who sees what of somebody's isolation."""

from pathlib import Path

import pytest

from models import acts, isolation
from models.exports import export
from models.store import Actor, Role, Store
from models.store.register import lookup_kind, verb_lines
from models.words import Words
from tests.models.crew import do, refused
from tests.models.isolation.standing import MA, apart, line


@pytest.fixture
def two_doors(compound: Store) -> tuple[int, int]:
    return apart(compound), apart(compound, MA)


def test_the_role_says_how_much_is_seen(
    compound: Store,
    two_doors: tuple[int, int],
    secretary: Actor,
    grid_leader: Actor,
    volunteer: Actor,
) -> None:
    near, far = two_doors
    assert line(compound, secretary, far).whole
    assert line(compound, grid_leader, near).whole
    other = line(compound, grid_leader, far)
    assert (other.whole, other.level, other.why, other.door) == (False, None, None, "5-*")
    do(compound, secretary, "isolation.serve", near, supplies_id=volunteer.id)
    mine = line(compound, volunteer, near)
    assert (mine.whole, mine.door, mine.name, mine.level) == (False, "3-2-401", "王阿姨", None)
    assert line(compound, volunteer, far).name == "马**"
    with compound.reading(volunteer) as session:
        sheet = lookup_kind("isolation.person").sheet(session, near)
    assert [one.label for one in sheet.fields] == ["field.gear_needed"]


def test_the_wall_board_has_no_person_and_no_small_number(
    compound: Store, two_doors: tuple[int, int]
) -> None:
    board = Actor(None, "board", Role.wallboard)
    with compound.reading(board) as session:
        assert isolation.isolated(session) == () and isolation.alarms(session) == ()
        numbers = isolation.counts(session)
    assert (numbers.total, numbers.close, numbers.cases) == (None, None, 0)


def test_only_who_serves_a_door_records_at_it(
    compound: Store, two_doors: tuple[int, int], secretary: Actor, volunteer: Actor
) -> None:
    near, far = two_doors
    do(compound, secretary, "isolation.serve", near, supplies_id=volunteer.id)
    do(compound, volunteer, "isolation.temperature", near, tenths=365)
    no = refused(compound, volunteer, "isolation.temperature", far, tenths=365)
    assert no.key == "refuse.isolation.not_serving"
    with compound.reading(volunteer) as session:
        verbs = {one.verb: one.refusal for one in verb_lines(session, "isolation.person", near)}
    assert verbs["isolation.temperature"] is None and verbs["isolation.release"] is not None


def test_a_grid_leader_changes_the_own_grid_only(
    compound: Store, two_doors: tuple[int, int], grid_leader: Actor
) -> None:
    near, far = two_doors
    do(compound, grid_leader, "isolation.move_end", near, ends_on="2022-04-10")
    no = refused(compound, grid_leader, "isolation.move_end", far, ends_on="2022-04-10")
    assert no.key == "refuse.isolation.not_yours"


def test_no_sentence_of_the_journal_tells_a_level_or_a_result(
    compound: Store, secretary: Actor, volunteer: Actor
) -> None:
    row = apart(compound)
    do(compound, secretary, "isolation.test", row, result="positive")
    do(compound, secretary, "isolation.confirm_case", row)
    with compound.reading(volunteer) as session:
        told = [Words("zh")(f"{act.verb}.did", **act.params) for act in acts.recent(session, 3)]
    assert not [one for one in told if "阳" in one or "密" in one or "王秀芝" in one]


def test_the_ledger_names_a_door_only_for_a_purpose(
    compound: Store, two_doors: tuple[int, int], secretary: Actor, tmp_path: Path
) -> None:
    plain = export(compound, secretary, "isolation", tmp_path / "a.csv", Words("zh")).read_text()
    told = export(
        compound, secretary, "isolation", tmp_path / "b.csv", Words("zh"), "报街道"
    ).read_text()
    assert "3-2-401" not in plain and "王秀芝" not in plain and "密接" in plain
    assert "3-2-401" in told and "王秀芝" in told

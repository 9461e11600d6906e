"""Doors are understood in every form, made once, and never guessed."""

import pytest

from models import homes
from models.homes import GridDraft, HouseholdDraft
from models.rules.refusal import Refusal
from tests.models.compound import Compound


@pytest.mark.parametrize(
    "typed",
    ["3-2-401", "3栋2单元401", "３－２－４０１", "三号楼二单元401室", "3#2-401", "全安二期3-2-401"],
)
def test_a_door_is_understood_in_every_form(compound: Compound, secretary, typed: str) -> None:
    with compound.store.reading(secretary) as session:
        assert homes.resolve_door(session, typed) == compound.doors["3-2-401"]


def test_an_unknown_door_is_refused_with_what_is_near(compound: Compound, secretary) -> None:
    with compound.store.reading(secretary) as session, pytest.raises(Refusal) as refused:
        homes.resolve_door(session, "3-2-403")
    assert refused.value.key == "refuse.homes.door_unknown"
    assert str(refused.value.params["doors"]).startswith("3-2-402")


def test_a_door_that_may_be_several_is_chosen_and_never_guessed(compound, secretary) -> None:
    with compound.store.reading(secretary) as session:
        with pytest.raises(Refusal) as refused:
            homes.resolve_door(session, "3栋401")
        assert refused.value.params["doors"] == "3-1-401 / 3-2-401"
        assert homes.resolve_door(session, "12栋302") == compound.doors["12-1-302"]
        for bare in ("302", "3-2", "5栋"):
            with pytest.raises(Refusal):
                homes.resolve_door(session, bare)
        assert [door for _, door in homes.door_candidates(session, "401")] == ["3-1-401", "3-2-401"]
        assert homes.door_candidates(session, "3-2-4")[0][1] == "3-2-401"
        with pytest.raises(Refusal) as refused:
            homes.resolve_door(session, "随便")
        assert refused.value.key == "refuse.homes.door_unread"


def test_a_door_is_made_once_and_whole(compound: Compound, secretary) -> None:
    for text, key in (
        ("3栋2单元401", "door_exists"),
        ("3栋401", "door_whole"),
        ("王家", "door_whole"),
    ):
        with pytest.raises(Refusal) as refused:
            compound.do(secretary, "homes.add_household", HouseholdDraft(door=text))
        assert refused.value.key == f"refuse.homes.{key}"


def test_two_doors_in_one_act_share_their_new_building(compound: Compound, secretary) -> None:
    drafts = (HouseholdDraft(door="7-1-101"), HouseholdDraft(door="7-1-102"))
    done = compound.do(secretary, "homes.add_household", *drafts)
    assert done.rows[0].building_id == done.rows[1].building_id
    with pytest.raises(Refusal):
        compound.do(secretary, "homes.add_household", *[HouseholdDraft(door="8-1-101")] * 2)
    with compound.store.reading(secretary) as session:
        assert [line.number for line in homes.buildings(session)] == [3, 5, 7, 12]


def test_a_building_goes_to_a_grid_with_all_its_doors(compound: Compound, secretary) -> None:
    with compound.store.reading(secretary) as session:
        line = next(line for line in homes.buildings(session) if line.number == 12)
    building = int(line.key.rpartition(":")[2])
    compound.do(secretary, "homes.assign_grid", GridDraft(id=building, grid="一网格"))
    with compound.store.reading(secretary) as session:
        assert {door.grid for door in homes.households(session).lines} == {"1"}

"""Illness is shown to whose work needs it, and find matches on nothing that is hidden."""

from models import care as area
from models.care import counts, panel
from models.care.finding import find_mine
from models.find import anything
from models.rules.care import Category
from models.store import Actor
from models.store.register import lookup_kind, opened_values
from tests.conftest import CountStatements
from tests.models.care.standing import WALL, refusal
from tests.models.care_branch import Care


def test_illness_is_shown_to_whose_work_needs_it(care: Care) -> None:
    profile = care.list(
        care.wang,
        categories=["elderly", "lives_alone", "ill"],
        condition="肺部术后",
        volunteer_id=care.volunteer.id,
    )
    care.medicine(profile, told_days=2)

    def seen(viewer: Actor) -> tuple[object, ...]:
        line = care.line(profile, viewer)
        return line.door, line.name, line.marks, line.days_left

    whole = (Category.elderly, Category.lives_alone, Category.ill)
    assert seen(care.secretary) == ("3-2-401", "王秀芝", whole, 2)
    assert seen(care.grid_leader) == ("3-2-401", "王秀芝", whole, 2)
    assert seen(care.volunteer) == ("3-2-401", "王阿姨", whole[:2], 2)
    assert seen(care.other) == ("3-*", "王**", (), None)
    assert seen(care.shift_leader) == ("3-*", "王**", (), None)
    with care.store.reading(WALL) as session:
        assert panel(session) == () and area.profiles(session).lines == ()
        assert counts(session).total == 1

    def told(viewer: Actor) -> str:
        with care.store.reading(viewer) as session:
            return str(lookup_kind("care.profile").sheet(session, profile))

    assert "肺部术后" in told(care.secretary)
    assert "二甲双胍" in told(care.volunteer), "who counts the tablets knows their name"
    for viewer in (care.grid_leader, care.volunteer, care.other, care.shift_leader):
        assert "肺部术后" not in told(viewer)
    for viewer in (care.grid_leader, care.other, care.shift_leader):
        assert "二甲双胍" not in told(viewer)
    for viewer in (care.other, care.shift_leader):
        assert "3-2-401" not in told(viewer) and "王秀芝" not in told(viewer)


def test_no_filter_or_order_tells_what_the_line_hides(care: Care) -> None:
    profile = care.list()
    care.medicine(profile, told_days=1)
    with care.store.reading(care.other) as session:
        assert area.profiles(session, "care.filter.medicine").total == 0
        assert area.profiles(session, order="care.order.door").lines[0].walk == (3, 0, "")


def test_find_matches_on_nothing_the_finder_sees_only_masked(care: Care) -> None:
    profile = care.list(volunteer_id=care.volunteer.id)
    care.list(care.zhao, categories=["ill"])

    def found(viewer: Actor, text: str) -> list[tuple[int, str]]:
        with care.store.reading(viewer) as session:
            return [(one.id, one.label) for one in area.find_profiles(session, text, 9)]

    assert found(care.secretary, "王秀芝") == found(care.secretary, "wxz") == [(profile, "王秀芝")]
    assert found(care.grid_leader, "赵玉兰") == []
    assert found(care.other, "王秀芝") == found(care.other, "wxz") == []
    for typed in ("王阿姨", "王秀芝", "秀芝", "wangxiuzhi", "wxz"):
        assert found(care.volunteer, typed) == [(profile, "王阿姨")], typed
    assert found(care.other, "3-2-401") == [(profile, "王**")]
    assert found(WALL, "3-2-401") == []


def test_find_anything_knows_the_paired_by_name_and_nobody_else(
    care: Care, count_statements: CountStatements
) -> None:
    profile = care.list(volunteer_id=care.volunteer.id)
    care.list(care.li)

    def found(viewer: Actor, text: str) -> list[tuple[str, int, str, str]]:
        with care.store.reading(viewer) as session:
            return [(one.kind, one.id, one.label, one.detail) for one in anything(session, text)]

    mine = [("care.profile", profile, "王阿姨", "3-2-401")]
    for typed in ("王秀芝", "王阿姨", "wangxiuzhi", "wxz"):
        assert found(care.volunteer, typed) == mine
        assert found(care.other, typed) == found(WALL, typed) == []
    assert found(care.volunteer, "李国良") == []
    for leader in (care.secretary, care.grid_leader):
        assert [kind for kind, *_ in found(leader, "wxz")] == ["homes.resident"]
    care.list(care.zhao, volunteer_id=care.grid_leader.id)
    assert [label for _, _, label, _ in found(care.grid_leader, "赵玉兰")] == ["赵阿姨"]

    with count_statements(care.store) as asked, care.store.reading(care.volunteer) as session:
        find_mine(session, "wxz", 9)
    assert asked.count == 1
    care.do(care.secretary, "care.end", profile, reason="moved")
    assert found(care.volunteer, "王秀芝") == []


def test_the_full_name_and_number_are_revealed_on_the_task_and_journalled(care: Care) -> None:
    profile = care.list(volunteer_id=care.volunteer.id, emergency_contact="女儿 13900003333")
    shown = care.do(care.volunteer, "care.reveal", profile, reason="call")
    assert shown == "王秀芝  13900001111  女儿 13900003333"
    assert refusal(lambda: care.do(care.other, "care.reveal", profile, reason="call")).key == (
        "refuse.care.not_shown"
    )


def test_an_edit_form_opens_only_for_who_may_read_it(care: Care) -> None:
    here, there = care.list(), care.list(care.zhao, categories=["ill"])
    with care.store.reading(care.grid_leader) as session:
        assert opened_values(session, "care.profile", here)["categories"] == ["elderly"]
        assert refusal(lambda: opened_values(session, "care.profile", there)).key == (
            "refuse.care.not_shown"
        )
        assert "condition" not in opened_values(session, "care.profile", here)

"""The quick line on the care list: a contact, a time, a count of medicine."""

import pytest

from models.quick import understand
from models.store import Actor
from models.store.register import perform
from models.words import Words
from tests.models.care_branch import Care


def quick(care: Care, text: str, viewer: Actor | None = None) -> object:
    with care.store.reading(viewer or care.secretary) as session:
        return understand(session, text, Words("zh"))


@pytest.mark.parametrize(
    ("text", "way", "outcome"),
    [
        ("3-2-401 走访 平安", "door", "well"),
        ("平安 走访 3栋2单元401", "door", "well"),
        ("王秀芝 电话 无人", "call", "no_answer"),
        ("3-2-401 visit no-answer", "door", "no_answer"),
        ("wxz call well", "call", "well"),
        ("3-2-401 走访 不在", "door", "away"),
        ("3-2-401 走访 拒绝", "door", "refused"),
        ("3-2-401 走访 需要帮助 买药 二甲双胍", "door", "needs_action"),
    ],
)
def test_the_quick_line_records_a_contact(care: Care, text: str, way: str, outcome: str) -> None:
    profile = care.list()
    line = quick(care, text)
    draft = line.draft()  # type: ignore[attr-defined]
    assert (draft.id, draft.way, draft.outcome) == (profile, way, outcome)
    perform(care.store, care.secretary, "care.record_contact", draft)


@pytest.mark.parametrize(
    ("said", "visit_at", "contact_at", "note"),
    [
        ("明天 14:00", "2022-04-09 14:00", "", ""),
        ("明天 1430 再看", "2022-04-09 14:30", "", "再看"),
        ("tomorrow 2 pm", "2022-04-09 14:00", "", ""),
        ("+1d", "2022-04-09 10:30", "", ""),
        ("0412", "2022-04-12 00:00", "", ""),
        ("昨天 14:00", "", "2022-04-07 14:00", ""),
        ("昨天 14:00 明天 9:00", "2022-04-09 09:00", "2022-04-07 14:00", ""),
        ("明天再来", "", "", "明天再来"),
    ],
)
def test_a_time_in_the_quick_line_fills_the_field_it_is_for(
    care: Care, said: str, visit_at: str, contact_at: str, note: str
) -> None:
    care.list()
    line = quick(care, f"3-2-401 走访 平安 {said}")
    shown = {part.name: part.shown for part in line.parts}  # type: ignore[attr-defined]
    told = [shown.get(name, "") for name in ("visit_at", "contact_at", "note")]
    assert told == [visit_at, contact_at, note]
    assert line.ready  # type: ignore[attr-defined]


def test_two_people_behind_one_door_are_a_choice_and_never_a_guess(care: Care) -> None:
    first, second = care.list(), care.list(care.li)
    line = quick(care, "3-2-401 走访 平安")
    assert {option.id for option in line.choice.options} == {first, second}  # type: ignore[attr-defined]
    assert not line.ready  # type: ignore[attr-defined]
    named = quick(care, "3-2-401 李国良 走访 平安")
    assert named.draft().id == second  # type: ignore[attr-defined]


def test_the_quick_line_counts_a_medicine(care: Care) -> None:
    profile = care.list()
    medicine = care.medicine(profile)
    care.medicine(profile, "甘精胰岛素")
    for said, count, days in (("x24", 24, None), ("14片", 14, None), ("14天", None, 14)):
        line = quick(care, f"3-2-401 数药 二甲双胍 {said}")
        draft = line.draft()  # type: ignore[attr-defined]
        assert (draft.id, draft.count, draft.told_days) == (medicine, count, days)
    assert quick(care, "3-2-401 数药 二甲双胍 两盒").unread == ("两盒",)  # type: ignore[attr-defined]

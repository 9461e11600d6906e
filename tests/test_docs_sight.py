"""The page on security says of every role and field what the table in the code says."""

from pathlib import Path

import pytest

from models.rules.masking import COVERED, Sight, sight
from tui.faults import KEPT

PAGE = (Path(__file__).parents[1] / "docs" / "security.md").read_text("utf-8")
COLUMNS = (
    ("secretary", False, False),
    ("grid_leader", False, True),
    ("volunteer", True, False),
    ("volunteer", False, False),
    ("wallboard", False, False),
)
"""Role, whether the person is a task, whether the grid is the own one."""
SAID = {
    ("name", Sight.surname): "王阿姨, 李先生; in full on `r`",
    ("name", Sight.masked): "王**",
    ("phone", Sight.keyed): "138****1111; in full on `r`",
    ("phone", Sight.masked): "138****1111",
    ("door", Sight.building): "the building",
    ("illness", Sight.tag): "that there is a need",
    ("illness", Sight.items): "what the job is to fetch",
    ("isolation", Sight.flag): "that protective gear is needed",
}


@pytest.mark.parametrize("field", ["name", "phone", "door", "illness", "isolation"])
def test_the_page_says_who_sees_the_field(field: str) -> None:
    said = []
    for role, on_task, own_grid in COLUMNS:
        seen = sight(role, field, on_task, own_grid)
        plain = {Sight.full: "in full", Sight.none: "nothing"}
        said.append(SAID.get((field, seen)) or plain[seen])
    assert f"| {field} | {' | '.join(said)} |" in PAGE
    for on_task in (True, False):
        # Outside the own grid, and leading a shift, one stands where a volunteer stands.
        stands = sight("volunteer", field, on_task)
        assert (
            sight("grid_leader", field, on_task) is sight("shift_leader", field, on_task) is stands
        )


def test_the_page_names_the_mark_the_seconds_and_the_logs_that_stay() -> None:
    from screens.kit.reveal import SECONDS

    assert f"`{COVERED}`" in PAGE
    assert f"for {SECONDS} seconds" in PAGE
    assert f"the newest {KEPT} are kept" in PAGE

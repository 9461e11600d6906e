"""Ten golden screens: what the desk shows, cell by cell, as plain text beside this file.

They are read like pages: a change of a screen is a change of its `.txt`, to be looked at in the
review. After a change that was meant, rewrite them and read the difference:

    QUANAN_GOLDEN=write .venv/bin/python -m pytest tests/snapshots && git diff tests/snapshots

The clock stands still and the branch is small, so a screen differs only where the desk does.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.store import Actor, Clock, Store
from tests.screens.conftest import OpenDesk, grid, settled
from tests.snapshots import branch

HERE = Path(__file__).parent
WRITE = os.environ.get("QUANAN_GOLDEN") == "write"


@dataclass(frozen=True)
class Screen:
    """One golden screen: how to come to it."""

    name: str
    lang: str
    size: tuple[int, int]
    room: str = "dashboard"
    keys: tuple[str, ...] = ()
    """Pressed one after the other, each when the one before is through."""


SCREENS = (
    Screen("dashboard", "zh", (80, 24)),
    Screen("dashboard", "en", (80, 24)),
    Screen("dashboard", "zh", (120, 36)),
    Screen("dashboard", "en", (200, 60)),
    Screen("requests", "zh", (120, 36), "requests"),
    Screen("care", "en", (80, 24), "care"),
    Screen("shifts", "zh", (120, 36), "shifts"),
    Screen("form", "en", (80, 24), "requests", ("a", "nobody", "ctrl+s")),
    Screen("quick-line", "zh", (80, 24), "requests", ("n", "3-2-401 走访 平安")),
    Screen("help", "zh", (80, 24), "dashboard", ("question_mark",)),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Actor]:
    """The branch in a closed file, and who looks at it."""
    store, secretary, _ = branch.built(tmp_path_factory.mktemp("golden"))
    store.close()
    assert store.path is not None
    return store.path, secretary


@pytest.fixture
def store(built: tuple[Path, Actor], tmp_path: Path) -> Iterator[Store]:
    path = shutil.copy(built[0], tmp_path / "desk.db")
    opened = Store.open(f"sqlite:///{path}", Clock.frozen("2022-04-08T10:30"))
    yield opened
    opened.close()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda s: f"{s.name}-{s.lang}-{s.size[0]}")
async def test_the_screen_is_the_golden_one(
    store: Store, built: tuple[Path, Actor], open_desk: OpenDesk, screen: Screen
) -> None:
    async with open_desk(store, built[1], screen.room, size=screen.size, lang=screen.lang) as pilot:
        for key in screen.keys:
            typed = key if key.isascii() and (len(key) == 1 or "_" in key or "+" in key) else None
            await pilot.press(*([typed] if typed else list(key)))
            await settled(pilot)
        shown = "\n".join(line.rstrip() for line in grid(pilot)) + "\n"
    golden = HERE / f"{screen.name}-{screen.lang}-{screen.size[0]}x{screen.size[1]}.txt"
    if WRITE:
        golden.write_text(shown, encoding="utf-8")
    assert shown.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_every_golden_file_belongs_to_a_screen() -> None:
    names = {f"{s.name}-{s.lang}-{s.size[0]}x{s.size[1]}.txt" for s in SCREENS}
    assert {path.name for path in HERE.glob("*.txt")} == names

"""The desk paints before it loads its store: nothing slow stands on the way to the first frame."""

import subprocess
import sys
from pathlib import Path

import pytest

from models.store.engine import Store

ROOT = Path(__file__).resolve().parents[2]

# Each costs a tenth to half a second to import, which a person would wait before the first frame.
LATER = (
    "alembic",
    "arrow",
    "models.store.engine",
    "psycopg",
    "pydantic",
    "pypinyin",
    "python_calamine",
    "seed_data",
    "sqlalchemy",
    "sqlmodel",
    "xlsxwriter",
)

LOADED = """
import sys
for name in sys.argv[1].split(","):
    __import__(name)
sys.stdout.write("\\n".join(sys.modules))
"""


@pytest.mark.parametrize("start", ["tui.__main__", "tui.app", "tui.app,screens.dashboard"])
def test_the_way_to_the_first_frame_loads_no_store(start: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, start], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert set(LATER) & set(done.stdout.split()) == set()


def test_a_command_without_a_screen_loads_no_screen() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "tui.__main__"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "textual" not in done.stdout.split()


# What the four panels and the header show at first is made of these tables and no others.
FIRST_TABLES = {
    "branch",
    "branch_clock",
    "care_profile",
    "household",
    "item",
    "lot",
    "medicine",
    "move",
    "phase",
    "post",
    "request",
    "resident",
    "rule_set",
    "seat",
    "shift",
    "stock_count",
    "volunteer",
}

# Drafts, changes, sheets and alarms are for the first key and the second read.
AFTER_THE_FIRST_READ = (
    "alembic",
    "arrow",
    "models.acts",
    "models.store.drafts",
    "models.store.journal",
    "models.store.register",
    "seed_data",
)

FIRST_READ = """
import sys
from models.store.engine import Actor, Store
from models.words import Words
from screens.dashboard import DashboardRoom
from screens.kit.desk import Desk
from sqlmodel import SQLModel
store = Store.open(sys.argv[1])
room = DashboardRoom(Desk(Words("zh")))
assert room.first_look
with store.reading(Actor.setup()) as session:
    room.read(session)
    room.numbers(session)
sys.stdout.write(" ".join(sys.modules) + "|" + " ".join(SQLModel.metadata.tables))
"""


def test_the_first_read_brings_only_what_its_panels_need(store: Store) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_READ, store.path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules, tables = (set(part.split()) for part in done.stdout.split("|"))
    assert tables == FIRST_TABLES
    assert set(AFTER_THE_FIRST_READ) & modules == set()
    waiting = ("changes", "drafts", "kinds", "side_tables", "watch")
    brought = {one for one in modules if one.startswith("models.") and one.endswith(waiting)}
    assert brought == {"models.store.changes"}  # it listens to tables, so it comes before them


PACE = """
import sys
from tui.commands import desk
assert "textual" not in sys.modules
desk.keep_pace()
from textual.screen import UPDATE_PERIOD
assert UPDATE_PERIOD == 1 / desk.FRAMES, UPDATE_PERIOD
assert sys.getswitchinterval() == desk.HAND_OVER
"""


def test_the_pace_is_set_before_textual_asks_for_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PACE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


ALONE = """
import sys
from models.people import Partner
assert "models.people.side_tables" in sys.modules
assert "models.people.changes" not in sys.modules, "a table brought what registers"
from models.people import guard
assert "models.people.kinds" in sys.modules, "an area registers whole or not at all"
"""


def test_a_table_that_waits_comes_alone_and_a_change_with_its_area() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

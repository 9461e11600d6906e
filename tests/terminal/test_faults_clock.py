"""The machine's clock is moved while a desk runs, and between two starts."""

import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from models.words import Words
from tests.models.group_buys_branch import DOORS
from tests.terminal.terminal import ROOT, Terminal
from tests.terminal.test_desk import own_folders, put_first_lines_away
from tests.terminal.test_faults import LIVE, SECRETARY, begin_line, built, wait_said

__all__ = ["built"]

HOUR, DAY, YEAR = 3600, 86_400, 365 * 86_400
TO_1970 = -52 * YEAR
"""From 2022."""
DONE = "select duty, due from duty_done order by 1, 2"
ROOMS = "sgcrkbti"
"""Those that say how late something is."""
ABSURD = re.compile(r"--\d|-\d+ ?(?:min|分)")
"""Less than nothing is never waited for."""


class Moved:
    """A database, and a machine whose clock can be moved."""

    def __init__(self, built: Path, folder: Path) -> None:
        self.place = Path(shutil.copy(built, folder / "desk.db"))
        self.clock = folder / "offset"
        self.env = own_folders(folder)
        put_first_lines_away(folder)
        self.move(0)

    def move(self, seconds: int) -> None:
        # Whole at once: a desk reads it many times a second.
        made = self.clock.with_suffix(".new")
        made.write_text(str(seconds))
        made.rename(self.clock)

    @property
    def command(self) -> list[str]:
        return [sys.executable, str(ROOT / "tests/terminal/moved_clock.py"), str(self.clock)]

    def desk(self, lang: str) -> Terminal:
        where = ["--database", str(self.place), "--lang", lang, "--as", SECRETARY]
        terminal = Terminal([*self.command, *where], size=(80, 24), env=self.env)
        terminal.wait_for(LIVE[lang], timeout=20)
        terminal.wait_still(0.4)
        return terminal

    def run(self, *asked: str) -> str:
        done = subprocess.run(
            [*self.command, *asked, "--database", str(self.place)],
            env=self.env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def asked(self, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"{self.place.as_uri()}?mode=ro", uri=True)) as driver:
            return list(driver.execute(question))


@pytest.fixture
def moved(built: Path, tmp_path: Path) -> Moved:
    return Moved(built, tmp_path)


def look_around(terminal: Terminal) -> None:
    for room in ROOMS:
        terminal.send("g", room)
        terminal.wait_still(0.15)
        assert terminal.alive, terminal.text()
        assert not ABSURD.search(terminal.text()), terminal.text()
    terminal.send("g", "d")
    terminal.wait_still(0.2)


def record(terminal: Terminal, words: Words, door: str) -> None:
    begin_line(terminal, door)
    terminal.send("enter")
    terminal.wait_gone(words("quick.title"))


def test_a_clock_set_back_is_said_and_acts_keep_their_order(moved: Moved) -> None:
    words = Words("zh")
    with moved.desk("zh") as terminal:
        record(terminal, words, DOORS[0])
        moved.move(-HOUR)
        terminal.wait_for(re.compile(r"时钟比最后一条记录慢了 5\dm"), timeout=8)
        record(terminal, words, DOORS[1])
        moved.move(TO_1970)
        terminal.wait_for(re.compile(r"时钟比最后一条记录慢了 189\d\dd"), timeout=8)
        look_around(terminal)
        begin_line(terminal, DOORS[2])
        terminal.send("enter")
        # No rule of the branch was in force by then; the line stays.
        terminal.wait_for("1970", timeout=8)
        moved.move(0)
        terminal.wait_gone("时钟比", timeout=8)
        terminal.send("enter")
        terminal.wait_gone(words("quick.title"))
    rows = moved.asked("select id, at from act where verb = 'requests.add' order by id")
    first, an_hour_back, right_again = (str(at) for _, at in rows)
    assert an_hour_back < first < right_again
    moved.run("verify")


def test_a_clock_that_leaps_a_year_stops_what_is_timed(moved: Moved) -> None:
    words = Words("en")
    with moved.desk("en") as terminal:
        record(terminal, words, DOORS[0])
        wait_for_duties(moved)
        moved.move(-DAY)
        wait_said(terminal, words, "clock.behind", within=8, by="23h")
        moved.move(YEAR)
        wait_said(terminal, words, "clock.leapt", within=8, by="365d")
        before = moved.asked(DONE)
        look_around(terminal)
        assert moved.asked(DONE) == before
        moved.move(0)
        terminal.wait_gone("leapt", timeout=8)


def wait_for_duties(moved: Moved) -> list[tuple[object, ...]]:
    """What is marked as done once the first round is over."""
    found: list[tuple[object, ...]] = []
    for _ in range(40):
        seen = moved.asked(DONE)
        if seen and seen == found:
            return seen
        found = seen
        time.sleep(0.5)
    raise AssertionError("no duty was taken")


@pytest.mark.soak
def test_duties_go_on_when_a_clock_that_was_ahead_is_set_right(moved: Moved) -> None:
    """Between the starts: a day ahead, right again, in 1970, right again."""
    runs: Counter[str] = Counter()
    for seconds in (0, DAY, 0, TO_1970, 0, YEAR, 0):
        moved.move(seconds)
        told = moved.run("tick", "--json")
        names = re.findall(r'"([\w.]+)"', told)
        assert len(names) == len(set(names)), "a duty was made up for many times"
        runs.update(names)
        # Nothing is left that would keep a duty from being done for longer than an hour.
        ahead = moved.asked(
            "select count(*) from duty_done where at > "
            f"strftime('%Y-%m-%d %H:%M:%S', 'now', '{seconds - behind(moved) + HOUR:+.0f} seconds')"
        )
        assert ahead == [(0,)]
    assert runs and max(runs.values()) <= 7
    moved.run("verify")


def behind(moved: Moved) -> float:
    """How far the branch's time lies behind the machine's: it is a demonstration's."""
    ((seconds,),) = moved.asked(
        "select (julianday(demo_since) - julianday(demo_start)) * 86400 from branch_clock"
    )
    return float(str(seconds))

"""The desk as it is lived with: two terminals on one database, a resize, a leaving, a kill.

Nothing here is simulated: every desk is a process in a pseudo-terminal of its own, and what is
asserted is what a person at that terminal would see.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.terminal.terminal import ROOT, Terminal

DESK = [sys.executable, "-m", "tui"]
SECRETARY = "陈立远"
VOLUNTEER = "高志"
"""Both serve in the demonstration compound."""
LIVE = "3 未办诉求"
DAY_3 = "2022-03-22T10:30"
"""The whole compound is there by then, and it is built in a fraction of the time."""
DOOR = "3-2-401"
KEPT = "已记录 {door} 买药"
"""How the desk says that something was kept, in the toast and in the line of what was done."""
QUIET_DOORS = """
select door from household where not exists (
    select 1 from request where request.household_id = household.id and closed_at is null
) and exists (
    select 1 from resident where resident.household_id = household.id
) order by building, door limit ?
"""


def run(*arguments: str | Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DESK, *map(str, arguments)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def own_folders(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_STATE_HOME": str(folder / "state"),
        "QUANAN_LANG": "zh",
        "QUANAN_DATABASE": "",
    }


def put_first_lines_away(folder: Path) -> None:
    """The five lines of the very first start stand over the desk until a key is pressed."""
    settings = folder / "config" / "quanan" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("first_lines_seen = true\n", encoding="utf-8")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration on its third day, built once; every test gets a copy."""
    folder = tmp_path_factory.mktemp("built")
    database = folder / "demonstration.db"
    asked = ("demo", "--build-only", "--at", DAY_3, "--database", database)
    done = run(*asked, env=own_folders(folder))
    assert done.returncode == 0, done.stderr
    return database


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    put_first_lines_away(tmp_path)
    return own_folders(tmp_path)


@pytest.fixture
def database(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "desk.db"))


@pytest.fixture
def desk(database: Path, env: dict[str, str]) -> Callable[..., Terminal]:
    def open_desk(name: str = SECRETARY, size: tuple[int, int] = (120, 36)) -> Terminal:
        command = [*DESK, "--database", str(database), "--as", name]
        return Terminal(command, size=size, env=env)

    return open_desk


def live(terminal: Terminal) -> Terminal:
    """Waits for data in the panels."""
    terminal.wait_for(LIVE, timeout=20)
    terminal.wait_still(0.5)
    return terminal


def acts(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("select count(*) from act").fetchone()[0])


def quiet_doors(database: Path, most: int) -> list[str]:
    """Doors where nothing is asked for, so that nothing is asked twice."""
    with closing(sqlite3.connect(database)) as connection:
        return [str(door) for (door,) in connection.execute(QUIET_DOORS, (most,))]


def record(terminal: Terminal, line: str) -> None:
    terminal.send("n")
    terminal.wait_still(0.2)
    terminal.type(line)
    terminal.wait_for(line.split()[0])
    terminal.wait_still(0.2)
    terminal.send("enter")


def test_what_one_desk_records_the_other_shows(desk: Callable[..., Terminal]) -> None:
    with desk(SECRETARY) as secretary, desk(VOLUNTEER) as volunteer:
        live(secretary)
        volunteer.wait_still(1.0, timeout=20)
        record(volunteer, f"{DOOR} 买药 二甲双胍0.5g x2 急")
        secretary.wait_for(DOOR, timeout=5)
        assert "Traceback" not in secretary.text()


def test_a_line_from_a_shell_reaches_an_open_desk(
    desk: Callable[..., Terminal], database: Path, env: dict[str, str]
) -> None:
    with desk() as terminal:
        live(terminal)
        before = acts(database)
        line = f"{DOOR} 买药 二甲双胍0.5g x2 急"
        done = run("do", line, "--database", database, "--as", VOLUNTEER, env=env)
        assert done.returncode == 0, done.stderr
        assert acts(database) == before + 1
        terminal.wait_for(VOLUNTEER, timeout=5)
        terminal.wait_for(DOOR, timeout=5)


def test_every_size_is_filled_and_a_resize_is_followed_both_ways(
    desk: Callable[..., Terminal], env: dict[str, str]
) -> None:
    # As a shell leaves them behind: the size is the terminal's to say.
    env |= {"COLUMNS": "80", "LINES": "24"}
    with desk(size=(80, 24)) as terminal:
        live(terminal)
        for columns, rows in ((80, 24), (200, 60), (120, 36), (80, 24)):
            terminal.resize(columns, rows)
            terminal.wait_still(0.5)
            shown = terminal.screen()
            assert len(shown) == rows
            assert shown[-1].rstrip().endswith("? 帮助")
            short = columns < 100
            for number, title in enumerate(("巡逻排班", "特殊群体", "未办诉求", "物资库存"), 1):
                assert (f"{number} " if short else f"{number} {title}") in terminal.text()


def test_the_demonstration_speaks_as_was_chosen_on_the_way_to_it(
    built: Path, tmp_path: Path, env: dict[str, str]
) -> None:
    place = tmp_path / "data" / "quanan" / "demonstration.db"
    place.parent.mkdir(parents=True)
    shutil.copy(built, place)
    new = [*DESK, "--database", str(tmp_path / "new.db")]
    with Terminal(new, size=(120, 36), env=env) as terminal:
        terminal.wait_for("English", timeout=20)
        terminal.wait_still(0.3)
        terminal.send("2")
        terminal.wait_for("Look at the demonstration")
        terminal.wait_still(0.3)
        terminal.send("2")
        terminal.wait_for("3 Requests", timeout=20)


def test_quitting_leaves_the_terminal_as_it_was(desk: Callable[..., Terminal]) -> None:
    with desk() as terminal:
        live(terminal)
        terminal.send("q")
        assert terminal.wait_exit() == 0
        assert terminal.left_behind() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(
    desk: Callable[..., Terminal], number: signal.Signals
) -> None:
    with desk() as terminal:
        live(terminal)
        terminal.kill(number)
        assert terminal.left_behind() == []


def test_a_kill_in_mid_write_loses_nothing_acknowledged(
    desk: Callable[..., Terminal], database: Path, env: dict[str, str]
) -> None:
    before = acts(database)
    doors = quiet_doors(database, 4)
    with desk() as terminal:
        live(terminal)
        for count, door in enumerate(doors[:3], start=1):
            record(terminal, f"{door} 买药 二甲双胍0.5g x2 急")
            # What it says is the acknowledgement: once that is painted, the act must be there.
            terminal.wait_for(KEPT.format(door=door))
            assert acts(database) - before == count
        terminal.send("n")
        terminal.wait_still(0.2)
        terminal.type(f"{doors[3]} 买药 二甲双胍0.5g x2 急")
        terminal.wait_still(0.2)
        terminal.send("enter")
        terminal.kill(signal.SIGKILL)
    assert acts(database) - before in (3, 4)
    verified = run("verify", "--database", database, env=env)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_the_board_prints_once_and_leaves(database: Path, env: dict[str, str]) -> None:
    done = run("board", "--once", "--json", "--database", database, env=env)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["day"], told["households"], told["residents"]) == (3, 634, 1300)
    assert set(told) == {
        "day",
        "phase",
        "households",
        "residents",
        "present",
        "on_duty",
        "volunteers",
        "shifts",
        "care",
        "requests",
        "stock",
        "rounds",
        "isolation",
        "gate",
        "group_buys",
        "disinfection",
        "community",
        "campaign",
    }

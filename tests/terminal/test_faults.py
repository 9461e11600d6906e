"""What a person at a desk is told when the ground gives way, and that nothing kept is lost by it.

Every desk is a process in a real terminal; the disk that is full is a real one, the file that is
gone is really gone.
"""

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from wcwidth import wcwidth

from models.store import Actor, Clock, Role, Store
from models.store.register import perform
from models.words import Words
from tests.models.group_buys_branch import DOORS, with_buy
from tests.terminal.terminal import Terminal
from tests.terminal.test_desk import DESK, own_folders, put_first_lines_away, run

SECRETARY = "陈书宁"
ZH, EN = Words("zh"), Words("en")
LIVE = {"zh": "5户", "en": "5 homes"}
"""What stands there once the file was read, and not only the frame."""
DETAIL = "二甲双胍0.5g"
WINDOW = (5, 75)
"""The columns inside a window, of eighty."""
SOON = 3.0
"""Seconds within which a desk has noticed and said it, on a machine that is busy."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small branch that believes it is 8 April, so that a desk opens on it at once."""
    from models.branch import DemonstrationDraft

    place = tmp_path_factory.mktemp("faults") / "desk.db"
    store = Store.open(str(place), Clock.frozen("2022-04-08T10:30"))
    with_buy(store, Actor(1, SECRETARY, Role.secretary, "desk"))
    start = DemonstrationDraft(start=store.clock.now())
    perform(store, Actor.setup(), "branch.demonstrate", start)
    store.close()
    return place


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    put_first_lines_away(tmp_path)
    return own_folders(tmp_path)


@pytest.fixture
def database(built: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return Path(shutil.copy(built, folder / "desk.db"))


OpenDesk = Callable[..., Terminal]


@pytest.fixture
def desk(database: Path, env: dict[str, str]) -> OpenDesk:
    def open_desk(lang: str = "zh", place: Path = database, wait: bool = True) -> Terminal:
        command = [*DESK, "--database", str(place), "--lang", lang, "--as", SECRETARY]
        terminal = Terminal(command, size=(80, 24), env=env)
        if wait:
            terminal.wait_for(LIVE[lang], timeout=20)
            terminal.wait_still(0.4)
        return terminal

    return open_desk


def said(terminal: Terminal, words: Words, key: str, **params: object) -> bool:
    """Whether a sentence stands on the screen, however it is broken into lines."""
    wanted = "".join(words(key, **params).split())
    lines = terminal.screen()
    return any(wanted in "".join("".join(seen).split()) for seen in (lines, map(in_window, lines)))


def in_window(line: str) -> str:
    """What of a line lies inside the box of a window; the room shows on both sides of it."""
    inside, column = "", 0
    for character in line:
        if WINDOW[0] <= column < WINDOW[1]:
            inside += character
        column += max(0, wcwidth(character))
    return inside


def wait_said(
    terminal: Terminal, words: Words, key: str, *, within: float = SOON, **params: object
) -> None:
    """Waits for a sentence; it must be whole, at 80 columns."""
    try:
        terminal._wait(lambda _: said(terminal, words, key, **params), f"to say {key}", within)
    except AssertionError as error:
        raise AssertionError(f"{words(key, **params)}\n{error}") from None


def begin_line(terminal: Terminal, door: str = DOORS[0]) -> None:
    """Types a line and leaves it standing."""
    terminal.send("n")
    terminal.wait_still(0.2)
    terminal.type(f"{door} 买药 {DETAIL} x2 急")
    terminal.wait_for(f"{DETAIL} x2 急")


def requests(place: Path) -> int:
    address = f"{place.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as driver:
        return int(driver.execute("select count(*) from request").fetchone()[0])


def kept(terminal: Terminal, database: Path, words: Words = ZH, count: int = 1) -> None:
    """What was typed is saved, once."""
    terminal.send("enter")
    terminal.wait_gone(words("quick.title"))
    terminal.wait_still(0.3)
    assert requests(database) == count


def verified(database: Path, env: dict[str, str]) -> None:
    done = run("verify", "--database", database, env=env)
    assert done.returncode == 0, done.stdout + done.stderr


def rescued(database: Path) -> str:
    found = list(database.parent.glob(f"{database.stem}-rescued-*"))
    assert len(found) == 1
    return found[0].name


# ── the file under a running desk ───────────────────────────────────────────────────────────────


def test_a_file_that_is_gone_is_said_and_one_that_is_back_goes_on(
    desk: OpenDesk, database: Path, tmp_path: Path, env: dict[str, str]
) -> None:
    with desk() as terminal:
        database.rename(tmp_path / "away.db")
        terminal.wait_for("desk-rescued", timeout=SOON)
        # What is typed now cannot be looked up; it is once the file is back.
        begin_line(terminal)
        gone = "refuse.store.vanished.kept"
        wait_said(terminal, ZH, gone, name="desk.db", copy=rescued(database))
        terminal.send("enter")
        terminal.wait_still(0.3)
        assert DETAIL in terminal.text()
        assert said(terminal, ZH, gone, name="desk.db", copy=rescued(database))
        assert not database.exists()
        (tmp_path / "away.db").rename(database)
        terminal.wait_gone("desk-rescued", timeout=SOON)
        kept(terminal, database)
    verified(database, env)


def test_another_file_in_its_place_gets_nothing_and_the_form_stays(
    desk: OpenDesk, built: Path, database: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(built, tmp_path / "other.db"))
    before = other.read_bytes()
    with desk("en") as terminal:
        begin_line(terminal)
        kept(terminal, database, EN)
        terminal.send("g", "r")
        terminal.wait_still(0.4)
        terminal.send("a")
        terminal.wait_for(EN("requests.add"))
        terminal.wait_still(0.4)
        terminal.type(DOORS[1])
        terminal.wait_still(0.4)
        other.rename(database)
        terminal.wait_for("desk-rescued", timeout=SOON)
        replaced = "refuse.store.replaced.kept"
        wait_said(terminal, EN, replaced, name="desk.db", copy=rescued(database))
        terminal.send("ctrl+s")
        terminal.wait_still(0.4)
        assert DOORS[1] in terminal.text()
        terminal.send("escape")
        terminal.wait_for(EN("form.leave").split("?")[0])
        terminal.wait_still(0.2)
        terminal.send("enter")
        terminal.wait_gone(EN("requests.add"))
        # It stays on the screen for as long as it is so.
        wait_said(terminal, EN, replaced, name="desk.db", copy=rescued(database))
        terminal.send("q")
        assert terminal.wait_exit() == 0
    assert database.read_bytes() == before
    assert requests(database.parent / rescued(database)) == 1


def test_a_file_that_is_overwritten_is_noticed_and_not_written(
    desk: OpenDesk, database: Path
) -> None:
    with desk() as terminal:
        with database.open("r+b") as file:
            file.seek(database.stat().st_size // 4)
            file.write(os.urandom(database.stat().st_size // 2))
        wait_said(terminal, ZH, "refuse.store.damaged", path=str(database))
        terminal.send("n")
        terminal.wait_for(ZH("quick.title"))
        terminal.type(f"{DOORS[0]} 买药")
        terminal.wait_for(DOORS[0])
        wait_said(terminal, ZH, "refuse.store.damaged", path=str(database))
        assert terminal.alive


# ── what lies there at a start ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("what, lang", [("text", "en"), ("newer", "zh")])
def test_what_cannot_be_opened_is_said_in_one_sentence(
    desk: OpenDesk, database: Path, what: str, lang: str
) -> None:
    if what == "text":
        database.write_text("住户名单\n" * 500, encoding="utf-8")
    else:
        with closing(sqlite3.connect(database)) as driver, driver:
            driver.execute("update alembic_version set version_num = '9999'")
    key = {"text": "refuse.store.not_ours", "newer": "refuse.store.newer"}[what]
    with desk(lang, wait=False) as terminal:
        assert terminal.wait_exit(20) == 1
        assert said(terminal, Words(lang), key, path=str(database))
        assert "Traceback" not in terminal.text()


@contextmanager
def mounted(*command: object) -> Iterator[None]:
    done = subprocess.run(["mount", *map(str, command)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(command[-1])], check=True)


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """Nobody may write it; an administrator may all the same, so it is mounted so for one."""
    if os.geteuid():
        path.chmod(0o500 if path.is_dir() else 0o400)
        try:
            yield
        finally:
            path.chmod(0o700 if path.is_dir() else 0o600)
    else:
        with mounted("--bind", path, path):
            subprocess.run(["mount", "-o", "remount,ro,bind", path], check=True)
            yield


def test_a_file_that_may_only_be_read_is_read(desk: OpenDesk, database: Path) -> None:
    with read_only(database), desk() as terminal:
        begin_line(terminal)
        terminal.send("enter")
        wait_said(terminal, ZH, "refuse.store.readonly", path=str(database))
        assert DETAIL in terminal.text()


def test_a_folder_that_may_only_be_read_is_said(desk: OpenDesk, database: Path) -> None:
    with read_only(database.parent), desk("en", wait=False) as terminal:
        assert terminal.wait_exit(20) == 1
        assert said(terminal, EN, "refuse.store.cannot_open", path=str(database))


# ── no room, no turn ────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_keeps_the_form_and_saves_once_there_is_room(
    desk: OpenDesk, database: Path, tmp_path: Path, env: dict[str, str]
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=6m", "tmpfs", disk):
        place = Path(shutil.copy(database, disk / "desk.db"))
        filler = disk / "filler"
        with desk(place=place) as terminal:
            begin_line(terminal)
            fill(filler)
            terminal.send("enter")
            wait_said(terminal, ZH, "refuse.store.full")
            assert DETAIL in terminal.text() and requests(place) == 0
            filler.unlink()
            kept(terminal, place)
            terminal.send("q")
            terminal.wait_exit()
        verified(place, env)
        fill(filler)
        with desk("en", place=place, wait=False) as terminal:
            assert terminal.wait_exit(20) == 1
            assert said(terminal, EN, "refuse.store.no_room", path=str(place))
        filler.unlink()
        verified(place, env)


def fill(filler: Path) -> None:
    """Writes until not one byte more goes there."""
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 10, 1):
            while True:
                try:
                    file.write(b"0" * size)
                except OSError:
                    break


@contextmanager
def locked(database: Path) -> Iterator[sqlite3.Connection]:
    """Another program holds the database."""
    with closing(sqlite3.connect(database, isolation_level=None)) as driver:
        driver.execute("BEGIN EXCLUSIVE")
        yield driver


def test_a_save_waits_for_its_turn_and_is_done_once(
    desk: OpenDesk, database: Path, env: dict[str, str]
) -> None:
    with desk() as terminal:
        begin_line(terminal)
        with locked(database):
            terminal.send("enter")
            wait_said(terminal, ZH, "store.waits")
            assert DETAIL in terminal.text()
            assert requests(database) == 0
        terminal.wait_gone(ZH("quick.title"))
        terminal.wait_still(0.3)
        assert requests(database) == 1
    verified(database, env)


@pytest.mark.soak
def test_a_lock_of_half_a_minute_is_outlived(
    desk: OpenDesk, database: Path, env: dict[str, str]
) -> None:
    with desk("en") as terminal:
        begin_line(terminal)
        with locked(database):
            for _ in range(5):
                terminal.send("enter")
                wait_said(terminal, EN, "store.waits")
                wait_said(terminal, EN, "refuse.store.busy", within=10)
                assert DETAIL in terminal.text()
            # Whatever only reads is as lively as ever; the duties of the desk wait, too.
            done = run("find", DOORS[0], "--database", database, "--as", SECRETARY, env=env)
            assert done.returncode == 0, done.stderr
        kept(terminal, database, EN)
    verified(database, env)


# ── a kill ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kills", [2, pytest.param(len(DOORS), marks=pytest.mark.soak)])
def test_a_desk_killed_at_any_moment_keeps_what_it_said_it_kept(
    desk: OpenDesk, database: Path, env: dict[str, str], kills: int
) -> None:
    chance, count = random.Random(7), 0
    for door in DOORS[:kills]:
        with desk() as terminal:
            begin_line(terminal, door)
            terminal.send("enter")
            try:
                terminal.wait_gone(ZH("quick.title"), timeout=chance.uniform(0, 0.12))
                heard = 1
            except AssertionError:
                heard = 0
            terminal.kill()
        there = requests(database)
        assert count + heard <= there <= count + 1
        count = there
    verified(database, env)

"""Text that means harm and is in the database already: whatever draws it, it stays text.

Every column that holds words about people is filled with it past the drafts, as an older edition or
another program could have done; then every room is visited, and every command and file made.
"""

import csv
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

import models
from models.exports import Written, export
from models.papers import PaperKind, Scope, print_paper
from models.reports import write_report
from models.retention import personal
from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Store
from models.store.areas import whole
from models.store.values import columns
from models.words import Words
from screens import ROOMS
from screens.kit.dialogs import Window
from tests.models.test_hostile_text import STEERS
from tests.screens.conftest import OpenDesk, grid, settled
from tests.snapshots.branch import built
from tui.cli import main

HARM = (
    "\x1b[2J\x1b]52;c;cHdu\x07\x9b31m\u202e\u200b"
    "[red]w[/][@click=app.quit]q[/]{{7*7}}%s{name}<b>&</b>\\[z]"
)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SHOWN = re.compile(r"\[red\]")
SPELLED = frozenset(
    {"kind", "zone", "door", "initials", "code", "plate", "rooms", "doors", "schedule", "told"}
)
"""Columns that are read as more than words; a draft or a rule gives them their form."""


def poisoned(place: Path) -> int:
    """Puts the text behind every word that is in the database; gives how many there were."""
    found = 0
    with closing(sqlite3.connect(place)) as driver:
        for area in models.AREAS:
            whole(f"models.{area}")
            for one in personal(area):
                known = columns(one.table)
                for name in {*one.texts, *one.keeps} - SPELLED:
                    column = known.get(name)
                    if column is None or str(column.type).startswith("JSON") or column.foreign_keys:
                        continue
                    if getattr(column.type, "enums", None) or column.unique:
                        continue
                    asked = f"UPDATE {one.name} SET {name} = {name} || ? WHERE {name} <> ''"
                    try:
                        found += driver.execute(asked, (HARM,)).rowcount
                    except sqlite3.IntegrityError:
                        continue  # what the database itself gives its form
        driver.commit()
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Actor, FrozenClock]:
    store, secretary, clock = built(tmp_path_factory.mktemp("harm"))
    place = Path(store.url.removeprefix("sqlite:///"))
    store.close()
    assert poisoned(place) > 40
    return place, secretary, clock


@pytest.fixture
def harmed(made: tuple[Path, Actor, FrozenClock], tmp_path: Path) -> Iterator[tuple[Store, Actor]]:
    place, secretary, clock = made
    copy = tmp_path / "desk.db"
    copy.write_bytes(place.read_bytes())
    store = Store.open(str(copy), clock)
    yield store, secretary
    store.close()


def drawn(pilot: Pilot[int]) -> str:
    """What is on the screen, once it is seen that no part of it is a command."""
    strips = pilot.app.screen._compositor.render_strips()
    for strip in strips:
        for segment in strip:
            if STEERS.search(segment.text):
                pytest.fail(f"{type(pilot.app.screen).__name__}: {segment.text!r}")
            clicked = str((segment.style.meta if segment.style else {}).get("@click", ""))
            assert "app.quit" not in clicked
    return "\n".join(grid(pilot))


@pytest.mark.parametrize(
    "keys", [("enter",), pytest.param(("v", "e", "question_mark"), marks=pytest.mark.soak)]
)
async def test_every_room_shows_it_as_text(
    harmed: tuple[Store, Actor], open_desk: OpenDesk, keys: tuple[str, ...]
) -> None:
    store, secretary = harmed
    seen = set()
    async with open_desk(store, secretary, "dashboard", size=(160, 40), lang="en") as pilot:
        for place in ROOMS:
            if not place.letter:
                continue
            await pilot.app.switch_mode(place.name)
            await settled(pilot)
            shown = drawn(pilot)
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
                shown += drawn(pilot)
                while isinstance(pilot.app.screen, Window):
                    await pilot.press("escape")
                    await pilot.pause()
            if SHOWN.search(shown):
                seen.add(place.name)
        for told in pilot.app._notifications:
            assert not STEERS.search(str(told.message)) and not told.markup
    assert len(seen) >= 8, seen


async def test_find_and_the_quick_line_show_it_as_text(
    harmed: tuple[Store, Actor], open_desk: OpenDesk
) -> None:
    store, secretary = harmed
    async with open_desk(store, secretary, "homes", size=(200, 50), lang="en") as pilot:
        for key, typed in (("slash", "3-2-401"), ("n", "3-2-401 visit well")):
            await pilot.press(key)
            await settled(pilot)
            pilot.app.screen.focused.value = typed  # type: ignore[union-attr]
            await settled(pilot)
            drawn(pilot)
            await pilot.press("escape")
            await settled(pilot)


@pytest.mark.parametrize(
    "command",
    [
        ("find", "3-2-401"),
        ("find", "3-2-401", "--json"),
        ("board", "--once"),
        ("board", "--once", "--json"),
        ("brief",),
        ("brief", "--json"),
        ("report",),
        ("report", "--json"),
    ],
    ids=" ".join,
)
def test_what_a_command_prints_steers_nothing(
    harmed: tuple[Store, Actor],
    command: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, secretary = harmed
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    place = store.url.removeprefix("sqlite:///")
    code = main(["--database", place, "--as", secretary.name, "--lang", "en", *command])
    said = capsys.readouterr()
    assert code == 0, said.err
    for line in (said.out + said.err).split("\n"):
        # The colours of the printed board are ours.
        if STEERS.search(COLOURS.sub("", line)):
            pytest.fail(repr(line))


@pytest.mark.parametrize(
    "command",
    [("do", f"3-2-401 药没了 {HARM}\udcff"), ("find", f"王{HARM}\udcff")],
    ids=["do", "find"],
)
def test_what_is_typed_behind_a_command_is_no_fault(
    harmed: tuple[Store, Actor],
    command: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, secretary = harmed
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    place = store.url.removeprefix("sqlite:///")
    assert main(["--database", place, "--as", f"{secretary.name}\x1b[2J", *command]) in (0, 1)
    said = capsys.readouterr()
    assert "fault" not in said.err and "出错" not in said.err
    assert not STEERS.search((said.out + said.err).replace("\n", ""))


def test_no_ledger_no_paper_and_no_report_runs_it(
    harmed: tuple[Store, Actor], tmp_path: Path
) -> None:
    store, secretary = harmed
    words = Words("en")
    held = 0
    for ledger in Written:
        book = export(store, secretary, ledger, tmp_path / f"{ledger}.xlsx", words, "an audit")
        with zipfile.ZipFile(book) as packed:
            for name in packed.namelist():
                told = packed.read(name).decode("utf-8", "replace")
                assert "<f>" not in told and "\x1b" not in told and "\u202e" not in told
        table = export(store, secretary, ledger, tmp_path / f"{ledger}.csv", words, "an audit")
        with table.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream):
                assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
                assert not any(STEERS.search(cell.replace("\n", "")) for cell in row)
                held += sum("[red]" in cell for cell in row)
    assert held > 10
    printed = 0
    for paper in PaperKind:
        place = tmp_path / f"{paper}.html"
        try:
            print_paper(store, secretary, paper, place, words, Scope(), purpose="an audit")
        except Refusal as refusal:
            assert refusal.key.startswith("refuse.papers."), refusal
            continue
        printed += 1
        page = place.read_text(encoding="utf-8")
        assert "<b>&</b>" not in page and not STEERS.search(page.replace("\n", ""))
    assert printed >= 2
    report = write_report(store, secretary, tmp_path / "r.docx", words, "docx")
    with zipfile.ZipFile(report) as packed:
        told = packed.read("word/document.xml").decode()
    assert not STEERS.search(told.replace("\n", "")) and "w49" not in told

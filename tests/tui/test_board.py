"""The wall board: the same numbers as everywhere, in both languages, and nobody's name."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from textual.widgets import Digits, Static

from models.board import glance
from models.store import Actor, FrozenClock, Store
from models.words import LANGUAGES, Words
from tests.models.requests_branch import Desk, built, copied
from tui.board import OTHERS, PARTS, Number, WallBoard
from tui.commands.printed import print_board
from tui.figures import figures

NAMES = ("王秀芝", "陈书宁", "孙晓丽")


@pytest.fixture(scope="module")
def empty_branch(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return built(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def desk(empty_branch: Desk, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    with copied(empty_branch, tmp_path, clock) as found:
        found.record(found.volunteer)
        yield found


def board_of(store: Store) -> WallBoard:
    return WallBoard(str(store.path), Words("zh"))


async def shown(app: WallBoard, number: str, value: str) -> None:
    """Waits until a number of the board shows a value."""
    for _ in range(200):
        if app.query_one(f"#{number}", Number).query_one(Digits).value == value:
            return
        await asyncio.sleep(0.05)
    found = app.query_one(f"#{number}", Number).query_one(Digits).value
    raise AssertionError(f"{number} shows {found!r} and not {value!r}")


def grid(app: WallBoard) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)


def test_the_board_shows_every_number_of_its_parts(desk: Desk) -> None:
    with desk.store.reading(Actor.wallboard()) as session:
        numbers = figures(glance(session))
    assert {part: tuple(one.name for one in row) for part, row in numbers.items()} == PARTS


def test_the_one_who_looks_at_the_wall_sees_counts_as_everybody_does(desk: Desk) -> None:
    with desk.store.reading(Actor.wallboard()) as session:
        told = glance(session).to_json()
    with desk.store.reading(desk.secretary) as session:
        assert glance(session).to_json() == told
    assert told["day"] == 20 and told["phase"] == "sealed"
    assert told["requests"] == {"open": 1, "overdue": 0, "closed_today": 0}
    assert not [name for name in NAMES if name in str(told)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_every_number_is_on_the_screen_at_every_size(
    desk: Desk, lang: str, size: tuple[int, int]
) -> None:
    app = board_of(desk.store)
    app._words.lang = lang
    async with app.run_test(size=size) as pilot:
        await shown(app, "requests-open", "1")
        await pilot.pause()
        text = grid(app)
        small = size == (80, 24)
        for part, names in PARTS.items():
            if small and part in OTHERS:
                line = next(one for one in text.splitlines() if Words(lang)(f"board.{part}") in one)
                for name in names:
                    assert Words(lang)(f"board.{name}") in line, f"{part}.{name} does not fit"
                continue
            for name in names:
                number = app.query_one(f"#{part}-{name}", Number)
                assert number.region.height == 4 and number.region.width >= 8
                label = str(number.query_one(Static).render())
                assert label and label in text, f"{part}.{name} does not fit"
        assert "board." not in text
        assert not [name for name in NAMES if name in text]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_that_points_at_persons_is_kept_back(desk: Desk, lang: str) -> None:
    with desk.store.reading(Actor.wallboard()) as session:
        board = glance(session)
    assert board.more is not None
    isolation = replace(board.more.isolation, total=None)
    few = board._replace(more=board.more._replace(isolation=isolation))
    isolated = figures(few)["isolation"][0]
    words = Words(lang)
    assert isolated.told(words) == words("board.few")
    assert figures(board)["isolation"][0].told(words) == "0"
    told = few.to_json()["isolation"]
    assert isinstance(told, dict) and told["total"] is None


def test_the_keys_of_the_json_are_those_of_its_page(desk: Desk) -> None:
    page = (Path(__file__).parents[2] / "docs" / "board.md").read_text(encoding="utf-8")
    with desk.store.reading(Actor.wallboard()) as session:
        told = glance(session).to_json()
    keys = []
    for name, value in told.items():
        keys += [f"{name}.{part}" for part in value] if isinstance(value, dict) else [name]
    assert re.findall(r"^\| `([a-z_.]+)` \|", page, re.MULTILINE) == keys


async def test_what_is_committed_elsewhere_appears(desk: Desk) -> None:
    app = board_of(desk.store)
    async with app.run_test(size=(80, 24)):
        await shown(app, "requests-open", "1")
        desk.record(desk.volunteer, detail="水")
        await shown(app, "requests-open", "2")


async def test_a_number_that_calls_for_a_hand_has_a_sign_beside_its_colour(desk: Desk) -> None:
    app = board_of(desk.store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, "requests-open", "1")
        await pilot.pause()
        # What was promised in 2022 is late by the clock the board goes by.
        late = app.query_one("#requests-overdue", Number)
        assert late.has_class("-calls")
        assert str(late.query_one(Static).render()).startswith("! ")
        calm = app.query_one("#requests-open", Number)
        assert not str(calm.query_one(Static).render()).startswith("!")


async def test_there_is_no_key_but_the_one_that_leaves(desk: Desk) -> None:
    app = board_of(desk.store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, "requests-open", "1")
        await pilot.pause()
        before = grid(app)
        for key in ("n", "slash", "space", "enter", "v", "ctrl+p", "question_mark", "tab"):
            await pilot.press(key)
        assert grid(app) == before and len(app.screen_stack) == 1
        await pilot.press("q")
    assert app.return_value == 0


async def test_a_database_that_is_none_ends_the_board_with_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "notes.db"
    place.write_text("somebody's notes" * 100)
    app = WallBoard(str(place), Words("en"))
    async with app.run_test(size=(80, 24)):
        for _ in range(100):
            if app.return_code is not None:
                break
            await asyncio.sleep(0.05)
    assert app.return_value == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_printed_board_has_every_number(
    desk: Desk, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with desk.store.reading(Actor.wallboard()) as session:
        board = glance(session)
    words = Words(lang)
    print_board(board, datetime(2022, 4, 8, 10, 30), words)
    told = capsys.readouterr().out
    for row in figures(board).values():
        for one in row:
            assert f"{words(one.label)} {one.told(words)}" in told
    assert "2022-04-08 10:30" in told and "\x1b" not in told
    assert max(len(line) for line in told.splitlines()) <= 80


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_color_is_respected_on_a_terminal(
    desk: Desk, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    with desk.store.reading(Actor.wallboard()) as session:
        print_board(glance(session), datetime(2022, 4, 8, 10, 30), Words(lang))
    assert "\x1b[31" not in capsys.readouterr().out

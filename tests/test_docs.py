"""What the pages for users say is so: every word, command, key and picture they name is there."""

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from models.quick import vocabulary
from models.rules.quick import match_verb, tokens
from models.words import LANGUAGES, Words
from screens import OFFERED, RoomPlace
from screens.kit.room import Room
from tui.cli import COMMANDS, parser

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
KEY_NAMES = {
    "slash": "/",
    "exclamation_mark": "!",
    "at": "@",
    "colon": ":",
    "question_mark": "?",
    "escape": "esc",
    "left": "←",
    "right": "→",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


def fenced(page: Path, language: str) -> list[str]:
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    return [
        line for name, block in blocks if name == language for line in block.splitlines() if line
    ]


def rows_under(page: Path, heading: str) -> list[list[str]]:
    """The cells of every table of the page that has this in its heading."""
    found, inside = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            inside = False
        elif heading in line:
            inside = True
        elif inside and not line.startswith("|--"):
            found.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return found


def called(text: str) -> list[list[str]]:
    """The arguments of every call of `quanan` in a text, placeholders filled in."""
    fitted = text.replace("LEDGER", "stock")
    return [shlex.split(line, comments=True)[1:] for line in fitted.splitlines()]


QUICK_LINES = [(page.name, line) for page in PAGES for line in fenced(page, "quick")]


@pytest.mark.parametrize(("page", "line"), QUICK_LINES)
def test_a_quick_line_in_a_page_names_a_verb(page: str, line: str) -> None:
    assert match_verb(tokens(line).words, vocabulary()) is not None, page


def test_the_page_on_the_quick_line_has_every_word_of_it_and_no_other() -> None:
    rows = rows_under(ROOT / "docs/quick-line.md", "做什么 | what")
    told = {word for row in rows for cell in row[2:] for word in NAMED.findall(cell)}
    assert told == set(vocabulary())


CALLS = [
    call
    for page in PAGES
    for call in called("\n".join(ln for ln in fenced(page, "sh") if ln.startswith("quanan")))
]
INLINE = [
    call
    for page in PAGES
    for named in NAMED.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    if re.match(r"quanan( |$)", named)
    for call in called(named)
]


@pytest.mark.parametrize("call", [*CALLS, *INLINE], ids=" ".join)
def test_a_command_in_a_page_is_one(call: list[str]) -> None:
    try:
        parser(Words("en")).parse_args(call)
    except SystemExit as end:
        pytest.fail(f"quanan {' '.join(call)} ends with {end.code}")


def test_the_readme_names_every_command() -> None:
    named = {
        row[0].strip("`").split()[1] for row in rows_under(ROOT / "README.md", "| command")[1:]
    }
    assert named == {command.name for command in COMMANDS}


def test_what_a_page_asks_of_make_is_there() -> None:
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = {
        name for page in PAGES for name in re.findall(r"`make ([a-z]+)", page.read_text("utf-8"))
    }
    assert asked and asked <= made


def test_every_key_of_a_room_is_in_the_page_on_keys() -> None:
    rows = rows_under(ROOT / "docs/keys.md", "| key")
    told = {key: row[1:3] for row in rows for key in NAMED.findall(row[0])}
    for binding in Room.BINDINGS:
        for key in binding.key.split(","):
            shown = KEY_NAMES.get(key, key)
            assert shown in told, shown
            if shown != "esc":
                assert told[shown] == [Words(lang)(binding.description) for lang in LANGUAGES]


@pytest.mark.parametrize("place", OFFERED, ids=lambda place: place.name)
def test_every_key_of_one_room_is_in_the_page_on_keys(place: RoomPlace) -> None:
    told = set(NAMED.findall((ROOT / "docs/keys.md").read_text(encoding="utf-8")))
    room = getattr(import_module(f"screens.{place.name}"), place.kind)
    keys = {KEY_NAMES.get(key, key) for binding in room.BINDINGS for key in binding.key.split(",")}
    assert keys - told - {"tab"} == set()


def test_every_room_is_in_the_page_on_keys() -> None:
    rows = rows_under(ROOT / "docs/keys.md", "| key | 中文 | English |")
    told = {row[0].strip("`"): row[1:3] for row in rows}
    for place in OFFERED:
        names = [Words(lang)(f"room.{place.name}") for lang in LANGUAGES]
        assert told[f"g {place.letter}"][:2] == names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    missing = [
        target
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []

"""The page of what is covered: every number is on it, and what it names is there."""

import re
from pathlib import Path

from models import reports
from models.store import Actor, Role, Store
from screens import OFFERED
from tests.models.campaign.standing import founded

PAGE = Path(__file__).resolve().parents[1] / "docs/coverage.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d", line)
]


def test_every_number_is_answered_once() -> None:
    expected = {str(n) for n in range(1, 71)} | {"16b", "16c", "16d", "16e"}
    assert sorted(row[0] for row in ROWS) == sorted(expected)
    assert [row[0] for row in ROWS if not all(row)] == []


def test_every_room_and_every_number_that_is_named_is_there(store: Store) -> None:
    founded(store)
    with store.reading(Actor(1, "某某", Role.secretary)) as session:
        numbers = set(reports.report(session).to_json())
    letters = {place.letter for place in OFFERED}
    named = [name for row in ROWS for name in re.findall(r"`([^`]+)`", row[3])]
    rooms = {name[2:] for name in named if name.startswith("g ")}
    others = {name for name in named if re.fullmatch(r"[a-z_]{4,}", name)}
    assert rooms <= letters
    assert others <= numbers

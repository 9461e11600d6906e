"""A branch whose people log in, which knows one door; and what runs on its database."""

import time
from pathlib import Path

import pytest

from models.store import Actor
from tests.accounts_branch import SECRETARY, VOLUNTEER, with_accounts
from tests.empty import empty_store
from tests.models.crew import do, rule_sets
from tests.remote import browser, sshd

DOOR = "3-2-401"
PEOPLE = (SECRETARY, VOLUNTEER)


def pytest_report_header() -> list[str]:
    """Says what is left out here."""
    needed = {"over SSH": sshd, "in a browser": browser}
    missing = {told: of.MISSING for told, of in needed.items() if not of.available()}
    return [f"left out: the desk {told}; {why}" for told, why in missing.items()]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database; on a machine's own clock, as the desks that are started on it."""
    path = tmp_path_factory.mktemp("branch") / "desk.db"
    store = empty_store(path)
    with_accounts(store)
    do(store, Actor.setup(), "branch.install_rule_sets", rows=rule_sets())
    do(store, Actor.setup(), "homes.add_household", door=DOOR, grid="1")
    store.close()
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the user under whom the desks run; nobody there sees a desk the first time."""
    folder = tmp_path_factory.mktemp("home")
    people = folder / ".config" / "quanan" / "people"
    people.mkdir(parents=True)
    seen = "first_lines_seen = true\nmarks_measured = true\n"
    for file in (people.parent / "settings.toml", *(people / f"{one.name}.toml" for one in PEOPLE)):
        file.write_text(seen, encoding="utf-8")
    return folder


def running(mark: str) -> list[str]:
    """The desks that were called, or are surrounded, with this."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            called = (process / "cmdline").read_bytes()
            told = called + (process / "environ").read_bytes()
        except OSError:
            continue  # it has ended meanwhile, or is somebody else's
        if b"-m\0tui" in called and mark.encode() in told:
            found.append(called.replace(b"\0", b" ").decode("utf-8", "replace"))
    return found


def wait_gone(mark: str, seconds: float = 3.0) -> float:
    """How long it took until no desk was left."""
    begun = time.monotonic()
    while left := running(mark):
        assert time.monotonic() - begun < seconds, left
        time.sleep(0.02)
    return time.monotonic() - begun

"""The desk on a PostgreSQL server, in real terminals: what is kept is shown, and outages pass."""

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from models.store import Store
from tests import postgres
from tests.models.crew import SET_UP, do, with_people
from tests.terminal.terminal import Terminal
from tests.terminal.test_desk import own_folders, put_first_lines_away
from tests.wire import Wire

pytestmark = pytest.mark.skipif(not postgres.available(), reason=postgres.MISSING)

SECRETARY, VOLUNTEER = "陈书宁", "孙晓丽"
AWAY = "连不上数据库服务器"

Open = Callable[..., Terminal]


@pytest.fixture
def wire() -> Iterator[Wire]:
    """The way to a small branch with one open request."""
    url = postgres.database()
    store = Store.open(url)
    with_people(store)
    first = dt.date(2022, 3, 20)
    do(store, SET_UP, "branch.found", name="临时党支部", compound="样板小区", first_day=first)
    for door in ("3-2-401", "5-1-602"):
        do(store, SET_UP, "homes.add_household", door=door, grid="1")
    do(store, SET_UP, "requests.add", household_id=1, kind="carry", detail="大米两袋")
    store.close()
    with Wire(url) as made:
        yield made


@pytest.fixture
def desk(wire: Wire, tmp_path: Path) -> Open:
    put_first_lines_away(tmp_path)
    env = own_folders(tmp_path)

    def opened(name: str = SECRETARY) -> Terminal:
        command = [sys.executable, "-m", "tui", "--database", wire.url, "--as", name]
        return Terminal(command, size=(120, 36), env=env)

    return opened


def requests(wire: Wire) -> list[str]:
    """What every request asks for, as the server has it, whatever happens to the way there."""
    with psycopg.connect(postgres.plain(wire.server_url)) as driver:
        return [text for (text,) in driver.execute("SELECT detail FROM request ORDER BY id")]


def fill_in(terminal: Terminal, detail: str) -> None:
    """Opens the form of a new request and fills it in; it is not saved yet."""
    terminal.send("g", "r")
    terminal.wait_for("大米两袋")
    terminal.send("a")
    terminal.wait_for("登记诉求")
    terminal.type("3-2-401")
    terminal.wait_for("▸3-2-401")
    for _ in range(3):
        terminal.send("enter")
        time.sleep(0.2)
    terminal.type(detail)
    terminal.wait_for(detail)


def outage(terminal: Terminal, wire: Wire, seconds: float) -> None:
    """The server goes away while a form is open, and comes back."""
    fill_in(terminal, "挂面三把")
    wire.down()
    terminal.wait_for(AWAY)
    shown = terminal.text()
    assert "大米两袋" in shown and "挂面三把" in shown  # the last values, and what was typed
    time.sleep(seconds)
    terminal.send("ctrl+s")
    time.sleep(1.0)
    shown = terminal.text()
    assert "登记诉求" in shown and "挂面三把" in shown and AWAY in shown
    assert "Traceback" not in shown
    wire.up()
    terminal.wait_gone(AWAY, timeout=15)
    terminal.send("ctrl+s")
    terminal.wait_for("已记录 3-2-401")
    assert requests(wire) == ["大米两袋", "挂面三把"]


def test_a_form_outlives_an_outage_and_is_saved_once(desk: Open, wire: Wire) -> None:
    with desk() as terminal:
        terminal.wait_for("未办诉求", timeout=30)
        outage(terminal, wire, 1.0)


@pytest.mark.soak
def test_a_form_outlives_half_a_minute_without_a_server(desk: Open, wire: Wire) -> None:
    with desk() as terminal:
        terminal.wait_for("未办诉求", timeout=30)
        outage(terminal, wire, 30.0)


def test_what_one_desk_records_the_other_shows_also_after_an_outage(desk: Open, wire: Wire) -> None:
    with desk() as first, desk(VOLUNTEER) as second:
        first.wait_for("大米两袋", timeout=30)
        second.wait_for(VOLUNTEER, timeout=30)
        record(second, "5-1-602 通下水")
        first.wait_for("5-1-602", timeout=5)
        wire.down()
        first.wait_for(AWAY)
        wire.up()
        first.wait_gone(AWAY, timeout=15)
        second.wait_gone(AWAY, timeout=15)
        record(second, "5-1-602 买药 碘伏")
        first.wait_for("碘伏", timeout=5)


def record(terminal: Terminal, line: str) -> None:
    """One line of the quick line."""
    terminal.send("n")
    time.sleep(0.5)
    terminal.type(line)
    terminal.wait_for(line.split()[0])
    time.sleep(0.3)
    terminal.send("enter")
    terminal.wait_for("已记录")

"""The demonstration at its end, dissolved: its figures stay, and of 1,300 people no byte does."""

import json
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path
from shutil import copy

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from models.branch import Phase, PhaseKind
from models.group_buys.states import Payment
from models.group_buys.tables import BuyOrder
from models.purge import needles, plan, traces
from models.reports import report
from models.requests.tables import MoneyState, Request
from models.store import Actor, Clock, Role, Store
from tests.seed_data.conftest import EVENING
from tests.seed_data.traces import LONG, declared
from tui.cli import main

SECRETARY = Actor(1, "陈立远", Role.secretary)
BRANCH = "全安市场小区二期临时党支部"


def settle(store: Store) -> None:
    """What the last evening still leaves open, and the end of the branch."""
    with store.writing(SECRETARY, "campaign.finish") as session:
        session.add(Phase(kind=PhaseKind.closed, begins_on=session.today))
        for request in session.exec(
            select(Request).where(col(Request.money) == MoneyState.advanced)
        ):
            request.money = MoneyState.repaid
        for order in session.exec(
            select(BuyOrder).where(col(BuyOrder.payment) == Payment.refund_due)
        ):
            order.payment = Payment.refunded


def words_of(path: Path) -> frozenset[str]:
    """Every longer text that is about somebody."""
    found = set[str]()
    with closing(sqlite3.connect(path)) as driver:
        for table, one in declared().items():
            for name in one.texts:
                found.update(
                    text
                    for (text,) in driver.execute(f'SELECT DISTINCT "{name}" FROM "{table}"')
                    if isinstance(text, str) and len(text) >= LONG
                )
    return frozenset(found)


@pytest.mark.soak
def test_the_figures_stay_and_nobody_is_named(
    last_day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    monkeypatch.setenv("QUANAN_BACKUPS", str(tmp_path / "copies"))
    path = Path(copy(last_day, tmp_path / "desk.db"))
    assert main(["--database", str(path), "backup"]) == 0
    store = Store.open(str(path), Clock.frozen(EVENING))
    with store.reading(SECRETARY) as session:
        waits = {one.text for one in plan(session).blockers}
    assert waits == {"purge.waits.phase", "purge.waits.money", "purge.waits.refunds"}
    settle(store)
    with store.reading(SECRETARY) as session:
        known = needles(session) | words_of(path)
        before = report(session).to_json()
        residents = session.scalar(sa.text("SELECT count(*) FROM resident"))
    store.close()
    assert len(known) > 3000 and len(traces([tmp_path], known)) == 2

    monkeypatch.setattr("sys.stdin", StringIO(f"{BRANCH}\n" * 2))
    asked = ["--database", str(path), "--as", "陈立远", "purge", "--for-good"]
    kept = tmp_path / "kept"
    assert main([*asked, "--with", "周素岚", "--keep", str(kept)]) == 0

    assert json.loads((kept / "report.json").read_text()) == before
    assert (before["households"], before["residents"], before["present"]) == (634, 1300, 1100)
    assert (before["group_buys"], before["portions"]) == (41, 5063)
    told = json.loads((kept / "certificate.json").read_text())["summary"]
    assert told["deleted_rows"]["resident"] == residents
    assert traces([tmp_path], known) == {}
    assert main(["--database", str(path), "verify"]) == 0

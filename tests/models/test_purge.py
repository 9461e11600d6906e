"""The end of a branch: nothing before all is finished; afterwards no byte names anybody."""

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from models.branch import Phase, PhaseKind
from models.campaign.tables import Milestone
from models.purge import KEPT, Needles, needles, plan, traces
from models.purge.plan import tables
from models.reports import report
from models.rules.refusal import Refusal
from models.store import Feed, FrozenClock, Role, Store
from models.store.backup import backup
from models.store.base import Row
from models.store.ended import ended_at
from models.store.journal import verify
from models.store.register import draft_for, perform
from models.words import LANGUAGES, Words
from tests import postgres
from tests.empty import ON_POSTGRES, asks_sqlite
from tests.models.requests_branch import Desk, built, copied
from tui.cli import main

BRANCH = "样板小区临时党支部"
Run = Callable[..., tuple[int, str, str]]
LIST = "全安-花名册-20220408-103000.xlsx"
"""A list as the desk names it by itself."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return built(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def desk(
    whole: Desk, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """A branch in which something happened, with copies, lists and a fault log beside it."""
    own = tmp_path / "own"
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(own))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(own / "Documents"))
    monkeypatch.setenv("QUANAN_BACKUPS", str(tmp_path / "copies"))
    monkeypatch.setenv("QUANAN_LANG", "en")
    monkeypatch.delenv("QUANAN_DATABASE", raising=False)
    (own / "Documents").mkdir(parents=True)
    (own / "Documents" / LIST).write_text("王秀芝")
    (own / "quanan" / "faults").mkdir(parents=True)
    (own / "quanan" / "faults" / "fault-20220408-103000.log").write_text("王秀芝")
    with copied(whole, tmp_path, clock) as found:
        number = found.record(detail="王秀芝 13900001111 要两袋大米", kind="carry")
        found.do(found.volunteer, "requests.claim", number)
        yield found


def finish(desk: Desk) -> None:
    """Closes everything that is open, and the branch."""
    with desk.store.writing(desk.secretary, "campaign.finish") as session:
        session.add(Phase(kind=PhaseKind.closed, begins_on=session.today))
    for number in _open(desk):
        desk.do(desk.secretary, "requests.close", number, text="送到了")


def _open(desk: Desk) -> list[int]:
    with desk.store.reading(desk.secretary) as session:
        asked = "SELECT id FROM request WHERE closed_at IS NULL"
        return [row[0] for row in session.execute(sa.text(asked))]


def known(desk: Desk) -> Needles:
    with desk.store.reading(desk.secretary) as session:
        return needles(session)


@pytest.fixture
def run(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command on the branch; what is typed comes first."""

    def running(*given: str, typed: str = f"{BRANCH}\n" * 2) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", StringIO(typed))
        code = main(["--database", desk.store.url, *given])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return running


def for_good(tmp_path: Path, first: str = "陈书宁", second: str = "周岚") -> tuple[str, ...]:
    kept = str(tmp_path / "kept")
    return ("--as", first, "purge", "--for-good", "--with", second, "--keep", kept)


def left_of(desk: Desk, tmp_path: Path) -> dict[Path, int]:
    """Every file around the branch that still names somebody."""
    return traces([tmp_path], WANTED)


WANTED = frozenset({"王秀芝", "13900001111", "3-2-401", "5-1-602", "陈书宁", "周岚", "高远志"})


# ── before ────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_looked_for_is_every_name_number_and_door(desk: Desk) -> None:
    assert WANTED <= known(desk)
    assert left_of(desk, desk.store.path.parent) if not ON_POSTGRES else True


def test_a_table_goes_unless_it_is_named(desk: Desk) -> None:
    with desk.store.reading(desk.secretary) as session:
        found = plan(session)
        there = {name for name in sa.inspect(session.connection()).get_table_names()}
    # Where other tests made tables of their own, a new database has them too.
    theirs = {str(row.__tablename__) for row in Row.__subclasses__() if "tests" in row.__module__}
    assert {table.name for table in tables()} == there - theirs - {"alembic_version"}
    assert KEPT <= there
    assert {"resident", "request", "act_value", "entry_value"} <= found.goes.keys()


def test_nothing_goes_while_somebody_waits(desk: Desk, tmp_path: Path, run: Run) -> None:
    code, out, err = run(*for_good(tmp_path))
    assert code == 1 and err.count("\n") == 1
    assert "1 request is still open" in out and "not closed yet" in out
    assert ended_at(desk.store) is None
    assert _open(desk)


def test_showing_changes_nothing(desk: Desk, tmp_path: Path, run: Run) -> None:
    finish(desk)
    run("backup")
    before = desk.store.areas()
    code, out, _ = run("purge")
    assert code == 0 and "resident 1" in out and "1 backup" in out and "--for-good" in out
    code, out, _ = run("purge", "--dry-run", "--json")
    told = json.loads(out)
    assert told["deleted_rows"]["volunteer"] == 5 and told["waits"] == []
    assert told["deleted_files"] == {"backups": 1, "exports": 1, "fault_logs": 1}
    assert desk.store.areas() == before


def test_a_milestone_that_names_somebody_waits_too(desk: Desk) -> None:
    finish(desk)
    with desk.store.writing(desk.secretary, "campaign.reach") as session:
        session.add(Milestone(reached_on=session.today, text="王秀芝家最后一个解除隔离"))
    with desk.store.reading(desk.secretary) as session:
        assert [one.text for one in plan(session).blockers] == ["purge.waits.named"]


@pytest.mark.parametrize(
    "first, second, typed, told",
    [
        ("陈书宁", "陈书宁", f"{BRANCH}\n" * 2, "Two different people"),
        ("周岚", "陈书宁", f"{BRANCH}\n" * 2, "may not"),
        ("陈书宁", "高远志", f"{BRANCH}\n" * 2, "a secretary or a grid leader"),
        ("陈书宁", "周岚", f"{BRANCH}\nyes\n", "whole name"),
        ("陈书宁", "周岚", f"{BRANCH}\n", "whole name"),
    ],
)
def test_two_who_may_confirm_it_each_for_himself(
    desk: Desk, tmp_path: Path, run: Run, first: str, second: str, typed: str, told: str
) -> None:
    finish(desk)
    before = desk.store.areas()
    code, _, err = run(*for_good(tmp_path, first, second), typed=typed)
    assert code == 1 and told in err
    assert desk.store.areas() == before


def test_with_accounts_each_has_a_passphrase_of_his_own(
    desk: Desk, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.accounts.hashing import hashed
    from models.accounts.tables import Account

    finish(desk)
    with desk.store.writing(desk.secretary, "accounts.begin") as session:
        for who in (desk.secretary, desk.grid_leader):
            kept = hashed(f"secret of {who.id}")
            session.add(Account(volunteer_id=who.id, passphrase=kept, made_at=session.now))
    typed = iter([f"secret of {desk.secretary.id}", "a guess"])
    monkeypatch.setattr("tui.commands.purge.getpass", lambda _prompt: next(typed))
    code, _, _ = run(*for_good(tmp_path))
    assert code == 1 and ended_at(desk.store) is None
    with desk.store.writing(desk.secretary, "accounts.wait") as session:
        for account in session.execute(sa.select(Account)).scalars():
            account.failures, account.not_before = 0, None
    typed = iter([f"secret of {who.id}" for who in (desk.secretary, desk.grid_leader)])
    code, _, _ = run(*for_good(tmp_path))
    assert code == 0 and ended_at(desk.store) is not None


def test_what_is_recorded_after_the_report_is_not_lost_unseen(desk: Desk) -> None:
    from models.purge import DissolveDraft

    finish(desk)
    with desk.store.reading(desk.secretary) as session:
        numbers = report(session).to_json()
    draft = DissolveDraft(with_role="grid_leader", report=numbers, files={}, beside={})
    perform(
        desk.store,
        desk.secretary,
        "homes.add_resident",
        draft_for("homes.add_resident", {"household_id": desk.door, "name": "金桂兰"}),
    )
    with pytest.raises(Refusal, match="moved"):
        perform(desk.store, desk.secretary, "purge.dissolve", draft)
    assert known(desk) >= {*WANTED, "金桂兰"}


# ── afterwards ────────────────────────────────────────────────────────────────────────────────────


def test_afterwards_no_byte_names_anybody_and_every_number_is_what_it_was(
    desk: Desk, tmp_path: Path, run: Run, clock: FrozenClock
) -> None:
    finish(desk)
    run("backup")
    backup(desk.store.database, tmp_path / "copies", clock, label="before-import")
    with desk.store.reading(desk.secretary) as session:
        before = report(session).to_json()
    code, out, err = run(*for_good(tmp_path))
    assert (code, err.count("\n")) == (0, 0), (out, err)
    assert "found none" in out
    kept = tmp_path / "kept"
    assert json.loads((kept / "report.json").read_text()) == before
    told = json.loads((kept / "certificate.json").read_text())["summary"]
    assert told["report"] == before
    assert told["deleted_files"] == {"backups": 2, "exports": 1, "fault_logs": 1}
    assert told["deleted_rows"]["resident"] == 1
    assert told["confirmed_by"] == ["secretary", "grid_leader"]
    assert run("verify")[0] == 0
    with desk.store.reading(desk.secretary) as session:
        (act,) = session.execute(sa.text("SELECT actor, params, why FROM act_value"))
        assert not [one for one in WANTED if one in str(act)]
        found = verify(session)
        assert found.sound and found.erased == found.acts + found.entries - 1
        for table in tables():
            if table.name not in {*KEPT, "act_value"}:
                assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    desk.store.close()
    assert left_of(desk, tmp_path) == {}
    assert not list((tmp_path / "own").rglob("*.log")) and not list((tmp_path / "own").rglob(LIST))


def test_every_door_says_that_the_branch_is_dissolved(desk: Desk, tmp_path: Path, run: Run) -> None:
    finish(desk)
    # A copy that somebody carried away is not put back either.
    copy = str(backup(desk.store.database, tmp_path / "stick"))
    assert run(*for_good(tmp_path))[0] == 0
    doors = (("brief",), ("tick",), ("backup",), ("board", "--once"), ("restore", copy, "--yes"))
    for given in doors:
        code, _, err = run(*given)
        assert code == 1 and err.count("\n") == 1 and "dissolved" in err
    # And nobody is asked again.
    code, out, _ = run("purge", "--keep", str(tmp_path / "kept"), typed="")
    assert code == 0 and "was dissolved" in out


def test_a_leak_is_found_and_told(desk: Desk, tmp_path: Path, run: Run) -> None:
    finish(desk)
    (tmp_path / "copies").mkdir()
    planted = tmp_path / "copies" / "old-list.csv"
    planted.write_bytes(b"\0" * 5_000_000 + "3-2-401,王秀芝".encode())
    code, out, _ = run(*for_good(tmp_path))
    assert code == 1 and str(planted) in out


def test_packed_documents_are_looked_into(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:t>王秀芝</w:t>" * 100)
    (tmp_path / "none.txt").write_text("王**")
    assert traces([tmp_path], WANTED) == {tmp_path / "list.docx": 1}


def test_a_running_desk_hears_of_it(
    desk: Desk, tmp_path: Path, run: Run, clock: FrozenClock
) -> None:
    finish(desk)
    other = Store.open(desk.store.url, clock)
    feed = Feed(other)
    with other.reading(desk.volunteer):
        pass
    assert run(*for_good(tmp_path))[0] == 0
    assert "purge" in feed.changed(5)
    feed.close()
    other.close()
    desk.store.close()
    assert left_of(desk, tmp_path) == {}


@asks_sqlite
@pytest.mark.parametrize(
    "at, ended",
    [
        pytest.param("models.reports.write_report", False, marks=pytest.mark.soak),
        ("models.store.seal.seal", False),
        ("tui.commands.purge._complete", True),
        pytest.param("models.store.sqlite.SqliteFile.compact", True, marks=pytest.mark.soak),
        ("models.purge.write_certificate", True),
    ],
)
def test_killed_half_way_it_is_completed_by_asking_again(
    desk: Desk, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, at: str, ended: bool
) -> None:
    finish(desk)
    run("backup")
    desk.store.close()
    child = os.fork()
    if child == 0:  # nothing of the test itself may go on in here
        try:
            monkeypatch.setattr("sys.stdin", StringIO(f"{BRANCH}\n" * 2))
            monkeypatch.setattr(at, lambda *_, **__: os.kill(os.getpid(), 9))
            main(["--database", desk.store.url, *for_good(tmp_path)])
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == 9
    assert (ended_at(desk.store) is not None) == ended
    desk.store.close()
    again = for_good(tmp_path) if not ended else ("purge", "--keep", str(tmp_path / "kept"))
    code, out, err = run(*again)
    assert code == 0, (out, err)
    assert left_of(desk, tmp_path) == {}
    assert run("verify", str(tmp_path / "kept" / "certificate.json"))[0] == 0


# ── the certificate ───────────────────────────────────────────────────────────────────────────────


def test_the_certificate_tells_what_went_and_can_be_checked(
    desk: Desk, tmp_path: Path, run: Run
) -> None:
    finish(desk)
    assert run(*for_good(tmp_path))[0] == 0
    kept = tmp_path / "kept"
    for lang in LANGUAGES:
        said = (kept / f"certificate.{lang}.txt").read_text()
        words = Words(lang)
        assert words("certificate.title") in said and BRANCH in said and "resident  1" in said
        assert words.of(Role.secretary) in said and "{" not in said
    certificate = kept / "certificate.json"
    assert run("verify", str(certificate))[0] == 0
    (kept / "report.en.txt").write_text("altered")
    code, out, _ = run("verify", str(certificate))
    assert code == 1 and "report.en.txt" in out
    told = json.loads(certificate.read_text())
    told["summary"]["deleted_rows"]["resident"] = 2
    certificate.write_text(json.dumps(told))
    code, out, _ = run("verify", str(certificate))
    assert code == 1 and "certificate.json" in out
    certificate.write_text("{}")
    assert run("verify", str(certificate))[0] == 1


@pytest.mark.skipif(not ON_POSTGRES, reason="asks PostgreSQL itself")
def test_nothing_is_left_in_the_files_of_the_server(desk: Desk, tmp_path: Path, run: Run) -> None:
    finish(desk)
    address = postgres.plain(desk.store.url)
    with psycopg.connect(address, autocommit=True) as driver:
        driver.execute("ANALYZE")
        driver.execute("CHECKPOINT")
        found = driver.execute(
            "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    assert found is not None
    folder = Path(found[0])
    assert traces([folder], WANTED)
    assert run(*for_good(tmp_path))[0] == 0
    with psycopg.connect(address, autocommit=True) as driver:
        driver.execute("CHECKPOINT")
    assert traces([folder], WANTED) == {}

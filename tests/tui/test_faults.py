"""What is left of a fault: a log that names places in the code, and nobody's data anywhere."""

import os
import subprocess
import sys
from pathlib import Path

from tests.tui.faulty import PHONE, SECRET
from tui.faults import KEPT, write_log

ROOT = Path(__file__).resolve().parents[2]


def test_faults_tell_nothing(tmp_path: Path) -> None:
    folder, log = tmp_path / "own" / "faults", tmp_path / "textual.log"
    # As a developer would have them on: they must be off in somebody's desk.
    loud = {"TEXTUAL": "devtools,debug", "TEXTUAL_LOG": str(log), "PYTHONASYNCIODEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.tui.faulty", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **loud},
        capture_output=True,
        timeout=60,
        check=False,
    )
    printed = (done.stdout + done.stderr).decode("utf-8", "replace")
    logs = sorted(folder.glob("fault-*.log"))
    told = "\n".join(one.read_text() for one in logs)
    for secret in (SECRET, PHONE, "INSERT"):
        assert secret not in printed and secret not in told, printed
    assert "Traceback" not in printed and "ended: " in printed
    assert printed.count("fault-") == 8  # each desk that ended, and the program, say where it lies
    for kind in ("RuntimeError", "OperationalError", "ValidationError"):
        assert kind in told
    for place in ("breaking_thread", "action_break_here", "compose", "__del__", "failing"):
        assert place in told, place
    assert len(logs) >= 12
    assert {one.stat().st_mode & 0o777 for one in logs} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not log.exists()


def test_old_logs_are_removed_when_one_is_written(tmp_path: Path) -> None:
    for _ in range(KEPT + 3):
        assert write_log(RuntimeError(SECRET), tmp_path / "faults") is not None
    assert len(list((tmp_path / "faults").iterdir())) == KEPT


def test_a_chain_of_errors_is_told_once_and_ends(tmp_path: Path) -> None:
    first, second = ValueError(SECRET), TypeError(PHONE)
    first.__context__, second.__context__ = second, first
    log = write_log(ExceptionGroup(SECRET, [first, second]), tmp_path)
    assert log is not None
    assert log.read_text().split() == ["ExceptionGroup", "ValueError", "TypeError"]

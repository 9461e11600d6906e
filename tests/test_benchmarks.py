"""The benchmarks tell a held number from a broken one, and say why a number is missing."""

import json

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.bench import Bench
from benchmarks.measure import Failed, share
from benchmarks.row import AtMost, Measured, Row, Times


def row(name: str, hold: Times | AtMost, ours: float, floor: float | None = None) -> Row:
    return Row(name, name, hold, lambda bench: Measured(ours=ours, unit="ms", floor=floor))


def refused(bench: Bench) -> Measured:
    raise Failed("there is nothing to measure")


@pytest.mark.parametrize(
    ("measured", "code"),
    [
        (row("within", Times(1.5), ours=140, floor=100), 0),
        (row("beyond", Times(1.5), ours=160, floor=100), 1),
        (row("under", AtMost(120), ours=119), 0),
        (row("over", AtMost(120), ours=121), 1),
        (row("nothing to stand beside", Times(1.5), ours=1), 1),
        (Row("missing", "missing", Times(1.5), refused), 1),
    ],
    ids=lambda value: value.name if isinstance(value, Row) else None,
)
def test_the_exit_code_says_whether_every_number_holds(
    measured: Row, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmarks, "ROWS", (measured,))
    assert benchmarks.main(["--json"]) == code
    [told] = json.loads(capsys.readouterr().out)
    assert told["ok"] is (code == 0)
    assert benchmarks.main([]) == code
    assert measured.what in capsys.readouterr().out


def test_a_share_is_a_value_that_was_measured() -> None:
    assert share([3.0, 1.0, 2.0], 0.5) == 2.0
    assert share(list(range(1, 101)), 0.95) == 96

"""The chain of a group purchase from a shell: looked at without anything, taken as one act."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import acts
from models.branch import DemonstrationDraft
from models.store import Actor, Clock, Role, Store
from models.store.register import perform
from tests.models.group_buys_branch import HOME, line, with_buy
from tui.cli import main

SECRETARY = "陈书宁"
CHAIN = """#接龙
4月8日蔬菜
白菜包25元 土豆包20元
例 姓名 门牌 品种x数量

1. 王秀芝 3栋2单元401 白菜包x2
2、李国强 3-2-402 土豆1 已付 13900000000
3. 孙丽 白菜1
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    for name in ("QUANAN_DATABASE", "QUANAN_LANG", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def running(*asked: str | Path, piped: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
        capsys.readouterr()
        code = main([str(part) for part in asked])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return running


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("chain") / "desk.db"
    clock = Clock.frozen("2022-04-08T10:30")
    store = Store.open(str(place), clock)
    with_buy(store, Actor(1, SECRETARY, Role.secretary, "desk"))
    # Its time runs on from that morning, as a demonstration's does.
    perform(store, Actor.setup(), "branch.demonstrate", DemonstrationDraft(start=clock.now()))
    store.close()
    return place


@pytest.fixture
def database(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "desk.db"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_look_needs_neither_buy_nor_database(run: Run, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "chain.txt"
    file.write_bytes(CHAIN.encode(encoding))
    code, out, _ = run("import", "jielong", file, "--preview", "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"title", "products", "answers", "totals", "warnings"}
    assert told["products"] == ["白菜包", "土豆包"]
    assert told["totals"] == {"白菜包": 2, "土豆包": 1}
    first = told["answers"][0]
    assert first == {
        "no": 1,
        "state": "accepted",
        "name": "王秀芝",
        "door": "3-2-401",
        "items": {"白菜包": 2},
        "placed_by": "",
        "paid": None,
        "note": "",
        "why": "",
    }
    assert [one["state"] for one in told["answers"]] == ["accepted", "accepted", "needs_address"]
    assert "13900000000" not in out
    assert not (tmp_path / "own").exists(), "a look leaves nothing behind"


def test_a_pipe_is_read(run: Run) -> None:
    code, out, _ = run("--lang", "en", "import", "jielong", "-", "--preview", piped=CHAIN.encode())
    assert code == 0
    assert "needs address" in out and "1 answer to be decided" in out


@pytest.mark.parametrize(
    ("piped", "code"),
    [
        (b"", 1),
        (b"hello", 1),
        (b"\x00\x01\x02", 1),
        (b"\xff\xfe\x00", 1),
        ("跟团号,下单人,商品\n1,2,3".encode(), 1),
        (b"1. a" * 3_000_000, 1),
        ("\n".join(f"{n}. 王五 3-2-401 白菜{n}" for n in range(1, 50)).encode(), 0),
    ],
    ids=["nothing", "a word", "bytes", "half a character", "an export", "too long", "no head"],
)
def test_any_bytes_give_an_answer_or_one_sentence(run: Run, piped: bytes, code: int) -> None:
    found, out, err = run("import", "jielong", "-", "--preview", "--json", piped=piped)
    assert found == code
    if out:
        assert set(json.loads(out)) >= {"answers", "warnings"}
    else:
        assert err.count("\n") == 1 and "refuse." not in err


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_gives_an_answer_or_one_sentence(run: Run, text: str) -> None:
    piped = text.encode("utf-8", "surrogatepass")
    code, out, err = run("import", "jielong", "-", "--preview", "--json", piped=piped)
    assert code in (0, 1)
    assert bool(out) != bool(err)


def test_what_is_not_said_is_asked_for(run: Run, database: Path, tmp_path: Path) -> None:
    file = tmp_path / "chain.txt"
    file.write_text(CHAIN, encoding="utf-8")
    assert run("import", "jielong", file)[0] == 2
    assert run("import", "jielong", file, "--preview", "--yes")[0] == 2
    assert run("import", "jielong", tmp_path / "none.txt", "--preview")[0] == 1
    on = ("--database", database, "--as", SECRETARY, "import", "jielong", file)
    code, _, err = run(*on, "--buy", "水果")
    assert code == 1 and "4月8日蔬菜" in err
    assert run("--database", database, "import", "jielong", file, "--buy", "open")[0] == 1


def test_a_database_tells_the_doors_and_no_name_to_nobody(
    run: Run, database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "chain.txt"
    file.write_text("#接龙\n白菜包25元\n\n1. 9-9-999 白菜1\n2. 3-2-401 白菜1\n", encoding="utf-8")
    _, out, _ = run("--database", database, "import", "jielong", file, "--preview", "--json")
    told = [(one["state"], one["name"]) for one in json.loads(out)["answers"]]
    assert told == [("needs_address", ""), ("accepted", "")]


def test_it_is_taken_as_one_act_and_once(run: Run, database: Path, tmp_path: Path) -> None:
    file = tmp_path / "chain.txt"
    file.write_text(CHAIN, encoding="utf-8")
    on = ("--database", database, "--as", SECRETARY, "import", "jielong", file, "--buy", "open")
    code, out, _ = run(*on)
    assert code == 0 and "+  新增  3-2-401  白菜包×2" in out and "?  3  孙丽 白菜1" in out
    told = json.loads(run(*on, "--json")[1])
    assert [one["sign"] for one in told["changes"]] == ["added", "added"] and told["act"] is None
    done = json.loads(run(*on, "--yes", "--json")[1])
    assert done["act"] is not None
    again = json.loads(run(*on, "--yes", "--json")[1])
    assert (again["act"], again["changes"]) == (None, [])
    store = Store.open(str(database))
    lead = Actor(1, SECRETARY, Role.secretary, "desk")
    assert line(store, HOME).quantity == 2
    acts.undo(store, lead, done["act"])
    store.close()
    assert "+  新增  3-2-401" in run(*on)[1]


def test_who_vanished_is_kept_unless_it_is_asked_for(
    run: Run, database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "chain.txt"
    file.write_text(CHAIN, encoding="utf-8")
    on = ("--database", database, "--as", SECRETARY, "import", "jielong", file, "--buy", "1")
    run(*on, "--yes")
    file.write_text(CHAIN.replace("1. 王秀芝 3栋2单元401 白菜包x2\n", ""), encoding="utf-8")
    assert "×  不见了  3-2-401" in run(*on, "--yes")[1]
    store = Store.open(str(database))
    assert line(store, HOME).state == "signed"
    run(*on, "--yes", "--withdraw-vanished")
    assert line(store, HOME).state == "withdrawn"
    store.close()

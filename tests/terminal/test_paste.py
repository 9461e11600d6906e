"""A chain pasted into a real terminal, as a telephone's text comes through a bracketed paste."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.store import Actor, Clock, Role, Store
from models.store.register import perform
from tests.models.group_buys_branch import HOME, line, with_buy
from tests.terminal.terminal import Terminal
from tests.terminal.test_desk import DESK, own_folders, put_first_lines_away

SECRETARY = "陈书宁"
CHAIN = """#接龙
4月8日蔬菜

1. 王秀芝 3栋2单元401 白菜包x2
2、李国强 3-2-402 土豆1
3. 孙丽 白菜1
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from models.branch import DemonstrationDraft

    place = tmp_path_factory.mktemp("paste") / "desk.db"
    clock = Clock.frozen("2022-04-08T10:30")
    store = Store.open(str(place), clock)
    with_buy(store, Actor(1, SECRETARY, Role.secretary, "desk"))
    perform(store, Actor.setup(), "branch.demonstrate", DemonstrationDraft(start=clock.now()))
    store.close()
    return place


@pytest.fixture
def desk(built: Path, tmp_path: Path) -> Callable[..., Terminal]:
    put_first_lines_away(tmp_path)
    place = shutil.copy(built, tmp_path / "desk.db")

    def open_desk(size: tuple[int, int]) -> Terminal:
        command = [*DESK, "--database", str(place), "--as", SECRETARY]
        return Terminal(command, size=size, env=own_folders(tmp_path))

    return open_desk


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_a_chain_is_pasted_read_and_taken(
    desk: Callable[..., Terminal], tmp_path: Path, size: tuple[int, int]
) -> None:
    with desk(size) as terminal:
        terminal.wait_for("未办诉求", timeout=20)
        terminal.wait_still(0.5)
        terminal.send("g", "b")
        terminal.wait_for("截止18:00", timeout=10)
        terminal.wait_still(0.4)
        assert "\x1b[?2004h" in terminal.raw.decode("utf-8", "replace")
        terminal.paste(CHAIN)
        terminal.wait_for("缺门牌", timeout=15)
        terminal.wait_for("没写门牌")
        terminal.wait_still(0.4)
        shown = terminal.text()
        assert "新增 2" in shown and "3-2-401" in shown
        assert "Traceback" not in shown
        terminal.send("ctrl+s")
        terminal.wait_for("还有 1 条待确认", timeout=10)
        terminal.send("escape")
        terminal.wait_gone("还有 1 条待确认", timeout=10)
    store = Store.open(str(tmp_path / "desk.db"))
    try:
        assert line(store, HOME).quantity == 2
    finally:
        store.close()

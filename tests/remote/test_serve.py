"""The desk in a browser: who is let in, what is shown, and that nothing is left when it stops."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from models.words import Words
from tests.accounts_branch import PASSPHRASE, SECRETARY
from tests.remote import browser
from tests.remote.conftest import DOOR, running, wait_gone
from tests.terminal.terminal import ROOT
from tui import cli
from tui.serve import HOSTS, Serving, listen

WORDS = Words("en")
NOBODY_ELSE = {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"}


# ── the door, with a program behind it that only waits ────────────────────────────────────────


class Served:
    """A served program, and a client that is no browser and may say what it likes."""

    def __init__(self, link: str, client: aiohttp.ClientSession) -> None:
        self.link = link
        self.own = link.partition("/start/")[0]
        self._client = client
        self.place = ""
        self.cookie = ""

    async def begin(self) -> None:
        """Opens the start link, and keeps what a browser would."""
        _, page, headers = await self.get(self.link)
        kept = headers["Set-Cookie"]
        self.cookie, self.place = kept.split(";")[0], kept.partition("Path=")[2].split(";")[0]
        assert {"HttpOnly", "SameSite=Strict"} <= set(kept.split("; "))
        assert self.place in page

    def _named(self, headers: dict[str, str] | None) -> dict[str, str]:
        return {"Cookie": self.cookie, **(headers or {})} if self.cookie else headers or {}

    async def get(
        self, address: str, headers: dict[str, str] | None = None
    ) -> tuple[int, str, dict[str, str]]:
        address = address if "://" in address else self.own + address
        async with self._client.get(address, headers=self._named(headers)) as answer:
            return answer.status, await answer.text(), dict(answer.headers)

    @asynccontextmanager
    async def window(
        self, headers: dict[str, str] | None = None
    ) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        given = self._named({"Origin": self.own, **(headers or {})})
        asked = f"{self.own}{self.place}ws?width=90&height=25"
        async with self._client.ws_connect(asked, headers=given) as page:
            yield page

    async def refused(self, headers: dict[str, str]) -> int:
        """The status with which a window is refused."""
        with pytest.raises(WSServerHandshakeError) as error:
            async with self.window(headers):
                pass
        return error.value.status


@asynccontextmanager
async def served(*command: str, host: str = "127.0.0.1", desks: int = 1) -> AsyncIterator[Served]:
    serving = Serving(command, os.environ, WORDS, desks=desks)
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serving.run(listen(host, 0), told.set_result))
    try:
        async with aiohttp.ClientSession() as client:
            yield Served(await told, client)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


WAITS = (sys.executable, "-c", "import os; print(os.get_terminal_size(), flush=True); input()")


async def test_the_start_link_is_good_once() -> None:
    async with served(*WAITS) as desk:
        status, page, _ = await desk.get("/start/guessed")
        assert (status, WORDS("serve.used") in page) == (403, True)
        await desk.begin()
        assert (await desk.get(desk.place))[0] == 200
        status, page, headers = await desk.get(desk.link)
        assert (status, WORDS("serve.used") in page) == (403, True)
        assert "Set-Cookie" not in headers


async def test_without_the_cookie_a_page_says_what_to_do() -> None:
    async with served(*WAITS) as desk:
        await desk.begin()
        for cookie in ("", "quanan=guessed"):
            for address in ("/", desk.place, f"{desk.place}static/js/textual.js", "/nothing"):
                status, page, headers = await desk.get(address, {"Cookie": cookie})
                assert (status, WORDS("serve.unknown") in page) == (403, True)
                assert "Set-Cookie" not in headers
            assert await desk.refused({"Cookie": cookie}) == 403
        status, page, _ = await desk.get("/nothing")
        assert (status, WORDS("serve.nothing") in page) == (404, True)


@pytest.mark.parametrize("host", HOSTS)
async def test_only_its_own_page_at_its_own_address_opens_a_desk(host: str) -> None:
    async with served(*WAITS, host=host) as desk:
        await desk.begin()
        port = desk.own.rpartition(":")[2]
        for foreign in ("http://evil.example", f"http://localhost:{port}", "null", ""):
            assert await desk.refused({"Origin": foreign}) == 403, foreign
        for foreign in ("evil.example", f"evil.example:{port}", f"localhost:{port}"):
            assert await desk.refused({"Host": foreign}) == 403, foreign
            assert (await desk.get(desk.place, {"Host": foreign}))[0] == 403, foreign
        assert (await desk.get(desk.place, {"Origin": "http://evil.example"}))[0] == 403
        async with desk.window() as page:
            assert b"columns=90, lines=25" in await page.receive_bytes(timeout=10)


async def test_nothing_is_kept_and_nothing_comes_from_elsewhere() -> None:
    async with served(*WAITS) as desk:
        await desk.begin()
        for address in (desk.place, f"{desk.place}static/css/xterm.css", "/nothing", desk.link):
            _, page, headers = await desk.get(address)
            assert headers["Cache-Control"] == "no-store"
            assert NOBODY_ELSE <= set(headers["Content-Security-Policy"].split("; "))
            assert headers["Referrer-Policy"] == "no-referrer"
            assert "//" not in page.replace(f"ws://{desk.own.partition('//')[2]}", "").replace(
                "://github.com/chjj/term.js", ""
            ).replace("http://bellard.org/jslinux/", "")


async def test_one_window_too_many_says_so_and_a_closed_one_makes_room() -> None:
    async with served(*WAITS, desks=1) as desk:
        await desk.begin()
        async with desk.window() as first:
            await first.receive_bytes(timeout=10)
            async with desk.window() as second:
                told = await second.receive_bytes(timeout=10)
                assert told.decode() == WORDS("serve.full", n=1)
                assert (await second.receive(timeout=10)).type is WSMsgType.CLOSE
        for _ in range(100):
            async with desk.window() as third:
                if b"columns" in await third.receive_bytes(timeout=10):
                    return
            await asyncio.sleep(0.05)
        pytest.fail("a closed window made no room")


async def test_a_desk_that_cannot_be_started_is_told_in_the_window() -> None:
    async with served("/nowhere/quanan") as desk:
        await desk.begin()
        async with desk.window() as page:
            told = (await page.receive_bytes(timeout=10)).decode()
            assert told == WORDS("serve.fault", path="-")
            assert (await page.receive(timeout=10)).type is WSMsgType.CLOSE


async def test_what_is_no_message_of_the_page_is_passed_over() -> None:
    async with served(*WAITS) as desk:
        await desk.begin()
        async with desk.window() as page:
            await page.receive_bytes(timeout=10)
            for said in ('["stdin", 7]', '["resize", {"width": "x"}]', "[]", "{}", '["quit"]'):
                await page.send_str(said)
            await page.send_bytes(b"\r")
            await page.send_str('["ping", "12"]')
            assert await page.receive_json(timeout=10) == ["pong", "12"]


# ── the command ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (("--host", "0.0.0.0"), 2, "anything wider is SSH"),
        (("--host", "quanan.example"), 2, "anything wider is SSH"),
        (("--as", "陈立远"), 2, "Leave --as out"),
        (("--port", "70000"), 2, "Port 70000 cannot be had"),
    ],
)
def test_what_it_will_not_do_it_says_in_a_sentence(
    capsys: pytest.CaptureFixture[str], given: tuple[str, ...], code: int, said: str
) -> None:
    assert cli.main(["--lang", "en", "serve", *given]) == code
    told = capsys.readouterr()
    assert told.out == "" and said in told.err and told.err.count("\n") == 1


def test_without_the_extra_it_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.commands.serve.find_spec", lambda name: None)
    assert cli.main(["--lang", "en", "serve"]) == 1
    assert "pip install 'quanan[web]'" in capsys.readouterr().err


def test_a_port_that_is_taken_is_not_shared(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert cli.main(["--lang", "en", "serve", "--port", port]) == 1
    assert port in capsys.readouterr().err


# ── the real program ──────────────────────────────────────────────────────────────────────────


@contextmanager
def serving(database: Path, home: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command as it is run, and its start link."""
    own = {"HOME": str(home), "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "serve", "--database", str(database), "--lang", "zh"],
        cwd=ROOT,
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        try:
            told = (line.strip() for line in process.stdout)
            yield process, next(line for line in told if line.startswith("http://127.0.0.1:"))
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
async def test_no_desk_is_left_when_it_stops(
    database: Path, home: Path, number: signal.Signals
) -> None:
    with serving(database, home) as (process, link):
        async with aiohttp.ClientSession() as client:
            desk = Served(link, client)
            await desk.begin()
            async with desk.window() as page:
                while "登录" not in (await page.receive_bytes(timeout=30)).decode(
                    "utf-8", "ignore"
                ):
                    pass
                assert len(running(str(database))) == 2
                process.send_signal(number)
                code = await asyncio.to_thread(process.wait, 10)
        assert code == (-number if number is signal.SIGKILL else 0)
        wait_gone(str(database))


@pytest.mark.skipif(not browser.available(), reason=browser.MISSING)
async def test_the_desk_in_a_real_browser(database: Path, home: Path) -> None:
    with serving(database, home) as (process, link):
        own = link.partition("/start/")[0].partition("//")[2]
        async with browser.browser() as chromium:
            tab = await chromium.tab()
            await tab.open(link)
            shown = await tab.wait_drawn("姓名或首字母")
            assert DOOR not in shown, "something was shown before anybody logged in"
            await tab.type(SECRETARY.name)
            await tab.wait_drawn(SECRETARY.name)
            await tab.enter()
            await tab.wait_drawn("口令")
            await tab.type(PASSPHRASE)
            await tab.enter()
            await tab.wait_drawn("● 实时")
            await tab.type("n")
            await tab.wait_drawn("一行话登记")
            await tab.type(f"{DOOR} 买药 ")
            await tab.wait_drawn(f"{DOOR} 买药")
            await tab.compose("er", "er jia", "二甲 shuang gua", "二甲双胍缓释片")
            assert f"{DOOR} 买药 二甲双胍缓释片" in await tab.wait_drawn("二甲双胍缓释片")
            other = await chromium.tab()
            await other.open(link)
            await other.wait_text(Words("zh")("serve.used"))
            asked = [*tab.asked, *other.asked]
            assert len(asked) >= 5 and f"ws://{own}" in "".join(asked)
            assert [one for one in asked if one.split("/")[2:3] != [own]] == []
            assert len(running(str(database))) == 2
            await tab.close()
            for _ in range(100):
                if len(running(str(database))) == 1:
                    break
                await asyncio.sleep(0.05)
            assert len(running(str(database))) == 1, "a closed tab left its desk behind"
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 10) == 0
    assert running(str(database)) == []

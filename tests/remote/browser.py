"""A real Chromium without a screen, driven as its own developer tools drive it.

Its name resolver knows no name, so that a page which asks another host is seen and gets nothing.
"""

import asyncio
import json
import os
import shutil
import signal
import tempfile
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

MISSING = "no Chromium is installed (Debian: apt install chromium)"
FLAGS = (
    "--headless",
    "--no-sandbox",  # it refuses to run as root with one
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--window-size=1280,800",
)
SHIFT = 8
COPIED = """(() => {
    const box = document.querySelector(".xterm-helper-textarea"), kept = new DataTransfer();
    box?.dispatchEvent(new ClipboardEvent("copy", { clipboardData: kept, bubbles: true }));
    if (box) box.value = "";  // what is marked lies here, where an input method begins
    return kept.getData("text/plain");
})()"""
"""What a copy would take of the marked part of the terminal."""
START_SECONDS = 20.0


def program() -> str | None:
    """Where the browser lies."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def available() -> bool:
    """Whether there is a browser to be had.

    Raises:
        RuntimeError: when there is none and this run is to decide.
    """
    if program() is None and os.environ.get("CI"):
        raise RuntimeError(MISSING)
    return program() is not None


class Tab:
    """One tab: what it asked for, what it shows, and the keys and mouse that reach it."""

    def __init__(self, browser: "Browser", session: str, target: str) -> None:
        self._browser = browser
        self.session = session
        self._target = target
        self.asked: list[str] = []
        """The address of everything that it asked for."""

    async def send(self, method: str, **params: object) -> Any:
        return await self._browser.send(method, self.session, **params)

    async def open(self, address: str) -> None:
        await self.send("Page.navigate", url=address)

    async def evaluate(self, script: str) -> Any:
        told = await self.send("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    async def wait_text(self, text: str, seconds: float = 20.0) -> None:
        """Waits until the page itself says this."""
        end = asyncio.get_running_loop().time() + seconds
        while text not in (said := await self.text()):
            assert asyncio.get_running_loop().time() < end, f"never said: {text}\n{said}"
            await asyncio.sleep(0.05)

    async def text(self) -> str:
        return str(await self.evaluate("document.body ? document.body.innerText : ''"))

    async def drawn(self) -> str:
        """What the terminal in the page shows, as somebody would mark and copy it."""
        mouse = {"button": "left", "buttons": 1, "modifiers": SHIFT, "clickCount": 1}
        width, height = await self.evaluate("[innerWidth, innerHeight]")
        for kind, x, y in (
            ("mousePressed", 1, 1),
            ("mouseMoved", width - 2, height - 2),
            ("mouseReleased", width - 2, height - 2),
        ):
            await self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **mouse)
        return str(await self.evaluate(COPIED))

    async def wait_drawn(self, text: str, seconds: float = 20.0) -> str:
        end = asyncio.get_running_loop().time() + seconds
        while text not in (shown := await self.drawn()):
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"never drawn: {text}\n{shown}\n{await self.text()}")
            await asyncio.sleep(0.1)
        return shown

    async def type(self, text: str) -> None:
        """Text in one piece, without keys."""
        await self.send("Input.insertText", text=text)

    async def compose(self, *parts: str) -> None:
        """As an input method composes: what it shows on the way, and at last what was chosen."""
        for part in parts[:-1]:
            ends = {"selectionStart": len(part), "selectionEnd": len(part)}
            await self.send("Input.imeSetComposition", text=part, **ends)
        await self.type(parts[-1])

    async def enter(self) -> None:
        """The enter key."""
        key = {"key": "Enter", "windowsVirtualKeyCode": 13}
        await self.send("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        await self.send("Input.dispatchKeyEvent", type="keyUp", **key)

    async def picture(self) -> bytes:
        return b64decode((await self.send("Page.captureScreenshot"))["data"])

    async def close(self) -> None:
        await self._browser.send("Target.closeTarget", targetId=self._target)


class Browser:
    """A browser, over the connection of its developer tools."""

    def __init__(self, tools: aiohttp.ClientWebSocketResponse) -> None:
        self._tools = tools
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._tabs: dict[str, Tab] = {}
        self.listening = asyncio.create_task(self._listen())

    async def send(self, method: str, session: str | None = None, **params: object) -> Any:
        number = len(self._answers) + 1
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        said = {"id": number, "method": method, "params": params}
        await self._tools.send_json(said | ({"sessionId": session} if session else {}))
        return await asyncio.wait_for(answer, 20)

    async def tab(self) -> Tab:
        target = (await self.send("Target.createTarget", url="about:blank"))["targetId"]
        attached = await self.send("Target.attachToTarget", targetId=target, flatten=True)
        tab = self._tabs[attached["sessionId"]] = Tab(self, attached["sessionId"], target)
        await tab.send("Network.enable")
        await tab.send("Page.enable")
        return tab

    async def _listen(self) -> None:
        async for message in self._tools:
            said = json.loads(message.data)
            if "id" in said:
                answer = self._answers[said["id"]]
                if "error" in said:
                    answer.set_exception(AssertionError(said["error"]))
                else:
                    answer.set_result(said["result"])
            elif said["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                found = said["params"]
                address = found["request"]["url"] if "request" in found else found["url"]
                self._tabs[said["sessionId"]].asked.append(address)


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A browser that nobody used before, gone with all that it kept."""
    found = program()
    assert found is not None, MISSING
    folder = Path(tempfile.mkdtemp(prefix="quanan-browser-"))
    process = await asyncio.create_subprocess_exec(
        found,
        *FLAGS,
        f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
        start_new_session=True,
    )
    try:
        port, path = await _told(folder / "DevToolsActivePort")
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as tools,
        ):
            driven = Browser(tools)
            try:
                yield driven
            finally:
                driven.listening.cancel()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def _told(file: Path) -> list[str]:
    """The port and the path of the developer tools, once the browser wrote them down."""
    end = asyncio.get_running_loop().time() + START_SECONDS
    while True:
        if file.exists() and len(lines := file.read_text().split()) == 2:
            return lines
        if asyncio.get_running_loop().time() > end:
            raise AssertionError("the browser never began")
        await asyncio.sleep(0.05)

"""A desk in a window of a browser: the program in a terminal of its own, which the browser draws.

To the desk this is a terminal like every other. It asks who is there as it does everywhere, and it
ends when its terminal is gone: when the window is closed, when whoever serves it stops, and when
that is killed, for then the system closes the terminal.
"""

import asyncio
import fcntl
import os
import pty
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import BinaryIO

from aiohttp import WSMsgType, web

LAST_SECONDS = 8.0
"""How long a desk may take to end once its terminal is gone. It takes half a second, unless what
was typed has to wait for a database that is busy."""
LARGEST = 1000
"""Columns or rows that a window may say it has."""
CHUNK = 1 << 16


class Window:
    """One desk, and the connection to the page that draws it."""

    def __init__(self, page: web.WebSocketResponse, size: tuple[int, int]) -> None:
        """
        Args:
            size: columns and rows.
        """
        self._page = page
        self._size = size

    async def show(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Runs a desk in it until the desk ends or the page is gone; afterwards neither is left."""
        master, slave = pty.openpty()
        with os.fdopen(master, "rb", buffering=0) as out, os.fdopen(os.dup(master), "wb") as keys:
            self._terminal = master
            self._resize(*self._size)
            try:
                desk = await asyncio.create_subprocess_exec(
                    *command,
                    stdin=slave,
                    stdout=slave,
                    stderr=slave,
                    env=_surroundings(env),
                    start_new_session=True,
                    preexec_fn=_take_terminal,
                )
            finally:
                os.close(slave)
            try:
                await self._carry(out, keys)
            finally:
                # Whatever else is there holds on to no terminal any more: the desk hears of it.
                out.close()
                keys.close()
                await asyncio.shield(_ended(desk))

    async def _carry(self, out: BinaryIO, keys: BinaryIO) -> None:
        """Carries keys to the desk and what it draws to the page, until one side ends."""
        loop = asyncio.get_running_loop()
        drawn = asyncio.StreamReader(limit=CHUNK)
        reading, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(drawn), out)
        writing, protocol = await loop.connect_write_pipe(
            lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), keys
        )
        typed = asyncio.StreamWriter(writing, protocol, None, loop)
        sides = (asyncio.create_task(self._draw(drawn)), asyncio.create_task(self._obey(typed)))
        try:
            await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for side in sides:
                side.cancel()
            await asyncio.gather(*sides, return_exceptions=True)
            reading.close()
            writing.abort()

    async def _draw(self, drawn: asyncio.StreamReader) -> None:
        # A terminal whose program ended is an error to read from.
        with suppress(OSError):
            while data := await drawn.read(CHUNK):
                await self._page.send_bytes(data)

    async def _obey(self, typed: asyncio.StreamWriter) -> None:
        """Does what the page sends: what was typed, a new size, a question whether one is there."""
        with suppress(OSError):
            async for message in self._page:
                said = message.json() if message.type is WSMsgType.TEXT else None
                match said:
                    case ["stdin", str(text)]:
                        typed.write(text.encode("utf-8", "replace"))
                        await typed.drain()
                    case ["resize", {"width": int(columns), "height": int(rows)}]:
                        self._resize(columns, rows)
                    case ["ping", str(moment)]:
                        await self._page.send_json(["pong", moment])

    def _resize(self, columns: int, rows: int) -> None:
        width, height = (min(max(1, number), LARGEST) for number in (columns, rows))
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))


async def _ended(desk: asyncio.subprocess.Process) -> None:
    """Waits for a desk whose terminal is gone, and ends what does not end."""
    try:
        await asyncio.wait_for(desk.wait(), LAST_SECONDS)
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(desk.pid, signal.SIGKILL)
        await desk.wait()


def _surroundings(env: Mapping[str, str]) -> dict[str, str]:
    """The environment of a desk that the browser draws, and not the terminal of who serves it."""
    other = ("COLUMNS", "LINES", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX", "SSH_CONNECTION")
    kept = {name: value for name, value in env.items() if name not in other}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _take_terminal() -> None:
    # In the child: only whom a terminal belongs to hears of a new size and of its end.
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)

"""The wire between a desk and its PostgreSQL server, which a test can cut where it likes."""

import select
import socket
import threading
from contextlib import suppress
from typing import Literal, Self
from urllib.parse import parse_qs, urlsplit

COMMIT = b"COMMIT\x00"

Cut = Literal["never", "before", "after"]
"""When a COMMIT is cut: never, before the server has it, or before its answer is back."""


class Wire:
    """A door on this machine to the server behind an address. Use it in a `with`."""

    def __init__(self, url: str) -> None:
        self.server_url = url
        """The same database, past here."""
        parts = urlsplit(url)
        folder = parse_qs(parts.query)["host"][0]
        self._server = f"{folder}/.s.PGSQL.5432"
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.url = (
            f"postgresql+psycopg://quanan@127.0.0.1:{self.port}{parts.path}"
            "?sslmode=disable&gssencmode=disable"
        )
        """The same database, through here."""
        self.cut: Cut = "never"
        self.down_after_cut = False
        self.deaf = False
        """Whether what the server tells by itself is swallowed."""
        self._up = True
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.down()
        self._door.close()

    def down(self) -> None:
        """The server is gone: every connection breaks, and none comes about."""
        self._up = False
        for pair in self._pairs:
            _close(*pair)

    def up(self) -> None:
        """The server is back."""
        self._up = True

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            if not self._up:
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._server)
            self._pairs.append((near, far))
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        cutting = False
        with suppress(OSError, ValueError):
            while True:
                for one in select.select([near, far], [], [])[0]:
                    data = one.recv(1 << 16)
                    if not data:
                        return _close(near, far)
                    if one is near:
                        if COMMIT in data and self.cut != "never":
                            cutting = True
                            if self.cut == "before":
                                return self._break(near, far)
                        far.sendall(data)
                    elif cutting:
                        return self._break(near, far)
                    elif not (self.deaf and data[:1] == b"A"):
                        near.sendall(data)
        _close(near, far)

    def _break(self, near: socket.socket, far: socket.socket) -> None:
        self.cut = "never"
        if self.down_after_cut:
            self._up = False
        _close(near, far)


def _close(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()

"""A real OpenSSH server on loopback, with keys, people and a configuration of its own.

What docs/remote.md has somebody write is what is tried here, word for word where a test can: the
line of a key, and the settings. Only what guards a shared machine and would get in the way of a
temporary folder is different, and says so.
"""

import getpass
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

MISSING = "no OpenSSH server is installed (Debian: apt install openssh-server)"
START_SECONDS = 10.0
PAGE = Path(__file__).resolve().parents[2] / "docs" / "remote.md"
KEY_LINE = re.compile(
    r'^restrict,pty,command="quanan --as \S+ --by-key" ssh-ed25519 ', re.MULTILINE
)
NOT_HERE = ("AuthorizedKeysFile",)
"""The file of keys is the test's own."""


def told_settings() -> list[str]:
    """What the page has somebody write into the configuration."""
    told = PAGE.read_text(encoding="utf-8")
    block = re.search(r"^Match User quanan\n((?:    .+\n)+)", told, re.MULTILINE)
    assert block is not None and KEY_LINE.search(told) is not None
    lines = [line.strip() for line in block[1].splitlines()]
    return [line for line in lines if not line.startswith(NOT_HERE)]


def program() -> str | None:
    """Where the server lies; it wants to be started by its whole path."""
    return shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def available() -> bool:
    """Whether there is a server to be had.

    Raises:
        RuntimeError: when there is none and this run is to decide.
    """
    found = program() is not None and shutil.which("ssh") is not None
    if not found and os.environ.get("CI"):
        raise RuntimeError(MISSING)
    return found


class Sshd:
    """The server, and the keys of those whom it lets in. Use it in a `with`."""

    def __init__(self, folder: Path, commands: dict[str, str]) -> None:
        """
        Args:
            commands: who has a key, and what runs when that key is shown.
        """
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        for name in ("host", "stranger", *commands):
            made = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name)
            subprocess.run(made, check=True)
        kept = [
            f'restrict,pty,command="{command}" {self._public(name)}'
            for name, command in commands.items()
        ]
        (folder / "authorized_keys").write_text("\n".join(kept) + "\n", encoding="utf-8")
        host = " ".join(self._public("host").split()[:2])
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {host}\n")
        (folder / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {folder}/host\nPidFile none\n"
            f"AuthorizedKeysFile {folder}/authorized_keys\n"
            # A temporary folder lies below one that everybody may write; whoever runs the tests
            # is who logs in, be it root; and a machine of tests has no accounts to be asked about.
            "StrictModes no\nPermitRootLogin yes\nUsePAM no\n" + "\n".join(told_settings())
        )

    def __enter__(self) -> "Sshd":
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self._log = (self._folder / "log").open("wb")
        asked = (program() or "", "-D", "-e", "-f", str(self._folder / "sshd_config"))
        self._server = subprocess.Popen(asked, stdin=subprocess.DEVNULL, stderr=self._log)
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                assert self._server.poll() is None and time.monotonic() < end, self.log()
                time.sleep(0.02)

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait()
        self._log.close()

    def ssh(self, key: str, *given: str, options: tuple[str, ...] = ()) -> list[str]:
        """The call of the client with somebody's key; what is given is asked of the server."""
        own = {
            "IdentitiesOnly": "yes",
            "BatchMode": "yes",
            "UserKnownHostsFile": str(self._folder / "known_hosts"),
            "GlobalKnownHostsFile": "none",
            "LogLevel": "ERROR",
        }
        told = [f"-o{name}={value}" for name, value in own.items()]
        where = ("-p", str(self.port), f"{getpass.getuser()}@127.0.0.1")
        identity = ("-i", str(self._folder / key))
        return ["ssh", "-F", "none", *told, *identity, *options, *where, *given]

    def log(self) -> str:
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    def _public(self, name: str) -> str:
        return (self._folder / f"{name}.pub").read_text().strip()

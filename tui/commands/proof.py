"""Proving on the command line who acts: a passphrase typed or read from a file, or a key of SSH.

The one place where a command learns who acts. A branch without accounts takes the name behind
`--as` for it, as it always did.
"""

import os
import stat
from dataclasses import replace
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from tui.commands.call import Misuse

if TYPE_CHECKING:
    from models.store.engine import Actor, Store
    from models.words import Words
    from tui.commands.keys import Unlocked

FILE = "QUANAN_PASSPHRASE_FILE"
"""Names a file with the passphrase of whoever `--as` names, for what runs without a person."""

TERMINAL = Path("/dev/tty")
PROCESSES = Path("/proc")


def needed(store: "Store") -> bool:
    """Whether whoever acts on this database has to prove who he is."""
    from models.accounts import required
    from models.store.engine import Actor

    with store.reading(Actor.at_the_door()) as session:
        return required(session)


def prove(
    store: "Store", who: str | None, words: "Words", *, by_key: bool, unlocked: "Unlocked"
) -> "Actor":
    """Who acts, once that is proved.

    Args:
        unlocked: what opened the file already, if it is encrypted.

    Raises:
        Refusal: when nobody is named, or who is named is not let in.
    """
    if unlocked.account_id is not None:
        return replace(_in(store, unlocked.account_id, unlocked.secret), origin="command")
    if not who:
        raise Refusal("refuse.cli.who")
    proved = proved_already(store, who, by_key=by_key)
    if proved is None:
        proved = _entered(store, who, _asked(who, words))
    return replace(proved, origin="command")


def proved_already(store: "Store", who: str, *, by_key: bool) -> "Actor | None":
    """Who acts, where a key or a file proves it; None where a person has to type.

    Raises:
        Refusal: when the account lets nobody in, or the file will not do.
    """
    if by_key:
        if not (os.environ.get("SSH_CONNECTION") and below_sshd()):
            # Without a key that somebody else has looked at it would be a name and nothing more.
            raise Misuse("refuse.cli.by_key")
        from models.accounts import log_in_by_key

        return log_in_by_key(store, who).actor
    read = from_file()
    return _entered(store, who, read) if read else None


def from_file() -> str | None:
    """The passphrase in the file that the environment names; None where it names none.

    Raises:
        Refusal: when the file will not do.
    """
    named = os.environ.get(FILE)
    return _read(Path(named).expanduser()) if named else None


def below_sshd() -> bool:
    """Whether an SSH server is among the processes above this one.

    Anybody can set a variable. Where the system does not tell of its processes the variable alone
    is believed.
    """
    process = os.getppid()
    if not PROCESSES.joinpath(str(process)).is_dir():
        return True
    while process > 1:
        try:
            said = PROCESSES.joinpath(str(process), "stat").read_text(encoding="utf-8")
        except OSError:
            return False
        # `4711 (sshd) S 42 …`: the name may hold blanks and brackets, the parent may not.
        before, _, after = said.rpartition(")")
        if before.partition("(")[2].startswith("sshd"):
            return True
        process = int(after.split()[1])
    return False


def _entered(store: "Store", who: str, text: str) -> "Actor":
    from models.accounts import find_account

    return _in(store, find_account(store, who), text)


def _in(store: "Store", account_id: int, text: str) -> "Actor":
    from models.accounts import log_in

    entered = log_in(store, account_id, text, origin="command")
    if entered.must_change:
        raise Refusal("refuse.cli.must_change")
    return entered.actor


def ask(prompt: str) -> str:
    """What is typed on the terminal without being shown.

    Raises:
        Refusal: when there is no terminal to ask on.
    """
    if not os.access(TERMINAL, os.R_OK | os.W_OK):
        raise Refusal("refuse.cli.no_terminal")
    try:
        with TERMINAL.open():
            pass
    except OSError:
        raise Refusal("refuse.cli.no_terminal") from None
    return getpass(prompt)


def _asked(who: str, words: "Words") -> str:
    return ask(words("cli.passphrase", name=who))


def _read(path: Path) -> str:
    """The first line of a file that nobody but its owner may read.

    Raises:
        Refusal: when it is not there, or others may read it.
    """
    try:
        with path.open(encoding="utf-8") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_mode & 0o077:
                raise Refusal("refuse.cli.passphrase_file_open", path=str(path))
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Refusal("refuse.cli.passphrase_file", path=str(path)) from None

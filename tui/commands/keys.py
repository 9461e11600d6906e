"""Opening an encrypted file: a passphrase typed once opens the file and lets its person in.

What runs without a person (the board, the duties, the backup) takes the key from a file of its
own, or says that it cannot. Nothing of this is imported where the file is not encrypted.
"""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal

if TYPE_CHECKING:
    from models.words import Words

KEY_FILE = "QUANAN_KEY_FILE"
"""Names the key file, before what the settings name."""

UNATTENDED = frozenset({"board", "tick", "backup", "verify"})
"""Commands that run where nobody may be there to type."""


@dataclass(slots=True)
class Unlocked:
    """What opened the file, for the log-in that follows it."""

    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    account_id: int | None = None


def unlock(url: str, command: str, words: "Words") -> Unlocked:
    """Has the key of a database's file, where it is encrypted, typed or read.

    Args:
        command: what is being run; some commands ask nobody.

    Raises:
        Refusal: when what was typed opens nothing, or there is nobody to type.
    """
    from models.store.keys import Ring, read_key
    from tui.commands import proof

    if "://" in url.removeprefix("sqlite:///"):
        return Unlocked()
    file = Path(url.removeprefix("sqlite:///")).expanduser().absolute()
    ring = Ring.beside(file)
    if not ring.seals(file):
        return Unlocked()
    if command in UNATTENDED:
        place = key_file()
        if place is not None:
            return Unlocked(read_key(place))
        if not sys.stdin.isatty():
            raise Refusal("refuse.keys.unattended")
    secret = proof.from_file() or proof.ask(words("cli.keys.ask"))
    opened = ring.open(secret)
    return Unlocked(opened.key, secret, opened.account_id)


def key_file() -> Path | None:
    """The file with the key for what runs without a person; None where none is named."""
    from tui.settings import Personal

    named = os.environ.get(KEY_FILE) or Personal.load().settings.key_file
    return Path(named).expanduser().absolute() if named else None

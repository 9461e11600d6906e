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


def unlock(url: str, command: str, words: "Words", unlocked: Unlocked) -> None:
    """Has the key of a database's file, where it is encrypted, typed or read.

    Args:
        command: what is being run; some commands ask nobody.
        unlocked: where what opened the file is noted.

    Raises:
        Refusal: when what was typed opens nothing, or there is nobody to type.
    """
    if "://" in url.removeprefix("sqlite:///"):
        return
    file = Path(url.removeprefix("sqlite:///")).expanduser().absolute()
    if not any(file.parent.glob("*.keys")):
        return  # nothing is imported for it on the way to the first frame
    from models.store.keys import Ring, read_key
    from tui.commands import proof

    ring = Ring.beside(file)
    if not ring.seals(file):
        return
    place = key_file() if command in UNATTENDED else None
    if place is not None:
        unlocked.key = read_key(place)
        return
    secret = proof.from_file()
    if secret is None and command in UNATTENDED and not sys.stdin.isatty():
        raise Refusal("refuse.keys.unattended")
    secret = secret or proof.ask(words("cli.keys.ask"))
    opened = ring.open(secret)
    unlocked.key, unlocked.secret, unlocked.account_id = opened.key, secret, opened.account_id


def key_file() -> Path | None:
    """The file with the key for what runs without a person; None where none is named."""
    from tui.settings import Personal

    named = os.environ.get(KEY_FILE) or Personal.load().settings.key_file
    return Path(named).expanduser().absolute() if named else None

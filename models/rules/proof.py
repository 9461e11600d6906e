"""What somebody proves himself with: what is too easy to guess, and how long to wait after failing.

Whoever mistypes twice waits for nothing; whoever guesses waits twice as long each time. A number
of four digits holds against guessing only because the tries are few: after some in vain it opens
nothing until the passphrase did.
"""

import re
import unicodedata
from collections.abc import Iterable

from models.rules.text import clean

LEAST, MOST = 8, 200
"""How long a passphrase is."""
FREE = 2
"""How many failures in a row cost no time."""
LONGEST = 300
"""The longest wait in seconds."""
TRIES_BY_PIN = 10
"""After so many failures in a row only the passphrase opens."""

IDLE_MINUTES = (1, 2, 5, 10, 20, 60, 0)
"""After how many minutes a desk that nobody touches may lock itself; the last one is never."""

_PIN = re.compile(r"[0-9]{4,6}")


def wait_after(failures: int) -> int:
    """Seconds until the next try after so many failures in a row: 0, 0, 1, 2, 4, ... minutes."""
    if failures <= FREE:
        return 0
    # Bounded before it is raised: nobody needs a number of a thousand digits.
    return int(min(2 ** min(failures - FREE - 1, 20), LONGEST))


def typed(text: str) -> str:
    """A passphrase or number as it is compared: an input method may send its letters wide."""
    return clean(unicodedata.normalize("NFKC", text)).strip()


def wrong_passphrase(text: str, names: Iterable[str] = ()) -> str | None:
    """Why a passphrase will not do, as the end of a message key; None when it will.

    Args:
        names: how the person is called; whoever guesses begins there.
    """
    said = text.casefold().replace(" ", "")
    if len(text) < LEAST:
        return "passphrase_short"
    if len(set(said)) < 3 or said in (name.casefold() for name in names if name):
        return "passphrase_easy"
    return None


def wrong_pin(text: str) -> str | None:
    """Why a number will not do, as the end of a message key; None when it will."""
    if not _PIN.fullmatch(text):
        return "pin_form"
    steps = {int(after) - int(before) for before, after in zip(text, text[1:], strict=False)}
    # 0000, 1234 and 4321 are what is tried first.
    return "pin_easy" if len(steps) == 1 and steps <= {-1, 0, 1} else None

"""How a passphrase or a number is kept: argon2id, which takes whoever guesses time and memory.

The library is imported when somebody proves himself, never on the way to the first frame.
"""

import secrets
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROUNDS, KIBIBYTES, LANES = 2, 19 * 1024, 1
"""40 ms on the machine this was tried on: a log-in does not feel it, a dictionary does."""

_GROUPS, _DIGITS = 4, 4


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=ROUNDS, memory_cost=KIBIBYTES, parallelism=LANES)


def hashed(text: str) -> str:
    """What is kept of a text; salted, so the same text is kept differently each time."""
    return _hasher().hash(text)


def fits(kept: str, text: str) -> bool:
    """Whether a text is the one something was kept of."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, text)
    except (InvalidHashError, VerificationError):
        return False


def outdated(kept: str) -> bool:
    """Whether it was kept in an easier way than today's."""
    return _hasher().check_needs_rehash(kept)


def one_time() -> str:
    """A passphrase to be told and changed at the first log-in: digits in groups of four."""
    return "-".join(f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}" for _ in range(_GROUPS))

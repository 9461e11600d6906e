"""Short codes that are read off paper and typed: a slip is seen, never taken for another code.

No sign can be mistaken for another (no 0 O 1 I L), and the last one checks the others: since the
signs are a prime in number and every place has its own weight, one wrong sign or two that changed
places never give a code again.
"""

import secrets

from models.rules.text import fold

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 5
_BODY = LENGTH - 1


def new_code() -> str:
    """A code drawn by chance; with figures and letters in it, so that it is no word."""
    while not meant_as_code(code := checked("".join(secrets.choice(SIGNS) for _ in range(_BODY)))):
        pass
    return code


def checked(body: str) -> str:
    """The code of these signs: they and the sign that checks them."""
    weight = pow(LENGTH, -1, len(SIGNS))
    return body + SIGNS[-_sum(body) * weight % len(SIGNS)]


def read_code(text: str) -> str | None:
    """The code that somebody typed, in any case and with any gaps; None where it is none."""
    typed = _plain(text)
    if len(typed) != LENGTH or not set(typed) <= set(SIGNS):
        return None
    return None if _sum(typed) % len(SIGNS) else typed


def meant_as_code(text: str) -> bool:
    """Whether it can hardly have been meant otherwise: as long, of figures and Latin letters."""
    typed = _plain(text)
    letters = typed.upper() != typed.lower()
    figures = any(sign.isdecimal() for sign in typed)
    return len(typed) == LENGTH and typed.isascii() and typed.isalnum() and letters and figures


def _plain(text: str) -> str:
    return "".join(fold(text).split()).replace("-", "").upper()


def _sum(signs: str) -> int:
    return sum(place * SIGNS.index(sign) for place, sign in enumerate(signs, 1))

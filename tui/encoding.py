"""How the terminal spells what it is given, where the machine does not know or does not say.

A machine whose language is not set spells nothing but ASCII, while every terminal it is used from
spells UTF-8. Only where the language on it can say Chinese in its own way is that way kept.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from io import TextIOWrapper

from models.rules.text import clean

ASKED = "全安"


def spells_chinese(encoding: str) -> bool:
    """Whether Chinese can be said in an encoding."""
    try:
        ASKED.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def speak() -> None:
    """Has the terminal be written to in what it spells; what it cannot show, it shows as `?`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if spells_chinese(stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def heard(arguments: Sequence[str]) -> list[str]:
    """What was typed behind the command, where it came in an encoding that was not told."""
    if spells_chinese(sys.getfilesystemencoding()):
        return list(arguments)
    return [os.fsencode(one).decode("utf-8", "replace") for one in arguments]


TEXTS = frozenset({"line", "text", "why", "actor", "purpose", "for_name", "for_buy", "buy"})
"""What is typed behind a command as words; what names a file stays as it was typed."""


def cleaned(arguments: Namespace) -> Namespace:
    """Words behind a command, as clean as any that is typed in the desk."""
    for name, value in vars(arguments).items():
        if name in TEXTS and isinstance(value, str):
            setattr(arguments, name, clean(value))
        elif name in TEXTS and isinstance(value, list):
            setattr(arguments, name, [clean(one) for one in value])
    return arguments

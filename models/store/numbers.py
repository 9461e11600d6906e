"""Numbers that belong to a person, noticed wherever somebody writes in words of his own.

An identity number or a telephone number in a note is read by everybody who may read the note. It is
warned about and not refused: whoever writes it may have a reason, and is asked once.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from models.rules.text import NumberKind, numbers_of_persons

if TYPE_CHECKING:
    from models.store.drafts import Ask


def warned(asks: "Sequence[Ask]", values: Mapping[str, object]) -> dict[str, NumberKind]:
    """The fields in whose words such a number stands, and which of the two it seems to be.

    Fields that are telephone numbers, or are meant to hold one, are not looked at.
    """
    found = {}
    for ask in asks:
        text = values.get(ask.name)
        if ask.free and isinstance(text, str):
            kinds = numbers_of_persons(text)
            if kinds:
                found[ask.name] = kinds[0]
    return found

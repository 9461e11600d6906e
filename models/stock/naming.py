"""How an item is found by what one types: its names, their pinyin and initials."""

from models.rules.pinyin import matches, search_key, spell
from models.rules.text import fold


def search_of(name: str, also: str = "") -> str:
    """The search column of an item: every reading of its name and of its other names."""
    # The dictionary of readings is heavy: it is loaded when a name is saved, never to find one.
    from pypinyin import Style, pinyin

    keys = [
        search_key(word, pinyin(word, style=Style.NORMAL, heteronym=True))
        for word in (name, *also.split())
    ]
    return " ".join(dict.fromkeys(part for key in keys for part in key.split()))


def rank_of(name: str, spec: str, also: str, search: str, typed: str) -> int | None:
    """How well a typed text means this item: 0 exactly, 1 by a part or its letters, None not."""
    wanted = fold(typed).strip().casefold()
    if not wanted:
        return 1
    names = [fold(word).casefold() for word in (name, *also.split())]
    whole = f"{names[0]} {fold(spec).casefold()}".rstrip()
    letters = spell(wanted)
    # One asks for masks in English where the name that is kept is mask, or the other way round.
    if {wanted, f"{wanted}s", wanted.removesuffix("s")} & {*names, whole}:
        return 0
    if any(wanted in word for word in (*names, whole)):
        return 1
    return 1 if letters and matches(search, wanted) else None

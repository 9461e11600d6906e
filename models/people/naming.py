"""How somebody is found by what one types: the name, its readings, the handle."""

from models.people.tables import Volunteer
from models.rules.pinyin import matches, spell


def search_of(name: str) -> str:
    """The search column of a name, as residents' names have it."""
    from models.homes import changes

    return changes.search_of(name)


def initials_of(name: str) -> str:
    """The handle that a name makes: the first letters of its likeliest reading."""
    words = search_of(name).split()
    letters = "".join(c for c in (words[1] if len(words) > 1 else spell(name)) if c.isalpha())
    return letters[:6] or "v"


def rank_of(row: Volunteer, typed: str) -> int:
    """How well a typed text means this person: 1 exactly, then less; 0 not at all."""
    name = row.name.casefold()
    if not typed:
        return 0
    if typed in (row.initials, name, str(row.id)):
        return 1
    letters = spell(typed)
    if letters and letters in row.search.split()[:3]:
        return 2
    if row.initials.startswith(typed) or matches(row.search, typed):
        return 3
    return 4 if typed in name else 0

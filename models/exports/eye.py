"""How much of everybody a file shows: what its writer may see, and less where no purpose is given.

Without a purpose a file names nobody in full, has no telephone number, no year of birth and no
illness, and names and numbers inside notes are covered as well. With one it holds what the table
of `models.rules.masking` shows this role, with what the reveal key would show included.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from models.homes import Resident, Sex, Tag, Viewpoint, viewpoint
from models.people import Volunteer
from models.rules import masking
from models.rules.address import Door
from models.rules.masking import Sight
from models.rules.text import phones_in
from models.store.engine import Reading
from models.words import Words

_DECADE = 10


@dataclass(frozen=True, slots=True)
class Eye:
    """Who looks, and whether a purpose was given."""

    view: Viewpoint
    whole: bool
    names: frozenset[str]
    """Everybody's name, so that it can be covered where it stands inside a note."""
    year: int
    """The year it is, from which ages are reckoned."""

    def name(self, full: str, grid: str, sex: Sex | None = None, mine: bool = False) -> str:
        """A resident's name."""
        if self.whole:
            return self.view.name(full, grid, sex, mine)
        seen = self.view.sees("name", grid, mine)
        return "" if seen is Sight.none else masking.name(full, Sight.masked)

    def phone(self, full: str, grid: str, mine: bool = False) -> str:
        """A resident's numbers; in full only for a purpose, kept in the journal like a reveal."""
        seen = self.view.sees("phone", grid, mine)
        if self.whole and masking.can_reveal(seen):
            return full
        return "" if seen is Sight.none else masking.phone(full, Sight.masked)

    def door(self, door: Door, grid: str, mine: bool = False) -> str:
        """A door, or its building."""
        return self.view.door(door, grid, mine)

    def age(self, birth_year: int | None, grid: str, words: Words) -> str:
        """How old somebody is: to the decade, unless the year of birth may be known."""
        if birth_year is None:
            return ""
        if self.whole:
            return str(birth_year) if self.view.knows(grid) else ""
        decade = max(self.year - birth_year, 0) // _DECADE * _DECADE
        return words("export.decade", first=decade, last=decade + _DECADE - 1)

    def tags(self, tags: list[str], grid: str, mine: bool = False) -> tuple[Tag, ...]:
        """The tags that may be known."""
        return self.view.tags(tags, grid, mine)

    def tells_illness(self, grid: str, mine: bool = False) -> bool:
        """Whether illness and medicines are told."""
        return self.whole and self.view.sees("illness", grid, mine) is Sight.full

    def staff(self, name: str | None, initials: str = "") -> str:
        """Somebody who serves; without a purpose by family name and the handle used in here."""
        if not name or self.whole:
            return name or ""
        covered = masking.name(name, Sight.masked)
        return f"{covered} @{initials}" if initials else covered

    def staff_phone(self, phone: str) -> str:
        """A number of somebody who serves, as far as the line that is given shows it."""
        return phone if self.whole else masking.phone(phone, Sight.masked)

    def contact(self, text: str) -> str:
        """A contact of the family: without a purpose only its numbers, covered."""
        if self.whole:
            return text
        return "、".join(masking.phone(one, Sight.masked) for one in phones_in(text))

    def text(self, text: str) -> str:
        """A note: without a purpose with every name that is known here, and numbers, covered."""
        if self.whole or not text:
            return text
        for number in phones_in(text):
            text = text.replace(number, masking.phone(number, Sight.masked))
        if phones_in(text):
            return ""  # a number written in a way that cannot be covered in its place
        return self._without_names(text)

    def _without_names(self, text: str) -> str:
        lengths = sorted({len(name) for name in self.names}, reverse=True)
        place, parts = 0, list[str]()
        while place < len(text):
            for length in lengths:
                piece = text[place : place + length]
                if len(piece) == length and piece in self.names:
                    parts.append(masking.name(piece, Sight.masked))
                    place += length
                    break
            else:
                parts.append(text[place])
                place += 1
        return "".join(parts)


def eye_of(session: Reading, whole: bool) -> Eye:
    """How whoever looks through this session writes a file."""
    known: set[str] = set()
    if not whole:
        known = _long(session.exec(select(col(Resident.name)).distinct()))
        known |= _long(session.exec(select(col(Volunteer.name)).distinct()))
    return Eye(viewpoint(session), whole, frozenset(known), session.today.year)


def _long(names: Iterable[str]) -> set[str]:
    """The names that are long enough to be told from a word."""
    return {name for name in names if len(name) > 1}

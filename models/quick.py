"""The quick line understood: a verb, its fields, and every word that could not be read.

One reading for the desk and for `quanan do`. Order is free. Nothing is guessed: a door or a name
that may mean two is a choice, a word that means nothing is said to be unread, and only a line
with neither may be saved.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from models.acts import every_area
from models.quick_values import WHEN, Taken, count_for, degrees_for, when_for
from models.rules.quick import (
    Count,
    DoorToken,
    Line,
    Mention,
    Token,
    Word,
    match_verb,
    tokens,
    without_rooms,
)
from models.rules.refusal import Refusal
from models.rules.text import NumberKind
from models.store.drafts import Ask, Draft, Shape, target_of
from models.store.engine import Reading
from models.store.numbers import warned
from models.store.register import (
    Change,
    Found,
    Kind,
    Quick,
    draft_for,
    kinds,
    lookup,
    lookup_kind,
    quick_lines,
)
from models.store.typed import Sense, show
from models.words import LANGUAGES, Key, Words

TARGET = ""
"""Name of the part that says which record the verb acts on."""

MOST = 6
NEAR = 6
"""The rank from which on a record is only like what was typed."""
MOST_WORDS = 4
"""No word of a choice is longer, in any language."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the line as it was understood."""

    name: str
    """Field of the draft, or `TARGET`."""
    label: str
    """Key of its label."""
    value: object
    shown: str
    options: tuple[Found, ...] = ()
    """What it may mean, where that is more than one."""
    refusal: Refusal | None = None

    @property
    def near(self) -> bool:
        """Whether what was typed is not there, and the options are only like it."""
        return bool(self.options) and self.options[0].rank >= NEAR


@dataclass(frozen=True, slots=True)
class Understood:
    """A line as far as it was understood."""

    verb: str | None
    parts: tuple[Part, ...] = ()
    unread: tuple[str, ...] = ()
    missing: tuple[Ask, ...] = ()
    """Fields the verb needs and the line does not give."""

    @property
    def choice(self) -> Part | None:
        """The first part that may mean several things."""
        return next((part for part in self.parts if part.options), None)

    @property
    def ready(self) -> bool:
        """Whether the line may be saved."""
        clear = not any(part.options or part.refusal for part in self.parts)
        return self.verb is not None and clear and not self.unread and not self.missing

    @property
    def numbers(self) -> dict[str, NumberKind]:
        """Fields in whose words the number of a person seems to stand."""
        if self.verb is None:
            return {}
        return warned(lookup(self.verb).asks, {part.name: part.value for part in self.parts})

    def draft(self) -> Draft:
        """The draft the line stands for.

        Raises:
            Refusal: when it is not ready, or when a field does not fit.
        """
        if self.verb is None:
            raise Refusal("refuse.quick.verb")
        problem = next((part.refusal for part in self.parts if part.refusal), None)
        if problem is not None:
            raise problem
        if self.choice is not None:
            names = "、".join(f"{o.label} {o.detail}".strip() for o in self.choice.options)
            key = "refuse.quick.near" if self.choice.near else "refuse.quick.several"
            raise Refusal(key, text=self.choice.shown, options=names)
        if self.unread:
            raise Refusal("refuse.quick.unread", words=" ".join(self.unread))
        if self.missing:
            first = self.missing[0]
            choices = tuple(Key(f"{type(m).__name__}.{m.value}") for m in first.enum or ())
            raise Refusal("refuse.quick.missing", field=Key(first.label), choices=choices)
        values = {part.name: part.value for part in self.parts if part.name != TARGET}
        target = next((part.value for part in self.parts if part.name == TARGET), None)
        return draft_for(self.verb, values, target if isinstance(target, int) else None)


def vocabulary() -> dict[str, Quick]:
    """Every word of the quick line and what it begins; the areas are imported for it."""
    every_area()
    return {word: line for line in quick_lines() for word in line.words}


def understand(
    session: Reading, text: str, words: Words, chosen: Mapping[str, Found] | None = None
) -> Understood:
    """Reads a line against the database, as the person may see it.

    Args:
        chosen: what the person chose for parts that may mean several things, by name.
    """
    line = tokens(text)
    match = match_verb(line.words, vocabulary())
    if match is None:
        return Understood(None, unread=tuple(token.text for token in line.tokens))
    if not match.verb.rooms:
        line = without_rooms(line)
    change = lookup(match.verb.verb)
    reader = _Reader(session, words, line, match.rest, dict(chosen or {}))
    return reader.read(match.verb, change)


@dataclass(slots=True)
class _Reader:
    """Deals the tokens of one line to the fields of one draft."""

    session: Reading
    words: Words
    line: Line
    loose: Sequence[Word]
    chosen: dict[str, Found]
    parts: list[Part] = field(default_factory=list)
    also: Mapping[str, object] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    """Where tokens begin that were understood."""

    def read(self, quick: Quick, change: Change) -> Understood:
        self.also = quick.also
        if target_of(change.draft) is not None:
            self._aim(quick, change)
        missing = []
        asks = [ask for ask in change.asks if ask.name not in quick.fixed]
        # A day is told from a number by its form, so it is read before anything is counted.
        for ask in sorted(asks, key=lambda ask: ask.shape not in WHEN):
            if ask.name != quick.rest and not self._fill(ask, asks):
                missing.append(ask)
        order = [TARGET, *(ask.name for ask in asks)]
        self.parts.sort(key=lambda part: order.index(part.name))
        rest = next((ask for ask in asks if ask.name == quick.rest), None)
        if rest is not None and not self._fill_rest(rest):
            missing.append(rest)
        for name, value in quick.fixed.items():
            if not any(part.name == name for part in self.parts):
                label = next((a.label for a in change.asks if a.name == name), f"field.{name}")
                yes = isinstance(value, bool)
                shown = self.words("say.yes" if value else "say.no") if yes else None
                self.parts.append(Part(name, label, value, shown or self.words.of(value)))
        return Understood(
            quick.verb,
            tuple(self.parts),
            tuple(token.text for token in self._unused()),
            tuple(ask for ask in missing if ask.required or ask.name in quick.needs),
        )

    def _unused(self) -> list[Token]:
        loose = {word.start for word in self.loose}
        return [
            token
            for token in self.line.tokens
            if token.start not in self.used
            and (not isinstance(token, Word) or token.start in loose)
        ] + [
            word
            for word in self.loose
            if word.start not in self.used
            and word.start not in {token.start for token in self.line.tokens}
        ]

    # ── which record the verb acts on ──

    def _aim(self, quick: Quick, change: Change) -> None:
        kind = _kind_with(change.verb)
        find: Callable[[Reading, str, int], tuple[Found, ...]] | None
        find = quick.aim or (kind.find if kind is not None else None)
        label = f"kind.{kind.name}" if kind is not None else "field.record"
        if find is None:
            return
        named: list[Token] = [*self.line.doors[:1], *self.line.mentions[:1]]
        # Where the record is called by its name, a door or a person is whom it is for.
        tried = (*named, *self.loose)
        typed = [t for t in tried if find(self.session, t.text.lstrip("@"), 1)][:1] or named
        text = typed[0].text.lstrip("@") if typed else ""
        if not typed and self.loose and quick.aim is None:
            # Words were typed and none of them names such a record: nothing stands to be chosen.
            self._settle(TARGET, label, " ".join(word.text for word in self.loose), ())
            self.used |= {word.start for word in self.loose}
            return
        found = find(self.session, text, MOST)
        if len(found) > 1 and len(typed) == 1:
            found = self._narrowed(found, typed)
        self.used |= {token.start for token in typed}
        self._settle(TARGET, label, text, found)

    def _narrowed(self, found: tuple[Found, ...], typed: list[Token]) -> tuple[Found, ...]:
        """Of several records behind one door, those that another word of the line names."""
        for word in self.loose:
            named = tuple(f for f in found if word.text in f"{f.label} {f.detail}")
            if named and len(named) < len(found):
                typed.append(word)
                return named
        return found

    # ── fields ──

    def _fill(self, ask: Ask, asks: Sequence[Ask]) -> bool:
        """Gives a field what the line has for it; False when it has nothing."""
        if ask.shape is Shape.whole:
            dated = any(one.shape in WHEN for one in asks)
            return self._take(ask, count_for(ask, self._left(), dated))
        if ask.shape is Shape.degrees:
            return self._take(ask, degrees_for(self._left()))
        if ask.shape in WHEN:
            return self._take(ask, when_for(ask, asks, self._left(), self._sense))
        if ask.shape is Shape.record and ask.kind is not None:
            return self._fill_record(ask, lookup_kind(ask.kind))
        if ask.shape is Shape.choice:
            return self._fill_choice(ask)
        return False

    def _fill_record(self, ask: Ask, kind: Kind) -> bool:
        if kind.find is None:
            return False
        token: Token | None = None
        if kind.name == "people.volunteer":
            token = next((m for m in self.line.mentions if m.start not in self.used), None)
        elif kind.name.startswith("homes."):
            token = next((d for d in self.line.doors if self._fits(d, kind.name)), None)
        if token is not None and (kind.name != "homes.resident" or ask.required):
            text = token.name if isinstance(token, Mention) else token.text
            self.used.add(token.start)
            self._settle(ask.name, ask.label, text, kind.find(self.session, text, MOST))
            return True
        return self._fill_record_by_word(ask, kind.find)

    def _fits(self, token: DoorToken, kind: str) -> bool:
        """Whether a door may be meant for a kind of place: only a building alone is a building."""
        whole = token.door.stairwell is not None or token.door.room is not None
        return token.start not in self.used and not (kind == "homes.building" and whole)

    def _fill_record_by_word(
        self, ask: Ask, find: Callable[[Reading, str, int], tuple[Found, ...]]
    ) -> bool:
        for word in self._loose():
            found = find(self.session, word.text, MOST)
            if found and found[0].rank <= 1:
                best = tuple(hit for hit in found if hit.rank == found[0].rank)
                self.used.add(word.start)
                self._settle(ask.name, ask.label, word.text, best)
                return True
        return False

    def _fill_choice(self, ask: Ask) -> bool:
        if ask.name == "urgency" and self.line.urgent and ask.enum is not None:
            member = next((m for m in ask.enum if m.value == "urgent"), None)
            if member is not None:
                self.used |= {token.start for token in self.line.urgent}
                self.parts.append(Part(ask.name, ask.label, member, self.words.of(member)))
                return True
        loose = self._loose()
        # English says with several words what Chinese says with one: the longest run wins.
        for size in range(min(MOST_WORDS, len(loose)), 0, -1):
            for start in range(len(loose) - size + 1):
                run = loose[start : start + size]
                member = _member(ask, " ".join(word.text for word in run), self.also)
                if member is not None:
                    self.used |= {word.start for word in run}
                    said = self.words.of(member)
                    self.parts.append(Part(ask.name, ask.label, member, said))
                    return True
        return False

    def _fill_rest(self, ask: Ask) -> bool:
        """The text field takes what is left, in the order it was typed."""
        left = self._left()
        if not left:
            return False
        self.used |= {token.start for token in left}
        text = " ".join(token.text for token in left)
        self.parts.append(Part(ask.name, ask.label, text, text))
        return True

    def _loose(self) -> list[Word]:
        return [word for word in self.loose if word.start not in self.used]

    def _left(self) -> list[Token]:
        """Words and numbers that nothing has read yet, in the order they were typed."""
        left = [token for token in self._unused() if isinstance(token, (Word, Count))]
        return sorted(left, key=lambda token: token.start)

    @property
    def _sense(self) -> Sense:
        return Sense(self.words, self.session.clock)

    def _take(self, ask: Ask, taken: Taken | None) -> bool:
        if taken is None:
            return False
        self.used |= {token.start for token in taken.tokens}
        shown = show(ask, taken.value, self._sense)
        self.parts.append(Part(ask.name, ask.label, taken.value, shown))
        return True

    def _settle(self, name: str, label: str, typed: str, found: tuple[Found, ...]) -> None:
        picked = self.chosen.get(name)
        if picked is None and len(found) > 1 and found[0].rank == 0 and found[1].rank > 0:
            picked = found[0]
        if picked is None and len(found) == 1 and found[0].rank <= 1:
            picked = found[0]
        if picked is not None:
            shown = f"{picked.label} {picked.detail}".strip()
            self.parts.append(Part(name, label, picked.id, shown))
        elif found:
            self.parts.append(Part(name, label, None, typed, options=found))
        else:
            refusal = Refusal("refuse.quick.unknown", text=typed, kind=Key(label))
            self.parts.append(Part(name, label, None, typed, refusal=refusal))


def _kind_with(verb: str) -> Kind | None:
    return next((kind for kind in kinds().values() if verb in kind.verbs), None)


def _member(ask: Ask, text: str, also: Mapping[str, object]) -> Enum | None:
    """The choice that a word names in either language, by its whole word or one told beside it."""
    typed = text.casefold()
    told = also.get(typed)
    if isinstance(told, Enum) and told in (ask.enum or ()):
        return told
    for member in ask.enum or ():
        names = {Words(lang).of(member).casefold() for lang in LANGUAGES}
        if typed in names or typed == str(member.value).casefold():
            return member
    return None

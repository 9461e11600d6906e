"""What a person types becomes a value, and a value becomes what a person would type.

One function each way for every shape of field, used by the form, the quick line, the command line
and the imports alike; what cannot be read is refused with a sentence, never guessed.
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from models.rules.refusal import Refusal
from models.rules.temperature import celsius, degrees
from models.rules.text import clean
from models.store.clock import Clock
from models.store.drafts import Ask, Shape
from models.store.when import parse_day, parse_when, past_day
from models.words import LANGUAGES, Words

YES = frozenset({"是", "有", "y", "yes", "1", "true", "对", "√"})
NO = frozenset({"否", "无", "n", "no", "0", "false", "不", "×"})


@dataclass(frozen=True, slots=True)
class Sense:
    """What typed text is read against: the language, and the branch's moment and zone."""

    words: Words
    clock: Clock


def choices(ask: Ask, words: Words) -> tuple[tuple[Enum, str], ...]:
    """The members a choice field offers, each with its word."""
    return tuple((member, words.of(member)) for member in ask.enum or ())


def matching(ask: Ask, text: str, words: Words) -> tuple[tuple[Enum, str], ...]:
    """The choices that a typed text may mean: exact first, then by beginning, then by part."""
    typed = text.strip().casefold()
    ranked: list[tuple[int, Enum, str]] = []
    for member, word in choices(ask, words):
        names = {_word(lang, member).casefold() for lang in LANGUAGES} | {str(member.value)}
        if not typed or typed in names:
            ranked.append((0, member, word))
        elif any(name.startswith(typed) for name in names):
            ranked.append((1, member, word))
        elif any(typed in name for name in names):
            ranked.append((2, member, word))
    ranked.sort(key=lambda found: found[0])
    return tuple((member, word) for _, member, word in ranked)


def _word(lang: str, member: Enum) -> str:
    return Words(lang).of(member)


def parse(ask: Ask, text: str, sense: Sense) -> object:
    """The value that a typed text stands for; an empty text is None.

    Records are chosen from a list and not read here.

    Raises:
        Refusal: with what is wrong and what would be understood.
    """
    typed = clean(text).strip()
    if not typed:
        return None
    match ask.shape:
        case Shape.whole:
            return _whole(typed)
        case Shape.money:
            return _fen(typed)
        case Shape.degrees:
            return _tenths(typed)
        case Shape.day:
            read = past_day if ask.past else parse_day
            return read(typed, sense.clock.today())
        case Shape.moment:
            return parse_when(typed, sense.clock.now(), sense.clock.zone)
        case Shape.yes_no:
            return _yes_no(typed)
        case Shape.choice:
            return _choice(ask, typed, sense.words)
        case Shape.choices:
            parts = typed.replace("、", ",").replace("，", ",").split(",")
            return tuple(_choice(ask, part, sense.words) for part in parts if part.strip())
        case _:
            return typed


def show(ask: Ask, value: object, sense: Sense) -> str:
    """The text that `parse` would read back as `value`."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{sense.clock.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if ask.shape is Shape.money and isinstance(value, int):
        return f"{value / 100:.2f}"
    if ask.shape is Shape.degrees and isinstance(value, int):
        return degrees(value)
    if isinstance(value, bool):
        return sense.words("say.yes" if value else "say.no")
    if isinstance(value, (tuple, list, frozenset)):
        return sense.words.listed(tuple(value))
    return sense.words.of(value)


def spoken(value: object, sense: Sense) -> str:
    """A day or a moment in full, as a person says it: weekday, date, and the year if another."""
    if not isinstance(value, dt.date):
        return ""
    moment = sense.clock.local(value) if isinstance(value, dt.datetime) else None
    day = moment.date() if moment is not None else value
    words = sense.words
    weekday, month = words(f"weekday.{day.isoweekday()}"), words(f"month.{day.month}")
    told = words("head.date", month=month, day=day.day, weekday=weekday)
    if day.year != sense.clock.today().year:
        told = words("say.day_of_year", year=day.year, date=told)
    return f"{told} {moment:%H:%M}" if moment is not None else told


def _whole(typed: str) -> int:
    try:
        return int(typed.replace(",", "").replace("，", ""))
    except ValueError:
        raise Refusal("refuse.input.whole", text=typed) from None


def _fen(typed: str) -> int:
    try:
        return round(float(typed.strip("¥￥元 ").replace(",", "")) * 100)
    except (ValueError, OverflowError):
        raise Refusal("refuse.input.money", text=typed) from None


def _tenths(typed: str) -> int:
    found = celsius(typed)
    if found is None:
        raise Refusal("refuse.input.degrees", text=typed)
    return found


def _yes_no(typed: str) -> bool:
    if typed.casefold() in YES:
        return True
    if typed.casefold() in NO:
        return False
    raise Refusal("refuse.input.yes_no", text=typed)


def _choice(ask: Ask, typed: str, words: Words) -> Enum:
    found = matching(ask, typed, words)
    if not found:
        raise Refusal("refuse.input.choice", text=typed)
    return found[0][0]

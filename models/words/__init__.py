"""Every text a person reads, in Chinese and English, said from one table.

Each file beside this one holds `MESSAGES`: a key with its Chinese and its English text on one
line. The table is plain data, so it loads in a millisecond and both languages are always there:
switching needs no restart. Keys follow one grammar:

- `requests.claim` - a verb as a menu shows it; `requests.claim.did` - what the journal says of it;
- `RequestKind.medicine` - a member of an enum; `field.door`, `hint.door` - labels of a form;
- `refuse.…` - a refusal, which says what is wrong and what to do.
"""

import string
import sys
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

LANGUAGES = ("zh", "en")

ERASED = "[erased]"
"""What a record holds where a name, a number or words about a person were erased in time; it is
shown as a word of the reader's language."""


class Key(str):
    """A string that is a key of the table: it is translated when it is said."""

    __slots__ = ()


class _Formatter(string.Formatter):
    """`str.format` with words: enums and keys are translated, `{n:task|tasks}` counts."""

    def __init__(self, words: "Words") -> None:
        self._words = words

    def get_value(
        self, key: int | str, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> object:
        return kwargs.get(str(key), "")

    def format_field(self, value: object, format_spec: str) -> str:
        if "|" in format_spec and isinstance(value, int):
            one, many = format_spec.split("|", 1)
            return f"{value} {one if value == 1 else many}"
        if isinstance(value, (Key, Enum)):
            return self._words.of(value)
        if value is None:
            return ""
        if isinstance(value, tuple):
            return self._words.listed(value)
        if not isinstance(value, (int, float)):
            value = self._words.told(str(value))
            if "|" in format_spec:
                return str(value)  # where the number is missing there is nothing to count
        return format(value, format_spec)


Texts = tuple[str, str]
"""One message in Chinese and in English."""


@cache
def table() -> Mapping[str, Texts]:
    """The whole message table: key -> (Chinese, English).

    Raises:
        ValueError: when two files give the same key different texts.
    """
    merged: dict[str, Texts] = {}
    for name in _files():
        for key, texts in _messages(name).items():
            if merged.setdefault(key, texts) != texts:
                raise ValueError(f"{key} has two texts, one in {name}")
    return merged


@cache
def _texts(key: str) -> Texts | None:
    """The texts of one key, looked for first where they most likely stand.

    A first frame needs the words of five files and would wait for all twenty-four.
    """
    likely = (key.partition(".")[0], "desk")
    read = [name for name in _files() if f"{__name__}.{name}" in sys.modules]
    for name in dict.fromkeys((*likely, *read, *_files())):
        if name in _files() and key in _messages(name):
            return _messages(name)[key]
    return None


@cache
def _files() -> frozenset[str]:
    return frozenset(module.name for module in iter_modules(__path__))


@cache
def _messages(name: str) -> Mapping[str, Texts]:
    messages: Mapping[str, Texts] = import_module(f"{__name__}.{name}").MESSAGES
    return messages


class Words:
    """Says messages in one language, which may be switched while the desk is open."""

    def __init__(self, lang: str = "zh") -> None:
        self._formatter = _Formatter(self)
        self.lang = lang

    @property
    def lang(self) -> str:
        """`zh` or `en`."""
        return self._lang

    @lang.setter
    def lang(self, lang: str) -> None:
        self._lang = lang if lang in LANGUAGES else "zh"
        self._column = LANGUAGES.index(self._lang)

    def __call__(self, key: str, /, **params: object) -> str:
        """The text of `key` with its placeholders filled; a key without a text is shown as it is."""
        texts = _texts(key)
        if texts is None:
            return str(key)
        text = texts[self._column]
        return self._formatter.vformat(text, (), params) if "{" in text else text

    def told(self, text: str) -> str:
        """A text of a record as it is shown: what was erased of it is said in a word."""
        return text.replace(ERASED, self("erased")) if ERASED in text else text

    def has(self, key: str) -> bool:
        """Whether the table holds `key`."""
        return _texts(key) is not None

    def of(self, value: object) -> str:
        """The word of an enum member (`ClassName.value`), of a `Key`, or the value as text."""
        if isinstance(value, Key):
            return self(value)
        if isinstance(value, Enum):
            return self(f"{type(value).__name__}.{value.value}")
        return "" if value is None else str(value)

    def listed(self, values: Sequence[object]) -> str:
        """Several words in a row, joined as the language joins them."""
        return ("、" if self._lang == "zh" else ", ").join(self.of(value) for value in values)

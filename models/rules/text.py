"""What people type, cleaned once on the way in and once more where it is drawn.

The promise: nothing that leaves ``clean`` can steer a terminal, turn the reading direction, hide
inside another word or fail to be stored. A person's words, rare characters and joined emoji stay.
"""

import re
import unicodedata
from enum import StrEnum

# Patterns stay text: `re` compiles each when it is first needed, and a start needs only one.

# Whole sequences go, not only their first byte: "\x1b[2J" minus ESC would leave a stray "[2J".
# An unfinished one loses its opening only, so that a lone byte can never swallow a whole note.
_SEQUENCE = (
    "(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x00-\x06\x08-\x1f\x7f-\x9b\x9d-\x9f]*?(?:\x07|\x1b\\\\|\x9c)"
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|\x1b[ -/]*[0-~]?"
)
_NEWLINE = "\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"
_GONE = (
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
)
STEERS = "[\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
"""Beside the controls of ASCII: what a terminal obeys, or lets run the other way."""

# Invisible characters that mean something in one place only: they stay there and go elsewhere.
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,8}\U000e007f"
_EMOJI = "\xa9\xae\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_VARIANT = (
    f"(?P<flag>{_FLAG})"
    f"|(?P<style>(?<=[0-9#*{_EMOJI}])[\ufe0e\ufe0f])"
    "|(?P<glyph>(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef])"
    "|[\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
_JOINER = f"(?P<join>(?<=[\ufe0f{_EMOJI}])\u200d(?=[{_EMOJI}]))|\u200d"
_PILE = (
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_RARE = (
    "[\u0300-\u036f\u0483-\u0489\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u2800\u3164\ufe00-\ufe0f\ufe20-\ufe2f\uffa0\U000e0100-\U000e01ef]"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－ｰー", "-") | {"　": " ", "〇": "零", "○": "零"})

_ID_NUMBER = (
    r"(?<![0-9])[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
    r"|(?<![0-9])[1-8][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9])"
)
_PHONE_DIGITS = 11
_RUN = r"[0-9](?:[ .-]{0,2}[0-9])*(?:[ -]?[Xx](?![0-9A-Za-z]))?"
_PHONE = (
    r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})(?![0-9])"
    r"|(?<![0-9])(0[0-9]{2,3})[ -]?([2-9][0-9]{6,7})(?![0-9])"
)


def clean(text: str) -> str:
    """One line of plain text: no control, no hidden character, single spaces, NFC."""
    return " ".join(_plain(text).split())


def clean_lines(text: str) -> list[str]:
    """A paste, line by line. Tabs and runs of spaces inside a line stay: they part columns."""
    return [line.rstrip() for line in _plain(text).split("\n")]


def fold(text: str) -> str:
    """NFKC character by character, so that every position still points into the original.

    Dashes of all kinds become "-". A character that would become several is left as it is.
    """
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFKC", text):
        text = "".join(map(_fold_one, text))
    return text.translate(_DASHES)


def looks_like_id_number(text: str) -> bool:
    """Whether a note seems to hold an identity number, which the desk never keeps."""
    return re.search(_ID_NUMBER, fold(text)) is not None


class NumberKind(StrEnum):
    """Whose number a run of digits seems to be."""

    id_number = "id_number"
    phone = "phone"


def numbers_of_persons(text: str) -> tuple[NumberKind, ...]:
    """What of a note seems to be an identity number (18 digits, the last may be X) or a telephone
    number (11 digits): in full-width digits too, and split by spaces or dashes."""
    if sum(char.isdigit() for char in text) < _PHONE_DIGITS:
        return ()
    found: set[NumberKind] = set()
    for run in re.finditer(_RUN, fold(text)):
        groups = re.findall("[0-9]+|[Xx]", run.group())
        kinds = {_kind_of(groups[i:j]) for i in range(len(groups)) for j in range(i + 1, i + 8)}
        # What is a piece of an identity number is no telephone number as well.
        found |= {min(filter(None, kinds), key=list(NumberKind).index)} if any(kinds) else set()
    return tuple(kind for kind in NumberKind if kind in found)


def _kind_of(groups: list[str]) -> NumberKind | None:
    joined = "".join(groups)
    if re.fullmatch("[1-9][0-9]{16}[0-9Xx]", joined):
        return NumberKind.id_number
    if re.fullmatch("(?:00)?861[3-9][0-9]{9}", joined):
        return NumberKind.phone
    # Eleven digits in one piece are a number; in pieces, what begins as one does.
    whole = len(groups) == 1 or re.match("1[3-9]|0", joined) is not None
    return NumberKind.phone if whole and re.fullmatch("[0-9]{11}", joined) else None


def phones_in(text: str) -> tuple[str, ...]:
    """Telephone numbers inside a note, as plain digits, in the order they stand."""
    return tuple(
        "".join(part or "" for part in m.groups()) for m in re.finditer(_PHONE, fold(text))
    )


def phone_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the telephone numbers stand inside a note."""
    return tuple(found.span() for found in re.finditer(_PHONE, fold(text)))


def _plain(text: str) -> str:
    """Everything but the spacing: lines end in a newline character, tabs are kept."""
    if text.isprintable() and (text.isascii() or not re.search(_RARE, text)):
        return unicodedata.normalize("NFC", text)
    text = re.sub(_NEWLINE, "\n", re.sub(_SEQUENCE, "", text))
    text = re.sub(_VARIANT, _keep_meaning, re.sub(_GONE, "", text))
    text = re.sub(_JOINER, _keep_meaning, text)
    return re.sub(_PILE, r"\1", unicodedata.normalize("NFC", text))


def _keep_meaning(found: re.Match[str]) -> str:
    return found.group() if found.lastgroup else ""


def _fold_one(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char

"""Pieces of text as a terminal sends them: what is keys, what is a paste, where either ends."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui.keyboard import MOST_PASTED, Burst, Pieces

START, END = "\x1b[200~", "\x1b[201~"


def taken(*pieces: str) -> list[Message]:
    reader = Pieces(XTermParser())
    found = [message for piece in pieces for message in reader.take(piece)]
    return [*found, *reader.rest()]


def told(messages: Iterable[Message]) -> str:
    """Keys as their signs, a paste in angle brackets, text that came at once in braces."""
    said = ""
    for one in messages:
        match one:
            case events.Key():
                said += one.character or f"<{one.key}>"
            case events.Paste():
                said += f"«{one.text}»"
            case Burst():
                said += f"{{{one.text}}}"
    return said


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (["g", "r"], "gr"),
        (["3-2-401\r"], "3-2-401\r"),
        ([START + "a\nb" + END + "c"], "«a\nb»c"),
        (["x\x1b[2", "00~a", "b\x1b[20", "1~", "y"], "x«ab»y"),
        (["\x1b", "[200~a" + END], "«a»"),
        ([START + "a\x1b[31mb" + END], "«a\x1b[31mb»"),
        ([START + "never ended"], "«never ended»"),
        (["jjjjjjjjjjjjjjjjjjjj"], "j" * 20),
        (["one line and more", " of it"], "{one line and more of it}"),
        (["one line and more", "\x1b[A"], "{one line and more}<up>"),
        (["\x1b[B\x1b[B"], "<down><down>"),
    ],
)
def test_pieces(pieces: list[str], found: str) -> None:
    assert told(taken(*pieces)) == found


@pytest.mark.parametrize(
    ("text", "in_a_field", "in_a_list"),
    [
        ("3-2-401 药没了 两盒\r", False, True),
        ("gracious me", False, False),
        ("x" * 255, False, True),
        ("x" * 256, True, True),
        ("1. 王秀芝 白菜包2\r2. 李国强 3-2-402 土豆1 已付", True, True),
    ],
)
def test_what_nobody_can_have_typed_is_a_paste(
    text: str, in_a_field: bool, in_a_list: bool
) -> None:
    burst = Burst(text)
    assert (burst.pasted(True), burst.pasted(False)) == (in_a_field, in_a_list)
    assert "".join(key.character or "" for key in burst.keys()) == text


def test_a_paste_without_measure_is_taken_in_up_to_a_measure() -> None:
    (paste,) = taken(START, *["x" * 65536] * 100, END)
    assert isinstance(paste, events.Paste) and len(paste.text) == MOST_PASTED


@given(
    text=st.text(st.sampled_from("ab\n\r药\x1b[0~"), max_size=60),
    cuts=st.lists(st.integers(0, 80), max_size=6),
)
def test_a_paste_is_the_same_however_it_is_cut(text: str, cuts: list[int]) -> None:
    whole = f"{START}{text}{END}k"
    ends = sorted({min(cut, len(whole)) for cut in cuts})
    pieces = [whole[a:b] for a, b in zip([0, *ends], [*ends, len(whole)], strict=True)]
    assert told(taken(*pieces)) == told(taken(whole))

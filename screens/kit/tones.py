"""What a tone looks like in the theme that is worn.

Read from the theme's own names and not from the style sheet: component classes are reckoned anew
for every list of every room whenever it is mounted, and a first frame would wait for forty.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from rich.style import Style
from textual.app import App

from screens.kit.draw import Tone

LOOKS: Mapping[Tone, tuple[str, bool]] = {
    "plain": ("foreground", False),
    "alarm": ("error", True),
    "warn": ("warning", False),
    "ok": ("success", False),
    "muted": ("muted", False),
    "strong": ("foreground", True),
}
"""Tone -> the theme's name of its colour, and whether it is bold."""


def look(app: App[Any], tone: Tone) -> Style:
    """How words of this tone are drawn; their ground is whatever they stand on."""
    colour, bold = LOOKS[tone]
    return _style(app.theme_variables[colour], bold)


@cache
def _style(colour: str, bold: bool) -> Style:
    return Style(color=colour, bold=bold or None)

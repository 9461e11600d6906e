"""A sentence or a text on the screen: never markup, and nothing in it that a terminal obeys."""

from typing import TYPE_CHECKING

from textual.widgets import Static

from models.rules.text import clean_lines

if TYPE_CHECKING:
    from textual.visual import VisualType


class Said(Static):
    """Text as it is; lines stay lines."""

    def __init__(self, content: "VisualType" = "", *, classes: str | None = None) -> None:
        super().__init__(_plain(content), classes=classes, markup=False)

    def update(self, content: "VisualType" = "", *, layout: bool = True) -> None:
        super().update(_plain(content), layout=layout)


def _plain(content: "VisualType") -> "VisualType":
    """What is styled already is made of cells, which are clean."""
    if isinstance(content, str):
        return "\n".join(clean_lines(content))
    return content

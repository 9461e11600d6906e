"""The palette and the help: both made from the bindings that are active, so neither can lie."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.binding import Binding

from models.words import Words
from screens import OFFERED
from screens.kit.desk import Desk
from screens.kit.dialogs import Chooser, Option
from screens.kit.draw import fit
from screens.kit.masthead import shown_key

if TYPE_CHECKING:
    from textual.screen import Screen


def described(screen: "Screen[None]") -> list[Binding]:
    """The active bindings that say what they do, each once."""
    found: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        if active.binding.description and active.binding.id:
            found.setdefault(active.binding.id, active.binding)
    return list(found.values())


class Palette(Chooser):
    """Everything that can be done from here, by its word; gives the action to run."""

    def __init__(self, desk: Desk, screen: "Screen[None]") -> None:
        words = desk.words
        options = [
            Option(
                b.action, words(b.description), f"{shown_key(b)}  {words(b.description + '.tip')}"
            )
            for b in described(screen)
            if b.id != "room.palette"
        ]
        options += [
            Option(f"app.go('{place.name}')", words(f"room.{place.name}"), f"g {place.letter}")
            for place in OFFERED
        ]
        options += [
            Option("app.import", words("palette.import")),
            Option("app.chain", words("palette.chain")),
            Option("app.language", words("palette.language")),
            Option("app.theme", words("palette.theme")),
        ]
        super().__init__(desk, words("key.palette"), options, prompt=words("palette.prompt"))


def help_text(words: Words, screen: "Screen[None]") -> str:
    """Every key of the room on show, with a sentence each, under the five lines of the start."""
    lines = [words(f"start.{n}") for n in range(1, 6)]
    lines += ["", words(f"help.{getattr(screen, 'NAME', 'dashboard')}"), ""]
    shown = described(screen)
    wide = max((cell_len(words(binding.description)) for binding in shown), default=0)
    for binding in shown:
        tip = words(f"{binding.description}.tip")
        lines.append(f"{shown_key(binding):>7}  {fit(words(binding.description), wide)}  {tip}")
    lines += ["", words("help.rooms")]
    lines += [f"    g {place.letter}  {words('room.' + place.name)}" for place in OFFERED]
    return "\n".join(lines)

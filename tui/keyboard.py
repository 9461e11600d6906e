"""What comes in from the terminal: keys, and whole texts that are no keys.

A paste is one text, also where the terminal does not say so: what comes in one piece and is longer
than anybody types is no row of keys. Ten thousand lines are taken in at once instead of sign by
sign, and none of them presses a key. A terminal that sends bytes that are no text, or that is gone,
ends nothing here.
"""

import os
import re
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

MOST_PASTED = 4_000_000
"""Characters of one paste that are taken in; what comes behind them is let go."""
PIECE = 1 << 16
BURST = 12
"""From so many characters in one piece on it is asked whether somebody typed them."""
PASTE = 256
"""So many in one piece nobody types, nor does an input method compose them."""
LINES_OF = 32
"""So many in one piece, with another line behind the first, are no line and its `enter`."""
GAP = 0.03
"""Seconds without a further piece after which a text is whole: the pieces of one follow at once."""
LOST = 2.0
"""Seconds after which the end of a paste is not waited for any more."""

_STEERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Burst(Message):
    """Text that came in one piece; whether it is keys depends on where it arrives."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def pasted(self, typing: bool) -> bool:
        """Whether it is a paste.

        Args:
            typing: whether there is a field to type in; elsewhere letters are commands.
        """
        lines = re.search(r"[\r\n]+[^\r\n]", self.text) is not None
        size = len(self.text)
        return size >= (PASTE if typing else BURST) or (lines and size >= LINES_OF)

    def keys(self) -> Iterator[events.Key]:
        """The keys it is, where somebody typed it."""
        return (key for key in XTermParser().feed(self.text) if isinstance(key, events.Key))


class Pieces:
    """Makes messages of the pieces of text that come in."""

    def __init__(self, parser: XTermParser) -> None:
        self._parser = parser
        self._paste: list[str] | None = None
        """The parts of a paste whose end has not come."""
        self._size = 0
        self._held = ""
        """The last signs of a piece, which may begin a mark that the next one ends."""
        self._run: list[str] = []
        """Text without a mark, which may go on."""

    @property
    def patience(self) -> float | None:
        """Seconds until `rest` is to be asked, where something waits."""
        if self._paste is not None:
            return LOST
        return GAP if self._held or self._run else None

    def take(self, text: str) -> Iterator[Message]:
        """What another piece comes to."""
        text, self._held = self._held + text, ""
        while text:
            mark = BRACKETED_PASTE_START if self._paste is None else BRACKETED_PASTE_END
            before, found, behind = text.partition(mark)
            held = 0 if found else _begun(text, mark)
            before, begun = before[: len(before) - held], before[len(before) - held :]
            if self._paste is not None:
                self._add(before)
                if found:
                    yield from self.rest()
            else:
                yield from self._typed(before)
                if found:
                    yield from self.rest()
                    self._paste, self._size = [], 0
            self._held, text = begun, behind

    def rest(self) -> Iterator[Message]:
        """What waited, now that nothing more came."""
        yield from self._end_run()
        if self._paste is not None:
            pasted, self._paste = "".join(self._paste), None
            yield events.Paste(pasted.replace("\0", ""))
        elif self._held:
            held, self._held = self._held, ""
            yield from self._parser.feed(held)

    def _end_run(self) -> Iterator[Message]:
        run, self._run = "".join(self._run), []
        if run:
            yield Burst(run)

    def _add(self, text: str) -> None:
        assert self._paste is not None
        room = max(MOST_PASTED - self._size, 0)
        self._paste.append(text[:room])
        self._size += len(text)

    def _typed(self, text: str) -> Iterator[Message]:
        if not text:
            return
        run = bool(self._run) or (len(text) >= BURST and len(set(text)) > 1)
        if run and not _STEERS.search(text):
            if sum(map(len, self._run)) < MOST_PASTED:
                self._run.append(text)
        else:
            yield from self._end_run()
            yield from self._parser.feed(text)


def _begun(text: str, mark: str) -> int:
    """How many of the last signs of a text may be the first ones of a mark."""
    return next((n for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), 0)


class Keyboard(LinuxDriver):
    """Reads the terminal."""

    def run_input_thread(self) -> None:
        """Reads until the desk ends or the terminal is gone."""
        parser = XTermParser(self._debug)
        pieces = Pieces(parser)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        selector = selectors.SelectSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        try:
            while not self.exit_event.is_set():
                if selector.select(pieces.patience or 0.1):
                    data = _read(self.fileno)
                    if not data:
                        return  # the terminal is gone; whoever watches it ends the desk
                    found = pieces.take(decode(data))
                else:
                    found = pieces.rest()
                for message in (*found, *parser.tick()):
                    self.process_message(message)
        finally:
            selector.close()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, PIECE)
    except OSError:
        return b""

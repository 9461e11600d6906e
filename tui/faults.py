"""What becomes of a fault: a log that names places in the code and nobody's data, and a sentence.

A traceback would print local variables or messages, which here are people's records.
"""

import os
import signal
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

KEPT = 20
"""Logs that stay; older ones are removed when one is written."""
MOST_ERRORS = 20
"""Errors of one chain that are told."""
NOTE_SECONDS = 30.0
"""How long a sentence stays that nobody is waiting for."""

if TYPE_CHECKING:
    from textual.app import App

    from models.rules.refusal import Refusal
    from screens.kit.desk import Desk


def write_log(error: BaseException, folder: Path | None) -> Path | None:
    """Writes where in the code an error came from, readable by its owner only.

    Returns:
        The log, or None where none could be written.
    """
    if folder is None:
        return None
    path = folder / f"fault-{datetime.now():%Y%m%d-%H%M%S-%f}.log"
    text = "\n".join(_places(error)) + "\n"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        # Never readable by another, not even for the moment before it is told so.
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as log:
            log.write(text)
        for old in sorted(folder.glob("fault-*.log"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _places(error: BaseException) -> list[str]:
    """The kinds of the errors and the places in the code, the last one first; never a message."""
    lines: list[str] = []
    waiting: list[BaseException | None] = [error]
    known: set[int] = set()
    while waiting and len(known) < MOST_ERRORS:
        seen = waiting.pop(0)
        if seen is None or id(seen) in known:
            continue
        known.add(id(seen))
        lines.append(type(seen).__name__)
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        # A worker wraps what went wrong in it, and a group of tasks what went wrong in each.
        inner = getattr(seen, "error", None)
        waiting += seen.exceptions if isinstance(seen, BaseExceptionGroup) else ()
        waiting += [inner] if isinstance(inner, BaseException) else []
        waiting.append(seen.__cause__ or seen.__context__)
    return lines


def tell_trouble(app: "App[int]", desk: "Desk", trouble: "Refusal | None") -> None:
    """Says in every room and in an open form what the database suffers from, or that it is over."""
    from screens.kit.masthead import Masthead

    desk.trouble = trouble
    for screen in app.screen_stack:
        for masthead in screen.query(Masthead):
            masthead.tell_trouble()
        say = getattr(screen, "say", None)
        if say is not None:
            say(trouble)


def tell_note(app: "App[int]", desk: "Desk", note: "Refusal") -> None:
    """Says at the start what does not keep anybody from working."""
    told = desk.words(note.key, **note.params)
    app.notify(told, severity="warning", timeout=NOTE_SECONDS, markup=False)


def tell(app: "App[int]", desk: "Desk", refusal: "Refusal") -> None:
    """Says a refusal where the person is: in the form that is open, else over the room."""
    say = getattr(app.screen, "say", None)
    if say is not None:
        say(refusal)
        return
    app.clear_notifications()
    told = desk.words(refusal.key, **refusal.params)
    app.notify(told, severity="warning", markup=False)


def leave_on_signal(app: "App[int]") -> None:
    """Has an application asked to end by the system give the terminal back as it found it."""
    import asyncio

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP):
        try:
            loop.add_signal_handler(number, app.exit, 128 + number)
        except (NotImplementedError, RuntimeError, ValueError):
            return  # no signals here: another platform, or not the main thread

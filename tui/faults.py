"""What becomes of a fault: a log that names places in the code and nobody's data, and a sentence.

A traceback would print local variables or messages, which here are people's records.
"""

import signal
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

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
    path = folder / f"fault-{datetime.now():%Y%m%d-%H%M%S}.log"
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        # A worker wraps what went wrong in it.
        seen = getattr(seen, "error", None) or seen.__cause__ or seen.__context__
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        path.chmod(0o600)
    except OSError:
        return None
    return path


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

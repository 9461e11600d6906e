"""Every other way by which Python or a library would print what went wrong, and somebody's data.

An error's message may hold a record, a statement's parameters or what was typed: SQLAlchemy and
pydantic put them there, asyncio, threading, logging and warnings print them. Here each of them ends
in the redacted log of `tui.faults`, and nothing on the terminal. Textual's own logs for developers
hold every key that was typed: they are never written.
"""

import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from tui.faults import write_log

FOR_DEVELOPERS = ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "PYTHONASYNCIODEBUG")
"""Variables by which Textual and asyncio write down what happens, keys and values included."""


def keep_quiet(folder: Callable[[], Path | None], say: Callable[[Path | None], None]) -> None:
    """Has everything that nobody caught end in the log; before anything is imported that is heard.

    Args:
        folder: where the logs lie; asked for only when there is something to write.
        say: tells a person that the program ended, and where the log is.
    """
    for name in FOR_DEVELOPERS:
        os.environ.pop(name, None)

    def uncaught(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        if not isinstance(error, KeyboardInterrupt):
            say(write_log(error, folder()))

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            write_log(args.exc_value, folder())

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            write_log(args.exc_value, folder())

    def no_warning(*_: Any, **__: Any) -> None:
        """A warning is for who writes the program; its tests show it as an error."""

    sys.excepthook = uncaught
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable
    warnings.showwarning = no_warning
    root = logging.getLogger()
    root.handlers[:] = [Redacted(folder)]
    root.setLevel(logging.ERROR)


class Redacted(logging.Handler):
    """Keeps of what a library logs who logged it, and where in the code an error came from."""

    def __init__(self, folder: Callable[[], Path | None]) -> None:
        super().__init__(logging.ERROR)
        self._folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            write_log(error, self._folder())


def keep_loop_quiet(folder: Path | None) -> None:
    """Has what goes wrong where nobody awaits it end in the log as well; for the loop that runs.

    A test, which has no folder, goes on hearing of it.
    """
    import asyncio

    if folder is None:
        return

    def handle(_: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            write_log(error, folder)

    asyncio.get_running_loop().set_exception_handler(handle)

"""A desk whose terminal is gone ends, whatever it is doing at that moment.

The signal that a closed terminal sends is not enough. It reaches only those the terminal belongs
to, and it is answered between two steps of the program, while a program that still writes to a
terminal that is gone waits for ever in the middle of one (and reads its end of file as fast as it
can, which costs a whole core).
"""

import os
import select
import signal
import sys
from threading import Event, Thread
from threading import enumerate as enumerate_threads

KEEPS = "keep-forms"
"""Name of the thread that keeps what stands in an open form; see `tui.kept`."""
LAST_SECONDS = 0.8
"""How long it may take to leave in order, with what was typed kept."""


def end_when_hung_up() -> None:
    """Has this program end when its terminal is gone: in order if it can, at once if it cannot."""
    watching = (sys.stdin.fileno(),)
    Thread(target=_watch, args=watching, name="hang-up", daemon=True).start()


def _watch(keyboard: int) -> None:
    terminal = select.poll()
    terminal.register(keyboard, 0)  # that it is gone is told without being asked for
    if not any(event & select.POLLHUP for _, event in terminal.poll()):
        return  # no terminal that can be watched in this way: the signal must do
    os.kill(os.getpid(), signal.SIGHUP)
    # A program that leaves in order ends this thread with it.
    Event().wait(LAST_SECONDS)
    for writer in enumerate_threads():
        if writer.name == KEEPS:  # what was typed is still on its way to a database that is busy
            writer.join()
    os._exit(128 + signal.SIGHUP)

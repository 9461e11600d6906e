"""Asks the terminal once how wide it draws the marks whose width nobody has settled.

`●` and `…` take one cell in most terminals and two in some that are set up for Chinese; there they
would push every column aside, so the desk draws ASCII instead. The cursor tells which it is.
"""

import os
import re
import select
import sys
import termios
import time
import tty

MARK = "●"
PATIENCE = 0.15
"""Seconds until a terminal that does not answer is taken to be an ordinary one."""

_REPORT = re.compile(rb"\x1b\[\d+;([23])R")
"""Behind one mark the cursor is in the second column or in the third. A key that is spelled like a
report (`ctrl+f3` is one of the fifth column) is no answer."""


def draws_marks_wide() -> bool:
    """Whether this terminal gives an ambiguous mark two cells; False where it does not say."""
    source, target = sys.stdin.fileno(), sys.stdout.fileno()
    try:
        before = termios.tcgetattr(source)
    except termios.error:
        return False
    try:
        tty.setcbreak(source)
        # At the first column: draw the mark, ask where the cursor is, take the mark away again.
        os.write(target, b"\r" + MARK.encode() + b"\x1b[6n")
        answer, end = b"", time.monotonic() + PATIENCE
        while (found := _REPORT.search(answer)) is None:
            # Whoever leans on a key meanwhile sends something all the time, and no answer.
            if not select.select([source], [], [], max(end - time.monotonic(), 0))[0]:
                break
            answer += os.read(source, 64)
        os.write(target, b"\r\x1b[K")
    except OSError:
        return False
    finally:
        termios.tcsetattr(source, termios.TCSADRAIN, before)
    return found is not None and found.group(1) == b"3"

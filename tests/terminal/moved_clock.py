"""The real program on a machine whose clock a test moves: `python moved_clock.py OFFSET_FILE …`.

The file holds seconds; they are read at every look at the clock, so that it can be moved while the
desk runs. Nothing else of the program is another.
"""

import datetime as dt
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> object:
    moved = Path(sys.argv.pop(1))
    from models.store import clock

    real = clock._real
    clock._real = lambda: real() + dt.timedelta(seconds=float(moved.read_text() or 0))
    from tui import watching

    watching.DUTIES_EVERY = 1.0
    from tui.cli import main as run

    return run()


sys.exit(main())  # type: ignore[arg-type]

"""An empty database for a test: made once in a process, then copied.

The schema has some seventy tables; making it afresh costs more than most tests do.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from models.store import Clock, Store


@cache
def _made() -> Path:
    folder = tempfile.mkdtemp(prefix="quanan-empty-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "desk.db"
    Store.open(str(path)).close()
    return path


def empty_store(path: Path, clock: Clock | None = None) -> Store:
    """Opens a new database with every area and nothing in it.

    Args:
        path: the file to make; what lies there is overwritten.
        clock: the clock to go by, instead of the machine's.
    """
    shutil.copy(_made(), path)
    return Store.open(str(path), clock)

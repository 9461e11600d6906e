"""`python -m tui` and the command `quanan`."""

import sys
from pathlib import Path

from models.words import Words
from tui.cli import language, saved_language
from tui.cli import main as run
from tui.commands.call import data_folder
from tui.quiet import keep_quiet


def main() -> None:
    """Runs the command line and leaves with its exit code."""
    keep_quiet(lambda: data_folder() / "faults", _say)
    sys.exit(run())


def _say(log: Path | None) -> None:
    words = Words(language(None, saved_language))
    told = words("fault.sorry", path=str(log) if log else "-")
    sys.stderr.write(f"quanan: {told}\n")


if __name__ == "__main__":
    main()

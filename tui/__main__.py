"""`python -m tui` and the command `quanan`."""

import sys

from tui.cli import main as run


def main() -> None:
    """Runs the command line and leaves with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()

"""Where this machine keeps the copies of its database: asked for, chosen in the settings, or apart.

It is a setting of the machine and not of the branch: another machine has other disks.
"""

import os
from pathlib import Path

ASKED = "QUANAN_BACKUPS"
"""The variable of the environment that goes before what was chosen in the settings."""


def backups_folder() -> Path:
    """The folder of this machine, whether or not it can be reached now."""
    from tui.settings import Personal

    asked = os.environ.get(ASKED) or Personal.load().settings.backups
    if asked:
        return Path(asked).expanduser().absolute()
    return default_folder()


def default_folder() -> Path:
    """A folder apart from the data folder, so that who deletes the one still has the other."""
    from platformdirs import user_data_path

    folder = user_data_path("quanan-backups", appauthor=False)
    # The copies' own folder is made with the first of them; a new account has none above it either.
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder

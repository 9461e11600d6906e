"""Settings of one person on one machine, kept in a small file in the user's own folder.

A file that cannot be read is no reason not to open: the desk starts with what it would start with
on a new machine, and says so in a sentence.
"""

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from models.rules.proof import IDLE_MINUTES
from models.words import LANGUAGES


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose for himself or herself; nobody else on the store sees it."""

    lang: str = ""
    """`zh` or `en`; empty until somebody chose, and then the machine's language decides."""
    theme: str = "quanan-dark"
    """Name of one of the desk's themes."""
    narrow_marks: bool = False
    """Whether marks like ● and … are replaced by ASCII, for a terminal that draws them wide."""
    backups: str = ""
    """Folder in which this machine keeps copies of the database; empty for the one apart."""
    key_file: str = ""
    """File with the key of an encrypted database, for what runs alone; empty for none."""
    marks_measured: bool = False
    """Whether this person's terminal was asked how wide it draws them; it is asked once."""
    first_lines_seen: bool = False
    """Whether the five lines of the first start were shown; `?` brings them back."""
    idle_minutes: int = 5
    """After how many minutes a desk that nobody touches locks itself; 0 is never."""


class Personal:
    """The settings of a person with the file they are kept in."""

    def __init__(self, path: Path, settings: Settings, trouble: str = "") -> None:
        self.path = path
        self.settings = settings
        self.trouble = trouble
        """Message key of what was wrong with the file, to be said with its `path`."""
        self.user: Personal | None = None
        """The settings of the user whom several people share, where this is one of them."""

    @classmethod
    def load(cls, path: Path | None = None) -> "Personal":
        """The settings in the user's own folder, or in another file."""
        place = path or config_file()
        try:
            found = tomllib.loads(place.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(place, Settings())
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            return cls(place, Settings(), "settings.file.unreadable")
        kept = {name: value for name, value in found.items() if _fits(name, value)}
        known = {field.name for field in fields(Settings)}
        wrong = (found.keys() & known) - kept.keys()
        return cls(place, Settings(**kept), "settings.file.wrong" if wrong else "")

    @classmethod
    def of(cls, who: str | None) -> "Personal":
        """The settings of one of several people who open the desk as one user of the machine.

        Args:
            who: the name that proved itself by a key; None for somebody who is the user.
        """
        user = cls.load()
        if not who:
            return user
        # A name is no path, whatever stands in it.
        own = cls.load(user.path.parent / "people" / f"{who.replace(os.sep, '_')}.toml")
        own.user = user
        own.settings = replace(own.settings, backups=user.settings.backups)
        return own

    def keep(self, **changed: object) -> str:
        """Changes settings and writes the file at once, whole or not at all.

        Returns:
            The message key of why it could not be written; empty when it was.
        """
        self.settings = replace(self.settings, **changed)  # type: ignore[arg-type]
        if self.user is not None and "backups" in changed:  # the machine's, and nobody's own
            self.user.keep(backups=changed["backups"])
        lines = ["# Chosen in the settings room of the desk (g ,)."]
        lines += [
            f"{field.name} = {_toml(getattr(self.settings, field.name))}"
            for field in fields(Settings)
        ]
        try:
            _write(self.path, "\n".join(lines) + "\n")
        except OSError:
            return "settings.file.not_kept"
        return ""


def config_file() -> Path:
    """Where this user's settings lie."""
    from platformdirs import user_config_path

    return user_config_path("quanan", appauthor=False) / "settings.toml"


def _fits(name: str, value: object) -> bool:
    """Whether a value of the file is one that its setting can have."""
    if name == "lang":
        return value in ("", *LANGUAGES)
    if name in ("theme", "backups", "key_file"):
        # Which themes there are is known to the desk; one it does not know it does not take. Nor
        # is a folder asked for here: its disk may be put in later.
        return isinstance(value, str)
    if name == "idle_minutes":
        return type(value) is int and value in IDLE_MINUTES
    return name in {field.name for field in fields(Settings)} and isinstance(value, bool)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".settings-", delete=False
    ) as file:
        file.write(text)
    try:
        os.replace(file.name, path)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise

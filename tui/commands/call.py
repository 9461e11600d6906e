"""One call of the command line: what was asked for, in which language, on which database, by whom.

What a command writes to a terminal goes through here, so that text from people is cleaned once
more where it is drawn and can never be a command to the terminal.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from models.rules.refusal import Refusal
from models.rules.text import STEERS, clean
from models.words import Words
from tui.commands.keys import Unlocked

if TYPE_CHECKING:
    from argparse import Namespace

    from models.sheets import Progress
    from models.store.database import Database
    from models.store.engine import Actor, Store

DONE, REFUSED, MISUSED = 0, 1, 2
"""The exit codes: done; refused or nothing found; not used as it is meant."""


class Misuse(Refusal):
    """The command cannot be used in this way."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    arguments: "Namespace"
    words: Words
    unlocked: Unlocked = field(default_factory=Unlocked)
    """What opened the file of the database, where it is encrypted."""

    @property
    def url(self) -> str:
        """The database: `--database`, QUANAN_DATABASE, or the file in the data folder."""
        asked = self.named or os.environ.get("QUANAN_DATABASE")
        return str(asked) if asked else str(data_folder() / "quanan.db")

    @property
    def named(self) -> str | None:
        """The database that was named on the command line."""
        named: str | None = getattr(self.arguments, "database", None)
        return named

    @property
    def who(self) -> str | None:
        """The name behind `--as`."""
        named: str | None = getattr(self.arguments, "actor", None)
        return named

    @property
    def by_key(self) -> bool:
        """Whether a key of SSH has proved who `--as` names."""
        return bool(getattr(self.arguments, "by_key", False))

    @property
    def json(self) -> bool:
        """Whether the answer is wanted as JSON."""
        return bool(getattr(self.arguments, "json", False))

    @contextmanager
    def store(self, *, new: bool = False, ended: bool = False) -> "Iterator[Store]":
        """The store the command works on.

        Args:
            new: whether it may be made where there is none.
            ended: whether it may be that of a branch which was dissolved.

        Raises:
            Refusal: when there is none, or it cannot be opened.
        """
        from models.store.database import database_of
        from models.store.ended import check_not_ended
        from models.store.engine import Store

        if not new and not self.exists():
            raise Refusal("refuse.cli.no_database", path=database_of(self.url).name)
        from tui.backups import backups_folder

        store = Store.open(
            self.database(),
            progress=lambda key: self.aside(self.words(key)),
            backups=backups_folder(),
        )
        for note in store.database.notes:
            self.complain(self.tell(note))
        try:
            if not ended:
                check_not_ended(store)
            yield store
        finally:
            store.close()

    def database(self, url: str | None = None) -> "Database":
        """The database, with the key of its file where that is encrypted: asked for once.

        Args:
            url: another one than the command line names.

        Raises:
            Refusal: when the address is none, or what was typed does not open the file.
        """
        from models.store.database import database_of

        place = url or self.url
        self.unlock(place)
        return database_of(place, self.unlocked.key)

    def unlock(self, url: str) -> None:
        """Has the key of an encrypted file typed, before anything is drawn over the question."""
        from tui.commands.keys import unlock

        if not self.unlocked.key:
            command = str(getattr(self.arguments, "command", ""))
            unlock(url, command, self.words, self.unlocked)

    def exists(self) -> bool:
        """Whether there is a database already."""
        from models.store.database import database_of

        return database_of(self.url).exists()

    def actor(self, store: "Store") -> "Actor":
        """Who acts: `--as NAME`, proved where there are accounts; where nobody serves, the set-up.

        Raises:
            Refusal: when nobody is named, nobody of that name serves here, or it is not proved.
        """
        from models.people import actor_for, actors
        from models.store.engine import Actor
        from tui.commands.proof import needed, prove

        if needed(store):
            return prove(store, self.who, self.words, by_key=self.by_key, unlocked=self.unlocked)
        with store.reading(Actor.setup()) as session:
            if self.who:
                return replace(actor_for(session, self.who), origin="command")
            if actors(session):
                raise Refusal("refuse.cli.who")
        return Actor.setup()

    def print(self, *parts: str) -> None:
        """One line of the answer, in parts that stand apart."""
        sys.stdout.write(self.words.told("  ".join(filter(None, map(clean, parts)))) + "\n")

    def print_line(self, line: str) -> None:
        """One line of a text that is set out by blanks in front, as markdown is."""
        indent = " " * (len(line) - len(line.lstrip(" ")))
        sys.stdout.write(indent + self.words.told(clean(line)) + "\n")

    def print_json(self, value: object) -> None:
        """The answer as JSON."""
        import json

        told = json.dumps(value, ensure_ascii=False)
        # What would steer a terminal is spelled out: a program reads the same, a person sees it.
        sys.stdout.write(re.sub(STEERS, lambda sign: f"\\u{ord(sign[0]):04x}", told) + "\n")

    def complain(self, text: str) -> None:
        """One sentence about what went wrong."""
        sys.stdout.flush()
        sys.stderr.write(f"quanan: {clean(text)}\n")

    def aside(self, text: str) -> None:
        """A word on what takes a while, for a person who watches."""
        if sys.stderr.isatty():
            sys.stderr.write(f"{clean(text)}\n")

    def progress(self, key: str) -> "Progress | None":
        """Shows how far something is, on one line, for a person who watches."""
        if not sys.stderr.isatty():
            return None
        said = self.words(key)

        def show(done: int, of: int) -> None:
            percent = 100 * done // of if of else 100
            end = "\r\x1b[K" if done >= of else ""
            sys.stderr.write(f"\r\x1b[K{said} {percent}%{end}")
            sys.stderr.flush()

        return show

    def tell(self, refusal: Refusal) -> str:
        """A refusal as one sentence."""
        say = getattr(refusal, "say", None)
        if say is not None:
            return str(say(self.words))
        return self.words(refusal.key, **refusal.params)


def data_folder() -> Path:
    """Where this user's databases lie."""
    from platformdirs import user_data_path

    return user_data_path("quanan", appauthor=False)


def file_named(text: str) -> Path:
    """A file that somebody typed."""
    return Path(text).expanduser()


def need_terminal(refusal: str) -> None:
    """Sees to it that a screen can be drawn, and that it is drawn as large as the terminal is.

    Raises:
        Misuse: when keyboard or screen are no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misuse(refusal)
    for name in ("COLUMNS", "LINES"):
        # Some shells and programs leave the size they began with here. It would be believed before
        # the terminal itself, and no resize would be followed.
        os.environ.pop(name, None)
    from tui.hangup import end_when_hung_up

    end_when_hung_up()

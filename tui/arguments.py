"""The parser of the command line: both languages complete, and a wrong use told in one sentence."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import NoReturn

from models.words import Words

_WRONG = (
    (re.compile(r"the following arguments are required: (?P<what>.+)"), "cli.wrong.missing"),
    (re.compile(r"unrecognized arguments: (?P<what>.+)"), "cli.wrong.unknown"),
    (
        re.compile(
            r"argument (?P<name>.+): invalid choice: (?P<what>.+) \(choose from (?P<of>.+)\)"
        ),
        "cli.wrong.choice",
    ),
    (re.compile(r"argument (?P<name>.+): expected .+ argument.*"), "cli.wrong.value"),
    (re.compile(r"argument (?P<name>.+): invalid .+ value: (?P<what>.+)"), "cli.wrong.type"),
)
"""What argparse says, and the key of what we say instead."""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help whose heading is in the parser's language."""

    def __init__(self, words: Words, prog: str) -> None:
        super().__init__(prog)
        self._words = words

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        heading = f"{self._words('cli.usage')} " if prefix is None else prefix
        super().add_usage(usage, actions, groups, heading)


class Parser(argparse.ArgumentParser):
    """`argparse`, in the language of who types."""

    def __init__(self, words: Words, *, about: str, example: str, prog: str) -> None:
        """
        Args:
            about: the key of what it is for.
            example: the key of how it is used.
        """
        super().__init__(
            prog=prog,
            description=words(about),
            epilog=words(example),
            formatter_class=lambda prog: _Help(words, prog),
            add_help=False,
            allow_abbrev=False,
        )
        self.words = words
        self._positionals.title = words("cli.arguments")
        self._optionals.title = words("cli.options")
        self.add_argument("-h", "--help", action="help", help=words("cli.help"))

    def error(self, message: str) -> NoReturn:
        """Says in one sentence what was wrong, and ends with 2."""
        said = self.words("cli.wrong", what=message)
        for pattern, key in _WRONG:
            found = pattern.fullmatch(message)
            if found is not None:
                said = self.words(key, **found.groupdict())
                break
        sys.stderr.write(f"quanan: {said} {self.words('cli.wrong.help', prog=self.prog)}\n")
        raise SystemExit(2)

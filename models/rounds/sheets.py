"""What the sheets of rounds, targets, tubes and places share."""

from collections.abc import Iterator, Sequence

from models.rounds.lines import TargetLine
from models.store.register import SheetField


def titled(line: TargetLine) -> str:
    """What a target is called."""
    return f"{line.door} {line.name}".rstrip()


def in_rows(label: str, values: Sequence[str], each: int) -> Iterator[SheetField]:
    """A long list on as many lines as it needs: of those it concerns nobody is cut off."""
    for start in range(0, len(values), each):
        yield SheetField(label, tuple(values[start : start + each]))

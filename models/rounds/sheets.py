"""What the sheets of rounds, targets, tubes and places share."""

from collections.abc import Iterator, Sequence

from models.rounds.lines import TargetLine
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import SheetField


def check_viewer(session: Reading) -> None:
    """Raises `Refusal` for the wall board, which opens nothing."""
    if session.viewer.role is Role.wallboard:
        raise Refusal("refuse.gone")


def filled(*fields: SheetField) -> tuple[SheetField, ...]:
    """Those that say something."""
    return tuple(field for field in fields if field.value not in (None, "", ()))


def titled(line: TargetLine) -> str:
    """What a target is called."""
    return f"{line.door} {line.name}".rstrip()


def in_rows(label: str, values: Sequence[str], each: int) -> Iterator[SheetField]:
    """A long list on as many lines as it needs: of those it concerns nobody is cut off."""
    for start in range(0, len(values), each):
        yield SheetField(label, tuple(values[start : start + each]))

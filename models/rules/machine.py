"""State machines as data: one table drives the verb list, the changes, the docs and the tests.

A state that is final has no step out of it except one that says so by name (a reopening), so a
final state is closed in the model and not on a screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from models.rules.refusal import Refusal
from models.words import Key


class Step(NamedTuple):
    """One arrow of a machine: `verb` leads from any of `sources` to `target`."""

    verb: str
    sources: tuple[str, ...]
    target: str
    natural: bool = False
    """Whether `space` proposes this step; the first natural one that fits the state is taken."""
    reopens: bool = False
    """Whether this step may lead out of a final state."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The states of one kind of record and the steps between them."""

    name: str
    """Class name of the state enum; its words are `name.state` in the message table."""
    states: tuple[str, ...]
    final: frozenset[str]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        for step in self.steps:
            unknown = {step.target, *step.sources} - set(self.states)
            if unknown:
                raise ValueError(f"{self.name}: {step.verb} names unknown states {sorted(unknown)}")
            if not step.reopens and self.final & set(step.sources):
                raise ValueError(f"{self.name}: {step.verb} leaves a final state without reopening")

    def to(self, verb: str, state: str) -> str:
        """The state that `verb` leads to from `state`.

        Raises:
            Refusal: when no step of that verb starts there.
        """
        for step in self.steps:
            if step.verb == verb and state in step.sources:
                return step.target
        raise Refusal("refuse.machine", verb=Key(verb), state=Key(f"{self.name}.{state}"))

    def allows(self, verb: str, state: str) -> bool:
        """Whether `verb` starts from `state`."""
        return any(step.verb == verb and state in step.sources for step in self.steps)

    def natural(self, state: str) -> str | None:
        """The verb that is the next natural step from `state`, if there is one."""
        return next((s.verb for s in self.steps if s.natural and state in s.sources), None)

    def verbs(self) -> tuple[str, ...]:
        """Every verb once, in the order of the table."""
        return tuple(dict.fromkeys(step.verb for step in self.steps))

    def arrows(self) -> Iterator[tuple[str, str, str]]:
        """Every (source, verb, target), for tests and for the documentation."""
        for step in self.steps:
            for source in step.sources:
                yield source, step.verb, step.target

"""What a longer paste of the same chain changes, shown before anything is saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.rules.address import Door
from models.rules.jielong.values import Answer, AnswerState, Chain

_PAST = frozenset({AnswerState.duplicate, AnswerState.replaced, AnswerState.empty})


@dataclass(frozen=True, slots=True)
class Difference:
    """The households of two pastes, compared. Numbers do not matter: they shift when one leaves."""

    added: tuple[Answer, ...] = ()
    changed: tuple[tuple[Answer, Answer], ...] = ()
    """As it was, as it is."""
    withdrawn: tuple[Answer, ...] = ()
    """Who said so in the newer paste."""
    vanished: tuple[Answer, ...] = ()
    """Who stood in the older paste only: a person decides whether that is a withdrawal."""
    unchanged: tuple[Answer, ...] = ()


def difference(old: Chain, new: Chain) -> Difference:
    """Compares two pastes household by household; what a household replaced is not looked at."""
    before, after = _households(old.answers), _households(new.answers)
    added: list[Answer] = []
    changed: list[tuple[Answer, Answer]] = []
    withdrawn: list[Answer] = []
    unchanged: list[Answer] = []
    for mark, answer in after.items():
        earlier = before.get(mark)
        was = earlier is not None and earlier.state is not AnswerState.withdrawn
        if answer.state is AnswerState.withdrawn:
            (withdrawn if was else unchanged).append(answer)
        elif earlier is None or not was:
            added.append(answer)
        elif _said(earlier) == _said(answer):
            unchanged.append(answer)
        else:
            changed.append((earlier, answer))
    vanished = [
        answer
        for mark, answer in before.items()
        if mark not in after and answer.state is not AnswerState.withdrawn
    ]
    return Difference(
        tuple(added), tuple(changed), tuple(withdrawn), tuple(vanished), tuple(unchanged)
    )


def _households(answers: Iterable[Answer]) -> dict[object, Answer]:
    """Each household once: by its door, else by its name, else by what it wrote."""
    found: dict[object, Answer] = {}
    for answer in answers:
        if answer.state in _PAST:
            continue
        by_name = (answer.name, answer.placed_by) if answer.name else answer.text
        mark: object = answer.door if isinstance(answer.door, Door) else by_name
        times = 0
        while (mark, times) in found:
            times += 1
        found[mark, times] = answer
    return found


def _said(answer: Answer) -> tuple[object, ...]:
    return (
        answer.state,
        answer.name,
        answer.door,
        dict(answer.items),
        answer.placed_by,
        answer.paid,
        answer.note,
    )

"""A pasted chain beside one buy: what it says, what it would change, and what was decided about it.

The promise: the same paste twice changes nothing; a household that only left the chain keeps its
order until somebody says otherwise; and what was decided about an answer is not asked again when
a longer version of the chain is pasted.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from models.group_buys.drafts import Answer, Fix, Item, TakeAnswers
from models.group_buys.surroundings import Surroundings
from models.rules import jielong
from models.rules.address import Door, parse_door
from models.rules.jielong import AnswerState, Chain, Product
from models.rules.jielong.tokens import covered
from models.rules.refusal import Refusal
from models.rules.text import clean, clean_lines

_NOTE = 200
_MEDICINE = re.compile(r"[买配购代]药|药品|medicine|prescription", re.IGNORECASE)
_HEAD = 3
"""Lines within which a chain says what it is about."""


class Sign(StrEnum):
    """What saving a chain would do to a household's order."""

    added = "added"
    changed = "changed"
    withdrawn = "withdrawn"
    vanished = "vanished"
    """It stood in an earlier paste and is not there any more; kept unless a person says no."""


@dataclass(frozen=True, slots=True)
class Change:
    """One household whose order the chain would change."""

    sign: Sign
    household_id: int
    door: str
    before: Mapping[str, int]
    after: Mapping[str, int]
    index: int | None = None
    """The answer that says so; None where none does."""


# ── what a text says ────────────────────────────────────────────────────────────────────────────


def read_chain(text: str, known: Surroundings, fixes: Iterable[Fix] = ()) -> Chain:
    """The chain of a text with what was decided before about its answers."""
    chain = jielong.read(
        text,
        products=known.products,
        known_doors=known.doors or None,
        residents=known.residents,
        limit=known.limit,
        compound=known.compound,
    )
    return with_fixes(chain, fixes)


def with_fixes(chain: Chain, fixes: Iterable[Fix]) -> Chain:
    """Decides again what was decided: by number and text, or by a text that stands there once."""
    wanted = tuple(fixes)
    if not wanted:
        return chain
    places: dict[tuple[int | None, str, int], int] = {}
    by_text: dict[tuple[str, int], list[int]] = {}
    for index, (no, text, part) in enumerate(_marks(chain)):
        places[no, text, part] = index
        by_text.setdefault((text, part), []).append(index)
    for fix in wanted:
        alone = by_text.get((fix.text, fix.part), [])
        index = places.get((fix.no, fix.text, fix.part), alone[0] if len(alone) == 1 else -1)
        if index >= 0:
            door = parse_door(fix.door) if fix.door else None
            chain = jielong.amend(
                chain,
                index,
                door=door,
                items=fix.items,
                name=fix.name,
                withdrawn=fix.withdrawn,
            )
    return chain


def fix_of(
    chain: Chain, index: int, door: str, items: Mapping[str, int], name: str, withdrawn: bool
) -> Fix:
    """A decision about one answer, as it is kept."""
    no, text, part = _marks(chain)[index]
    return Fix(
        no=no,
        text=text,
        part=part,
        door=door,
        items=dict(items),
        name=name,
        withdrawn=withdrawn,
    )


def items_said(text: str, products: Sequence[Product]) -> dict[str, int]:
    """What `白菜包2 鸡蛋1板` asks for.

    Raises:
        Refusal: with the reader's own question, where it is not clear.
    """
    read = jielong.read(f"1. 1-1-101 {clean(text)}", products=products, limit=999)
    found = read.answers[0] if len(read.answers) == 1 else None
    if found is not None and found.state is AnswerState.accepted:
        return dict(found.items)
    why = found.why if found is not None else None
    if why is None:
        raise Refusal("jielong.no_item")
    raise Refusal(why.key, **why.params)


def looks_medical(text: str) -> bool:
    """Whether the head of a chain asks for medicine: those answers are requests, not orders."""
    lines = [line for line in text.splitlines()[:20] if line.strip()][:_HEAD]
    return any(_MEDICINE.search(line) for line in lines)


def kept_text(text: str) -> str:
    """The text as it may be kept: every telephone and identity number in it covered."""
    return "\n".join(map(covered, clean_lines(text))).strip("\n")


def _marks(chain: Chain) -> list[tuple[int | None, str, int]]:
    """How each answer is known again: number, text, and which of its households."""
    found = []
    for (no, _), group in groupby(chain.answers, key=lambda answer: (answer.no, answer.lines)):
        found += [(no, clean(one.text), part) for part, one in enumerate(group)]
    return found


# ── what it would change ────────────────────────────────────────────────────────────────────────


def changes(chain: Chain, known: Surroundings) -> tuple[Change, ...]:
    """What saving the chain would change, in the order of its answers; who vanished comes last."""
    found: list[Change] = []
    decided: set[int] = set()
    named: set[int] = set()
    left: dict[int, str] = {}
    for index, answer in enumerate(chain.answers):
        door = answer.door if isinstance(answer.door, Door) else None
        home = known.doors.get(door) if door is not None else None
        if home is None:
            continue
        named.add(home)
        if answer.state is AnswerState.replaced:
            left[home] = str(door)
        if answer.state not in (AnswerState.accepted, AnswerState.withdrawn):
            continue
        decided.add(home)
        change = _change(index, answer, home, known)
        if change is not None:
            found.append(change)
    for home, told in left.items():
        # Replaced, and nothing that counts in its place: withdrawn by name, without a door.
        if home in known.present and home not in decided:
            before = known.items(known.present[home])
            found.append(Change(Sign.withdrawn, home, told, before, {}))
    for home, present in known.present.items():
        if home in known.from_chain and home not in named:
            before = known.items(present)
            found.append(Change(Sign.vanished, home, present.door, before, {}))
    return tuple(found)


def _change(index: int, answer: jielong.Answer, home: int, known: Surroundings) -> Change | None:
    present = known.present.get(home)
    before = known.items(present) if present is not None else {}
    if answer.state is AnswerState.withdrawn:
        gone = Change(Sign.withdrawn, home, str(answer.door), before, {}, index)
        return gone if before else None
    after = dict(answer.items)
    if present is None:
        return Change(Sign.added, home, str(answer.door), {}, after, index)
    same = (
        before == after
        and answer.placed_by in ("", present.placed_by)
        and (present.paid or not answer.paid)
        and (not answer.note or answer.note[:_NOTE] in present.note)
    )
    return None if same else Change(Sign.changed, home, str(answer.door), before, after, index)


def taking(
    chain: Chain, known: Surroundings, gone: AbstractSet[int] = frozenset()
) -> TakeAnswers | None:
    """What `group_buys.take_answers` is given; None where the chain changes nothing.

    Args:
        gone: households that vanished and are withdrawn because a person said so.
    """
    wanted: list[Answer] = []
    for one in changes(chain, known):
        if one.sign is Sign.vanished and one.household_id not in gone:
            continue
        answer = chain.answers[one.index] if one.index is not None else None
        if answer is None or one.sign is Sign.withdrawn:
            wanted.append(Answer(household_id=one.household_id, note=""))
            continue
        wanted.append(
            Answer(
                household_id=one.household_id,
                items=tuple(
                    Item(product_id=known.product_ids[name], quantity=n, tolerance=0)
                    for name, n in answer.items.items()
                    if n > 0
                ),
                placed_by=answer.placed_by,
                placed_by_household_id=_home_of(answer.placed_by, known),
                paid=answer.paid,
                note=answer.note[:_NOTE],
            )
        )
    if not wanted or known.buy_id is None:
        return None
    return TakeAnswers(id=known.buy_id, answers=tuple(wanted))


def _home_of(name: str, known: Surroundings) -> int | None:
    """The neighbour's household, where only one person has that name."""
    doors = known.residents.doors_of(name) if name and known.residents else ()
    return known.doors.get(next(iter(doors))) if len(doors) == 1 else None


# ── written out again ───────────────────────────────────────────────────────────────────────────


def doors_only(chain: Chain, waiting: str) -> str:
    """The tidied list for the group without a name: doors and what they get.

    Args:
        waiting: what stands for an answer that somebody still has to decide.
    """
    bare = tuple(
        replace(answer, name="", placed_by="", note="", text=waiting) for answer in chain.answers
    )
    return jielong.written(replace(chain, host="", answers=bare))

"""Who may leave the compound when: by the phase, the purpose, and the household's last turn.

The answer at the desk is never a bare no: it names what stands against it and until when. A turn
begins when somebody of the household goes out; who stays out too long loses the next turn.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.rules.refusal import Refusal
from models.rules.rule_sets import Data

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s*[A-Z][·. ]?[A-Z0-9]{4,6}",
    re.IGNORECASE,
)


class GatePurpose(StrEnum):
    """What somebody goes out, or comes in, for."""

    shopping = "shopping"
    medicine = "medicine"
    hospital = "hospital"
    work = "work"
    duty = "duty"
    delivery = "delivery"
    repair = "repair"
    medical_team = "medical_team"
    other = "other"


@dataclass(frozen=True, slots=True)
class PassRules:
    """What a household's pass is worth in one phase."""

    purposes: frozenset[GatePurpose]
    """What one may go out for."""
    uncounted: frozenset[GatePurpose]
    """What neither waits for a turn nor uses one up."""
    every: timedelta
    """From one turn of a household to its next."""
    within: timedelta
    """How long a turn lasts."""
    people: int
    """How many of a household go at once."""


@dataclass(frozen=True, slots=True)
class GateRules:
    """The pass of each phase, and what happens to who comes back late."""

    phases: Mapping[str, PassRules]
    grace: timedelta
    lost_turns: int
    """Turns that a late return costs."""
    goods_within: timedelta
    """By when goods are disinfected and handed over."""

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "GateRules":
        """Reads the data of a rule set of kind `gate`."""
        read = Data("gate", data)
        phases = read.part("phases")
        return cls(
            phases={name: _pass(phases.part(name)) for name in phases.fields()},
            grace=timedelta(minutes=read.integer("grace_minutes")),
            lost_turns=read.integer("lost_turns"),
            goods_within=timedelta(hours=read.integer("goods_hours", 1)),
        )

    def in_phase(self, phase: str) -> PassRules:
        """The pass of a phase.

        Raises:
            Refusal: when the set says nothing of the phase.
        """
        found = self.phases.get(phase)
        if found is None:
            raise Refusal("refuse.gate.no_phase")
        return found


@dataclass(frozen=True, slots=True)
class Turn:
    """Once that somebody of a household went out."""

    purpose: GatePurpose
    out_at: datetime
    due_at: datetime | None
    back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Block:
    """Until when a household waits for its next turn, and because of which turn."""

    until: datetime
    turn: Turn
    late: timedelta
    """How much too late its last one ended; nothing where it did not."""


def blocked(
    rules: GateRules, allowed: PassRules, turns: Iterable[Turn], now: datetime
) -> Block | None:
    """What keeps a household waiting now; None where it may go."""
    used = [turn for turn in turns if turn.purpose not in allowed.uncounted]
    if not used or not allowed.every:
        return None
    blocks = [_block(rules, allowed, turn, now) for turn in used]
    found = max(blocks, key=lambda block: block.until)
    return found if now < found.until else None


def due_back(allowed: PassRules, purpose: GatePurpose, now: datetime) -> datetime | None:
    """By when whoever goes out now is to be back; an urgent matter takes as long as it does."""
    return None if purpose in allowed.uncounted else now + allowed.within


def late_by(turn: Turn, grace: timedelta, now: datetime) -> timedelta:
    """How much too late somebody came back, or is still out."""
    if turn.due_at is None:
        return timedelta(0)
    over = (turn.back_at or now) - turn.due_at
    return over if over > grace else timedelta(0)


def plate_in(text: str) -> tuple[str, str]:
    """The number plate among some words, and the words without it; empty where there is none."""
    found = _PLATE.search(text)
    if found is None:
        return "", text
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return re.sub(r"[·.\s]", "", found.group()).upper(), " ".join(rest.split())


def _block(rules: GateRules, allowed: PassRules, turn: Turn, now: datetime) -> Block:
    late = late_by(turn, rules.grace, now)
    waits = allowed.every * (1 + (rules.lost_turns if late else 0))
    return Block(turn.out_at + waits, turn, late)


def _pass(read: Data) -> PassRules:
    return PassRules(
        purposes=read.members("purposes", GatePurpose),
        uncounted=read.members("uncounted", GatePurpose),
        every=timedelta(hours=read.integer("every_hours")),
        within=timedelta(minutes=read.integer("minutes", 1)),
        people=read.integer("people", 1),
    )

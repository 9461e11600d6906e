"""What a coverage round is for, where it stands, where each target stands, and what that means.

One machine serves every kind. A kind names the states its targets may take and how each counts, so
that "done" is asked of one table and never of a screen.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from models.rules.coverage import Mark
from models.rules.machine import Machine, Step


class RoundKind(StrEnum):
    """What nobody may be missed by."""

    test = "test"
    """Nucleic-acid test of everybody present."""
    kits = "kits"
    """Antigen kits, by household."""
    disinfection = "disinfection"
    survey = "survey"
    """Knocking at every door, with an answer."""
    card = "card"
    """The information card, handed in at every door."""


class Unit(StrEnum):
    """What a target of a round is."""

    resident = "resident"
    household = "household"
    place = "place"


class RoundState(StrEnum):
    """Where a round stands."""

    planned = "planned"
    announced = "announced"
    running = "running"
    suspended = "suspended"
    mop_up = "mop_up"
    """Everybody had a turn; those left are called, one by one."""
    reconciled = "reconciled"
    """Every target has ended, and what was handed out adds up."""
    results_in = "results_in"
    closed = "closed"
    cancelled = "cancelled"


class TargetState(StrEnum):
    """Where one target of a round stands."""

    not_seen = "not_seen"
    handed = "handed"
    """Has its kits, and has not said yet what they showed."""
    doorstep = "doorstep"
    """A team is to come to the door."""
    deferred = "deferred"
    refused = "refused"
    escalated = "escalated"
    """Refused, and told to whoever can do more."""
    resample = "resample"
    """Its tube was abnormal or spoilt: to be tested again, alone."""
    seen = "seen"
    exempt = "exempt"
    away = "away"
    passed_over = "passed_over"
    """Tried and not met, and the round goes on without it."""


class Cause(StrEnum):
    """Why somebody is excused: a word that may be told, where the reason itself may not."""

    away = "away"
    hospital = "hospital"
    isolation_site = "isolation_site"
    moved_out = "moved_out"
    unfit = "unfit"
    infant = "infant"
    recovered = "recovered"
    elsewhere = "elsewhere"
    """Done somewhere else, with proof."""
    other = "other"


class Outcome(StrEnum):
    """What came of a target, as its kind names it."""

    negative = "negative"
    positive = "positive"
    invalid = "invalid"
    reported = "reported"
    abnormal = "abnormal"
    well = "well"
    need = "need"
    unwell = "unwell"
    changed = "changed"
    """Others live there than the register says."""


class TubeState(StrEnum):
    """Where one tube of a test stands."""

    issued = "issued"
    filling = "filling"
    sealed = "sealed"
    delivered = "delivered"
    negative = "negative"
    mixed = "mixed"
    """Somebody in it may be positive; nobody knows who."""
    recalled = "recalled"
    """Its people are being tested again, alone."""
    resolved = "resolved"
    spoilt = "spoilt"
    """The laboratory could not read it: its people are tested again."""
    void = "void"
    lost = "lost"
    returned = "returned"
    """Came back unused."""


UNITS: Mapping[RoundKind, Unit] = MappingProxyType(
    {
        RoundKind.test: Unit.resident,
        RoundKind.kits: Unit.household,
        RoundKind.disinfection: Unit.place,
        RoundKind.survey: Unit.household,
        RoundKind.card: Unit.household,
    }
)

_AT_A_DOOR: Mapping[TargetState, Mark] = {
    TargetState.not_seen: Mark.left,
    TargetState.deferred: Mark.left,
    # A refusal is nobody's end: it waits for whoever can do more.
    TargetState.refused: Mark.left,
    TargetState.escalated: Mark.missed,
    TargetState.passed_over: Mark.missed,
    TargetState.seen: Mark.seen,
    TargetState.exempt: Mark.excused,
    TargetState.away: Mark.excused,
}
MARKS: Mapping[RoundKind, Mapping[TargetState, Mark]] = MappingProxyType(
    {
        # Nobody present is passed over by a test.
        RoundKind.test: {
            **{s: m for s, m in _AT_A_DOOR.items() if s is not TargetState.passed_over},
            TargetState.doorstep: Mark.left,
            TargetState.resample: Mark.left,
        },
        RoundKind.kits: {
            **_AT_A_DOOR,
            TargetState.handed: Mark.left,
            TargetState.resample: Mark.left,
        },
        RoundKind.disinfection: {
            TargetState.not_seen: Mark.left,
            TargetState.deferred: Mark.left,
            TargetState.passed_over: Mark.missed,
            TargetState.seen: Mark.seen,
            TargetState.exempt: Mark.excused,
        },
        RoundKind.survey: _AT_A_DOOR,
        RoundKind.card: _AT_A_DOOR,
    }
)
"""How each state counts, by kind; a state that a kind does not name is none of its."""

LEFT = (
    TargetState.not_seen,
    TargetState.handed,
    TargetState.doorstep,
    TargetState.deferred,
    TargetState.refused,
    TargetState.resample,
)
"""States that are left in every kind that has them: what the partial index holds."""

OPEN = (
    RoundState.planned,
    RoundState.announced,
    RoundState.running,
    RoundState.suspended,
    RoundState.mop_up,
    RoundState.reconciled,
    RoundState.results_in,
)
UNDER_WAY = (RoundState.running, RoundState.mop_up)
"""Targets are seen."""
BEGUN = (RoundState.running, RoundState.suspended, RoundState.mop_up)
"""Targets are made and some may be left."""
USED = (
    TubeState.filling,
    TubeState.sealed,
    TubeState.delivered,
    TubeState.negative,
    TubeState.mixed,
    TubeState.recalled,
    TubeState.resolved,
    TubeState.spoilt,
)
AWAITED = (
    TubeState.filling,
    TubeState.sealed,
    TubeState.delivered,
    TubeState.mixed,
    TubeState.recalled,
)
"""Tubes that must not be forgotten: to be brought, read or followed up."""

ROUND = Machine(
    name="RoundState",
    states=tuple(RoundState),
    final=frozenset({RoundState.closed, RoundState.cancelled}),
    steps=(
        Step("rounds.announce", ("planned",), "announced", natural=True),
        Step("rounds.start", ("announced",), "running", natural=True),
        Step("rounds.start", ("planned",), "running"),
        Step("rounds.suspend", ("running",), "suspended"),
        Step("rounds.resume", ("suspended",), "running", natural=True),
        Step("rounds.mop_up", ("running",), "mop_up", natural=True),
        Step("rounds.reconcile", ("mop_up",), "reconciled", natural=True),
        Step("rounds.take_up_again", ("reconciled", "results_in"), "mop_up"),
        Step("rounds.results_in", ("reconciled",), "results_in", natural=True),
        Step("rounds.close", ("reconciled", "results_in"), "closed", natural=True),
        Step("rounds.cancel", ("planned", "announced"), "cancelled"),
    ),
)

_WAITING = ("not_seen", "doorstep", "deferred")
_ENDED = ("exempt", "away", "passed_over", "escalated")

TARGET = Machine(
    name="TargetState",
    states=tuple(TargetState),
    # What was recorded wrongly is put right until the round is closed; then the round refuses.
    final=frozenset(),
    steps=(
        Step("rounds.mark", _WAITING, "seen", natural=True),
        # Whoever was excused or refused and comes after all is welcome; so is a second sample.
        Step("rounds.mark", ("refused", "resample", *_ENDED), "seen"),
        Step("rounds.hand_kits", (*_WAITING, "refused", *_ENDED), "handed"),
        Step("rounds.report_kit", ("handed",), "seen", natural=True),
        Step("rounds.escalate", ("refused",), "escalated", natural=True),
        Step("rounds.retest", ("resample",), "seen", natural=True),
        Step("rounds.book_doorstep", ("not_seen", "deferred", "refused"), "doorstep"),
        Step("rounds.defer", ("not_seen", "doorstep", "refused", "deferred"), "deferred"),
        Step("rounds.refuse", (*_WAITING, "handed"), "refused"),
        Step("rounds.exempt", (*_WAITING, "handed", "refused", "resample"), "exempt"),
        Step("rounds.set_away", (*_WAITING, "handed", "refused", "resample"), "away"),
        Step("rounds.pass_over", (*_WAITING, "handed"), "passed_over"),
        Step(
            "rounds.take_back",
            ("seen", "handed", "doorstep", "deferred", "refused", *_ENDED),
            "not_seen",
        ),
    ),
)

TUBE = Machine(
    name="TubeState",
    states=tuple(TubeState),
    final=frozenset(
        {
            TubeState.negative,
            TubeState.resolved,
            TubeState.spoilt,
            TubeState.void,
            TubeState.lost,
            TubeState.returned,
        }
    ),
    steps=(
        Step("rounds.seal", ("filling",), "sealed", natural=True),
        Step("rounds.deliver", ("sealed",), "delivered", natural=True),
        Step("rounds.tube_negative", ("delivered",), "negative", natural=True),
        Step("rounds.tube_mixed", ("delivered",), "mixed"),
        Step("rounds.tube_spoilt", ("delivered",), "spoilt"),
        Step("rounds.recall", ("mixed",), "recalled", natural=True),
        Step("rounds.resolve", ("recalled",), "resolved", natural=True),
        Step("rounds.void", ("issued", "filling"), "void"),
        Step("rounds.lose", ("issued", "sealed", "delivered"), "lost"),
    ),
)

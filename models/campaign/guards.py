"""What does not fit a phase now, and what is told before it is left behind."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from models.branch.tables import Phase, PhaseKind
from models.campaign.checks import check
from models.campaign.tables import PHASES, CheckList
from models.rules.refusal import Refusal
from models.store.engine import Reading
from models.store.register import Foretells, fetch
from models.words import Key

ASKED_BEFORE = {
    PhaseKind.epidemic_free: CheckList.epidemic_free,
    PhaseKind.guarded: CheckList.unsealing,
    PhaseKind.closed: CheckList.exit,
}
"""The list that is gone through before a phase begins; whoever skips an item says why."""


def guard_phase(session: Reading, row: Phase, verb: str) -> None:
    """Only the phase of today is left for another one."""
    if verb not in PHASES.verbs():
        return
    if current(session) != row.id:
        raise Refusal("refuse.campaign.not_current")
    PHASES.to(verb, row.kind)


def natural_phase(session: Reading, row: Phase) -> str | None:
    """The next phase, from the one of today."""
    return PHASES.natural(row.kind) if current(session) == row.id else None


def current(session: Reading) -> int | None:
    """Id of the phase of today."""
    return session.exec(
        select(Phase.id)
        .where(col(Phase.begins_on) <= session.today)
        .order_by(col(Phase.begins_on).desc())
        .limit(1)
    ).first()


def foretelling(target: PhaseKind) -> Foretells:
    """What is told before the compound stands as `target`: what ends, what is kept, what lacks."""

    def foretells(session: Reading, ids: Sequence[int]) -> Mapping[str, object]:
        row = fetch(session, Phase, ids[0])
        told: dict[str, object] = {
            "phase": Key(f"PhaseKind.{row.kind}"),
            "days": (session.today - row.begins_on).days + 1,
            "plans": len(overtaken(session, row, target)),
        }
        asked = ASKED_BEFORE.get(target)
        found = check(session, asked) if asked else None
        failing = found.failing if found else None
        told["n"] = found.open if found else 0
        told["ready"] = Key("campaign.lacking" if failing else "campaign.ready")
        told["first"] = Key(failing.label) if failing else ""
        day = found.earliest if found and failing else None
        told["earliest"] = "" if day is None else day.isoformat()
        return told

    return foretells


def overtaken(session: Reading, row: Phase, target: PhaseKind) -> list[Phase]:
    """Phases planned ahead that no longer can come: they lie before `target`, or lead back to it.

    The first plan for `target` itself is not among them: it is what happens now.
    """
    order = list(PhaseKind)
    ahead = session.exec(
        select(Phase).where(col(Phase.begins_on) > row.begins_on).order_by(col(Phase.begins_on))
    ).all()
    if target is PhaseKind.sealed:
        return list(ahead)
    kept = next((one for one in ahead if one.kind is target), None)
    return [
        one for one in ahead if one is not kept and order.index(one.kind) <= order.index(target)
    ]

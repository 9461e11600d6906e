"""What opening the branch, a phase or a set of rules shows."""

from collections.abc import Mapping

from pydantic import JsonValue

from models.branch.reads import phases
from models.branch.tables import Branch, Phase, RuleSet
from models.store.base import BranchClock
from models.store.clock import ZONE
from models.store.engine import Reading
from models.store.register import Kind, Sheet, SheetField, fetch, kind


def _branch_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, Branch, row_id)
    lines = phases(session)
    clock = session.get(BranchClock, 1)
    return Sheet(
        row.name,
        (
            SheetField("field.compound", row.compound),
            SheetField("field.first_day", row.first_day),
            SheetField("field.zone", clock.zone if clock else ZONE),
            SheetField("field.phase", next((line.kind for line in lines if line.current), None)),
        ),
        tuple(
            ("branch.phase", int(line.key.rpartition(":")[2]), line.begins_on.isoformat())
            for line in lines
        ),
    )


def _phase_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, Phase, row_id)
    return Sheet(
        row.begins_on.isoformat(),
        (SheetField("field.phase", row.kind), SheetField("field.begins_on", row.begins_on)),
    )


def _rule_set_sheet(session: Reading, row_id: int) -> Sheet:
    row = fetch(session, RuleSet, row_id)
    return Sheet(
        row.name,
        (
            SheetField("field.rule_kind", row.kind),
            SheetField("field.begins_on", row.begins_on),
            SheetField("field.rule_data", _told(row.data)),
        ),
    )


def _told(data: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """The data of a set, a line for each of its fields."""
    return tuple(f"{name}: {value}" for name, value in data.items())


BRANCH = kind(
    Kind("branch.branch", Branch, _branch_sheet, verbs=("branch.edit",), edit="branch.edit")
)
PHASE = kind(
    Kind(
        "branch.phase",
        Phase,
        _phase_sheet,
        verbs=("branch.edit_phase", "branch.remove_phase"),
        edit="branch.edit_phase",
    )
)
RULE_SET = kind(
    Kind(
        "branch.rule_set",
        RuleSet,
        _rule_set_sheet,
        verbs=("branch.edit_rule_set",),
        edit="branch.edit_rule_set",
    )
)

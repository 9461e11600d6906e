"""Which phase a template is for, and which templates a phase goes by.

Unsealed is not unguarded: a post without a template of the phase's own goes on by those it has for
every phase, so that nobody leaves gate, patrols, tests or disinfection out by forgetting them.
"""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from models.branch import PhaseKind
from models.branch.reads import setting
from models.shifts.side_tables import ShiftTemplate
from models.store.engine import Reading

PHASES_OF = "shifts.template_phases"
"""The setting that says which template is for which phase; one that is not named is for all."""


def phase_of(session: Reading, template_id: int) -> PhaseKind | None:
    """The phase a template is for; None where it is for all of them."""
    found = kept_phases(setting(session, PHASES_OF)).get(str(template_id))
    return PhaseKind(found) if isinstance(found, str) else None


def kept_phases(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def of_phase(
    session: Reading, templates: Sequence[ShiftTemplate], stands: PhaseKind | None
) -> list[ShiftTemplate]:
    """The templates a phase goes by: a post's own of that phase, or those it has for all."""
    phases = kept_phases(setting(session, PHASES_OF))
    told = {row.post_id for row in templates if phases.get(str(row.id)) == stands}
    return [
        row
        for row in templates
        if phases.get(str(row.id)) == (stands.value if stands and row.post_id in told else None)
    ]

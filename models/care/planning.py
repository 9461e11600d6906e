"""Planning a person again after something the plan depends on changed, and telling of it."""

from collections.abc import Sequence

from models.care.standing import Person, care_rules, plan, taken_by
from models.care.tables import CareProfile, Medicine
from models.homes import Resident
from models.rules.care import CareRules
from models.store.engine import Writing
from models.store.session import fetch


def replan(session: Writing, profile_id: int) -> None:
    """Plans a person again after a medicine changed."""
    row = fetch(session, CareProfile, profile_id)
    replan_row(session, row)
    tell(session, row)


def replan_row(
    session: Writing,
    row: CareProfile,
    found: Person | None = None,
    rules: CareRules | None = None,
) -> None:
    """Writes the due time down again from the rows as they are inside this act."""
    if found is None:
        birth_year = fetch(session, Resident, row.resident_id).birth_year
        medicines: Sequence[Medicine] = taken_by(session, row.id or 0)
    else:
        birth_year, medicines = found.birth_year, found.medicines
    plan(row, medicines, birth_year, rules or care_rules(session), session.now, session.today)


def forget_tries(row: CareProfile) -> None:
    """The ladder begins again at its first rung."""
    row.tries = 0
    row.tried_at = None
    row.tried_door = False


def tell(session: Writing, row: CareProfile, found: Person | None = None) -> None:
    """What the journal tells of every change of a profile."""
    behind = found or fetch(session, Resident, row.resident_id)
    session.say(resident=row.resident_id, household=behind.household_id)

"""The act that empties the database, and what it leaves to be read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import sqlalchemy as sa
from sqlmodel import func

from models import reports
from models.purge.plan import KEPT, plan, tables
from models.rules.refusal import Refusal
from models.store.actor import GRID
from models.store.acts import ACT, ACT_VALUE, ENTRY, ENTRY_VALUE, REVISION
from models.store.drafts import Draft, Hidden
from models.store.ended import AREA, VERB
from models.store.engine import Role
from models.store.register import SECRETARY, change
from models.store.session import Reading, Writing


class DissolveDraft(Draft):
    """What two people confirmed."""

    with_role: Annotated[Role, Hidden()]
    """What the second of them is to the branch; the first is its secretary."""
    report: Annotated[dict[str, Any], Hidden()]
    """The numbers of the work report that was written."""
    files: Annotated[dict[str, str], Hidden()]
    """The files that stay, and the digest of each."""
    beside: Annotated[dict[str, int], Hidden()]
    """What lies beside the database and goes too, by kind."""


@dataclass(frozen=True, slots=True)
class Ended:
    """That the branch is dissolved."""

    at: dt.datetime
    summary: Mapping[str, Any]
    """What is kept of it: numbers only."""


# What is left of the branch is no row: it is what the act itself tells.
@change(VERB, draft=DissolveDraft, roles=SECRETARY, undo="never")  # type: ignore[type-var]
def dissolve(session: Writing, draft: DissolveDraft) -> DissolveDraft:
    """Deletes everything but the branch's name, its course, and the chain of its acts."""
    if draft.with_role not in GRID:
        raise Refusal("refuse.purge.second")
    found = plan(session)
    if found.blockers:
        raise Refusal("refuse.purge.waits", n=len(found.blockers))
    # Somebody may have recorded something since the report was written.
    if reports.report(session).to_json() != draft.report:
        raise Refusal("refuse.purge.moved")
    summary = _summary(session, draft, found.goes)
    session.store.database.defer_foreign_keys(session.connection())
    with session.ground() as connection:
        for table in tables():
            if table.name not in KEPT:
                connection.execute(table.delete())
    areas = session.connection().scalars(sa.select(REVISION.c.area))
    session.moved |= {*areas, AREA}
    session.witness(summary=summary)
    return draft


def _summary(session: Writing, draft: DissolveDraft, goes: Mapping[str, int]) -> dict[str, Any]:
    values = {ACT_VALUE.name, ENTRY_VALUE.name}
    last = session.execute(sa.select(ACT.c.digest).order_by(ACT.c.id.desc()).limit(1)).scalar()
    return {
        "branch": draft.report["branch"],
        "dissolved_on": session.clock.local(session.now).isoformat(timespec="seconds"),
        "confirmed_by": [session.actor.role.value, draft.with_role.value],
        "deleted_rows": {name: n for name, n in goes.items() if name not in values},
        "journal": {
            "acts": _count(session, ACT),
            "entries": _count(session, ENTRY),
            "emptied": sum(n for name, n in goes.items() if name in values),
            "chain": last or "",
        },
        "deleted_files": draft.beside,
        "kept_files": draft.files,
        "report": draft.report,
    }


def _count(session: Reading, table: sa.Table) -> int:
    return session.scalar(sa.select(func.count()).select_from(table)) or 0


def ended(session: Reading) -> Ended | None:
    """When the branch was dissolved, and what is kept of it; None while it is not."""
    found = session.execute(
        sa.select(ACT.c.at, ACT_VALUE.c.params)
        .join_from(ACT, ACT_VALUE)
        .where(ACT.c.verb == VERB)
        .order_by(ACT.c.id.desc())
        .limit(1)
    ).first()
    return None if found is None else Ended(found.at, found.params["summary"])

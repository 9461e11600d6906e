"""What the care list asks of others: a request, made inside the act that found the need."""

from models.care.standing import Person
from models.requests.changes import add
from models.requests.drafts import AddRequest
from models.requests.tables import RequestKind, RequestSource
from models.rules.promise import Urgency
from models.store.drafts import build
from models.store.engine import Writing


def ask(
    session: Writing,
    found: Person,
    kind: RequestKind,
    *,
    detail: str = "",
    item: str = "",
    urgency: Urgency | None = None,
) -> int:
    """Records a request of the person's household and gives its number.

    Two medicines of one person are two requests, so the same kind at one door is no duplicate.
    """
    said = dict(session.act_params)
    row = add(
        session,
        build(
            AddRequest,
            {
                "household_id": found.household_id,
                "resident_id": found.profile.resident_id,
                "kind": kind,
                "detail": detail,
                "item": item,
                "urgency": urgency,
                "source": RequestSource.care,
                "again": True,
            },
        ),
    )
    # The act is a visit or a duty; that it made a request is only part of what it tells.
    session.act_params.clear()
    session.say(**said)
    return row.number

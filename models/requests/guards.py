"""What does not fit a request now, for a reason beyond its state, and what comes next."""

import datetime as dt

from models.homes.sight import check_reveals
from models.homes.tables import Household
from models.people.tables import Volunteer
from models.requests.sight import check_words, on_task
from models.requests.tables import HELD, MONEY, REQUEST, SETTLED, Request, RequestState
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import LEADERS, fetch

_OWN = frozenset(
    {
        "requests.start",
        "requests.done",
        "requests.wait",
        "requests.wake",
        "requests.unreachable",
        "requests.follow_up",
        "requests.release",
        "requests.close",
        "requests.set_urgency",
        "requests.advance_money",
        "requests.repay",
    }
)
"""Steps that a volunteer takes only while nobody else has the request."""
_NEEDS_SAFETY = frozenset({"requests.start", "requests.done"})
_WHILE_OPEN = frozenset({"requests.edit", "requests.set_urgency", "requests.approve_safety"})


def guard(session: Reading, row: Request, verb: str) -> None:
    """Refuses what does not fit this request now."""
    if verb in _WHILE_OPEN and row.state in SETTLED:
        raise Refusal("refuse.requests.settled", no=row.number)
    if verb in _OWN and not leads(session) and row.assignee_id not in (None, session.viewer.id):
        raise Refusal("refuse.requests.theirs", no=row.number, volunteer=assignee_of(session, row))
    if verb in _NEEDS_SAFETY and row.unsafe:
        raise Refusal("refuse.requests.safety", no=row.number)
    if verb in MONEY.verbs():
        MONEY.to(verb, row.money)
    match verb:
        case "requests.claim" if session.viewer.id is None:
            raise Refusal("refuse.requests.nobody")
        case "requests.edit":
            if not leads(session) and not on_task(session, row):
                raise Refusal("refuse.requests.not_yours", no=row.number)
            check_words(session, row)
        case "requests.set_urgency" if row.state is RequestState.new:
            raise Refusal("refuse.requests.triage_first", no=row.number)
        case "requests.ask_safety" if row.climbing:
            raise Refusal("refuse.requests.asked_already", no=row.number)
        case "requests.approve_safety" if not row.climbing:
            raise Refusal("refuse.requests.no_climbing", no=row.number)
        case "requests.approve_safety" if not row.unsafe:
            raise Refusal("refuse.requests.approved", no=row.number)
        case "requests.reveal" if row.resident_id is None:
            raise Refusal("refuse.requests.no_resident", no=row.number)
        case "requests.reveal":
            home = fetch(session, Household, row.household_id)
            check_reveals(session, home.grid, on_task(session, row))


def check_free(session: Reading, row: Request) -> None:
    """Raises `Refusal`, naming who has it, when a request can no longer be claimed."""
    if row.state in HELD and row.assignee_id is not None:
        raise Refusal("refuse.requests.taken", no=row.number, volunteer=assignee_of(session, row))


def check_helper(session: Reading, volunteer_id: int) -> Volunteer:
    """The person who is to see to a request.

    Raises:
        Refusal: when he or she does not serve or has to stay in.
    """
    person = fetch(session, Volunteer, volunteer_id)
    if not person.serves_on(session.today):
        raise Refusal("refuse.requests.gone", volunteer=person.name)
    if person.isolated_on(session.today):
        raise Refusal("refuse.requests.isolated", volunteer=person.name, day=person.isolated_until)
    return person


def natural(session: Reading, row: Request) -> str | None:
    """What `space` does: the next step, or the approval that the next step needs."""
    verb = REQUEST.natural(row.state)
    if verb in _NEEDS_SAFETY and row.unsafe and session.viewer.role is Role.secretary:
        return "requests.approve_safety"
    return verb


def opened(session: Reading, row: Request) -> dict[str, object]:
    """The values an edit form opens with, for those who may read them."""
    from models.requests.drafts import RequestFields

    guard(session, row, "requests.edit")
    return {name: getattr(row, name) for name in RequestFields.model_fields}


def leads(session: Reading) -> bool:
    """Whether who acts may act on other people's requests."""
    return session.viewer.role in LEADERS


def assignee_of(session: Reading, row: Request) -> str:
    """Name of who has the request."""
    return fetch(session, Volunteer, row.assignee_id).name if row.assignee_id else ""


def age(session: Reading, since: dt.datetime) -> str:
    """How long ago something was, in its largest unit: `45m`, `3h`, `2d`, as lists show it."""
    minutes = max(int((session.now - since) / dt.timedelta(minutes=1)), 1)
    if minutes < 60:
        return f"{minutes}m"
    return f"{minutes // 60}h" if minutes < 48 * 60 else f"{minutes // 1440}d"

"""What somebody who leaves hands back: seats, requests in hand, people he or she looked after.

Nothing may stay with somebody who no longer serves. Seats open again from the day on, at once, so
that they can be filled in time; requests and pairings go back on the day itself, because until
then he or she sees to them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from models.people.tables import Volunteer
from models.store.duties import Duty
from models.store.engine import Reading, Writing


def in_hand(session: Reading, volunteer_ids: Sequence[int]) -> Mapping[str, object]:
    """How much of each these people would hand back if they left now."""
    from models import care, requests, shifts

    return {
        "seats": len(shifts.held_by(session, volunteer_ids, session.now)),
        "requests": len(requests.held_by(session, volunteer_ids)),
        "pairings": len(care.paired_with(session, volunteer_ids)),
    }


def hand_back(session: Writing, volunteer_ids: Sequence[int]) -> dict[str, int]:
    """Requests are free to claim again, and somebody else is looked for to visit."""
    from models import care, requests

    return {
        "requests": requests.hand_back(session, volunteer_ids),
        "pairings": care.hand_back(session, volunteer_ids),
    }


def hand_back_of_the_gone(session: Writing) -> None:
    """Takes back on the day itself what those had in hand whose leaving was said beforehand."""
    gone = session.exec(
        select(Volunteer.id).where(col(Volunteer.demobilised_on) <= session.today)
    ).all()
    session.say(**hand_back(session, [one for one in gone if one is not None]))


DUTIES = (Duty("people.hand_back", dt.time(0), hand_back_of_the_gone),)

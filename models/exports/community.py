"""What neighbours gave, what went round, which quarrels were brought to rest, what is good.

A quarrel is written for those who are called to it, its sides by their buildings; what both said
only for a purpose. A story is written in the words that were agreed to, or not at all.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.community.sight import building_of, carries, door_of, item_of, mediates, note_of
from models.community.states import TELLABLE
from models.community.tables import Gift, Mediation, Rumour, Story
from models.community.templates import source_of
from models.exports.columns import heads, local
from models.exports.eye import Eye
from models.homes import Household
from models.people import Volunteer
from models.sheets import SheetOut, Value
from models.store.engine import Reading
from models.words import Key, Words

_GIFTS = ("at", "kind", "what", "gift_from", "gift_to", "state", "gift_carrier", "expiry", "note")
_RUMOURS = (
    "rumour",
    "first_seen",
    "times_heard",
    "state",
    "checked_with",
    "finding",
    "answer",
    "posted_in",
    "posted_at",
)
_MEDIATIONS = ("date", "kind", "sides", "course", "mediator", "settled_how", "followed_up")
_STORIES = ("date", "story")


def sheets(session: Reading, eye: Eye, words: Words) -> Sequence[SheetOut]:
    """Gifts, the ledger itself; then rumours, conflicts and stories."""
    return (
        _sheet(words, "community", _GIFTS, _gifts(session, eye, words)),
        _sheet(words, "rumours", _RUMOURS, _rumours(session, eye, words)),
        _sheet(words, "mediations", _MEDIATIONS, _mediations(session, eye, words)),
        _sheet(words, "stories", _STORIES, _stories(session)),
    )


def _sheet(
    words: Words, name: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]
) -> SheetOut:
    return SheetOut(words(f"export.{name}"), heads(columns, words), rows)


def _gifts(session: Reading, eye: Eye, words: Words) -> list[Sequence[Value]]:
    giver, receiver = aliased(Household), aliased(Household)
    rows = session.execute(
        sa.select(Gift, giver, receiver, col(Volunteer.name), col(Volunteer.initials))
        .join(giver, col(giver.id) == col(Gift.household_id))
        .outerjoin(receiver, col(receiver.id) == col(Gift.receiver_id))
        .outerjoin(Volunteer, col(Volunteer.id) == col(Gift.carrier_id))
        .order_by(col(Gift.id))
    )
    found: list[Sequence[Value]] = []
    for row, here, there, carrier, initials in rows:
        item = item_of(session, row, here.grid)
        task = carries(session, row)
        found.append(
            (
                local(session, row.given_at or row.offered_at),
                words.of(row.kind),
                words.of(item) if isinstance(item, Key) else eye.text(item),
                door_of(session, here, task),
                door_of(session, there, task),
                words.of(row.state),
                eye.staff(carrier, initials or ""),
                row.good_until,
                eye.text(note_of(session, row, row.note, here.grid)),
            )
        )
    return found


def _rumours(session: Reading, eye: Eye, words: Words) -> list[Sequence[Value]]:
    rows = session.exec(select(Rumour).order_by(col(Rumour.id)))
    return [
        (
            eye.text(row.text),
            local(session, row.first_seen),
            row.times,
            words.of(row.state),
            source_of(session, row, words) if row.finding is not None else "",
            words.of(row.finding) if row.finding is not None else "",
            row.answer,
            row.posted_in,
            local(session, row.posted_at),
        )
        for row in rows
    ]


def _mediations(session: Reading, eye: Eye, words: Words) -> list[Sequence[Value]]:
    here, there = aliased(Household), aliased(Household)
    rows = session.execute(
        sa.select(Mediation, here, there, col(Volunteer.name), col(Volunteer.initials))
        .join(here, col(here.id) == col(Mediation.household_id))
        .outerjoin(there, col(there.id) == col(Mediation.other_household_id))
        .outerjoin(Volunteer, col(Volunteer.id) == col(Mediation.mediator_id))
        .order_by(col(Mediation.id))
    )
    return [
        (
            session.clock.day_of(row.reported_at),
            words.of(row.kind),
            " / ".join(filter(None, (building_of(first), building_of(second)))),
            " · ".join(filter(None, (row.matter, row.said_a, row.said_b))) if eye.whole else "",
            eye.staff(mediator, initials or ""),
            row.result if eye.whole else words.of(row.state),
            row.followed_up if eye.whole else "",
        )
        for row, first, second, mediator, initials in rows
        if mediates(session, row)
    ]


def _stories(session: Reading) -> list[Sequence[Value]]:
    rows = session.exec(select(Story).where(col(Story.state).in_(TELLABLE)).order_by(col(Story.id)))
    return [(row.happened_on, row.public_text) for row in rows]

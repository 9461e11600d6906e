"""Who lived here, was away or moved out at a moment that may be past, for the brief."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from models.homes.counting import counts
from models.homes.tables import Household, Presence, Resident
from models.rules.address import NOWHERE
from models.store.engine import Reading
from models.store.past import rows_at


@dataclass(frozen=True, slots=True)
class HomesStanding:
    """Households and people at a moment."""

    households: int
    residents: int
    present: int
    away: int
    """Registered and elsewhere: away, in hospital, at an isolation site."""


def stood(session: Reading, at: dt.datetime) -> HomesStanding | None:
    """The homes at a moment; None where the journal no longer tells."""
    if at >= session.now:
        now = counts(session)
        return HomesStanding(
            now.households, now.residents, now.present, now.residents - now.present
        )
    doors = rows_at(session, Household, ("stairwell",), at)
    people = rows_at(session, Resident, ("presence", "moved_out_on"), at)
    if doors is None or people is None:
        return None
    by = Counter(was["presence"] for was in people.values() if was["moved_out_on"] is None)
    present = by[Presence.present]
    homes = sum(was["stairwell"] != NOWHERE for was in doors.values())
    return HomesStanding(homes, by.total(), present, by.total() - present)

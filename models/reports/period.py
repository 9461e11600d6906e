"""What was done in a stretch of time, area by area: what brief, report and stage are made of."""

import datetime as dt
from dataclasses import asdict, dataclass

from models.care import report as care
from models.care.report import CareTotals
from models.community import report as community
from models.community.report import CommunityTotals
from models.gate import report as gate
from models.gate.report import GateTotals
from models.group_buys import report as group_buys
from models.group_buys.lines import Totals as BuyTotals
from models.patrols import report as patrols
from models.patrols.report import PatrolTotals
from models.requests import report as requests
from models.requests.report import Closures, RequestTotals
from models.rounds import report as rounds
from models.rounds.report import RoundTotals
from models.shifts import report as shifts
from models.shifts.report import ShiftTotals
from models.store.engine import Reading


@dataclass(frozen=True, slots=True)
class Period:
    """The sums of every area over the same days."""

    shifts: ShiftTotals
    patrols: PatrolTotals
    gate: GateTotals
    rounds: RoundTotals
    requests: RequestTotals
    closures: tuple[Closures, ...]
    """Of every kind first; nothing where nothing was closed."""
    care: CareTotals
    buys: BuyTotals
    community: CommunityTotals

    def done(self) -> dict[str, int]:
        """The totals that a stage is remembered by, under the names of the work report."""
        told = {
            "group_buys": self.buys.buys,
            "portions": self.buys.portions,
            **asdict(self.requests),
            **asdict(self.rounds),
            "gifts": self.community.gifts,
            "rumours_answered": self.community.rumours_answered,
            "conflicts_settled": self.community.conflicts_settled,
        }
        # Those two are about everything asked for, which the stage counts by itself.
        return {name: n for name, n in told.items() if name not in ("opened", "closed")}


def period(session: Reading, first: dt.date, last: dt.date) -> Period:
    """Everything from the first to the last local day, both included."""
    since = session.clock.day_start(first)
    until = session.clock.day_start(last + dt.timedelta(days=1))
    return Period(
        shifts=shifts.totals(session, since, until),
        patrols=patrols.totals(session, since, until),
        gate=gate.totals(session, since, until),
        rounds=rounds.totals(session, since, until),
        requests=requests.totals(session, since, until),
        closures=requests.closures(session, since, until),
        care=care.totals(session, since, until),
        buys=group_buys.totals(session, until, since),
        community=community.totals(session, since, until),
    )

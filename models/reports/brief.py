"""The numbers of one day, as a branch sends them up every night."""

import datetime as dt
from dataclasses import dataclass

from models.branch import PhaseKind, branch, phases
from models.care import report as care
from models.group_buys import report as buys
from models.homes import report as homes
from models.isolation.report import moves
from models.reports.figures import BriefPart, Figure, Item, Untold, hidden
from models.reports.period import Period, period
from models.reports.tomorrow import tomorrow
from models.requests import report as requests
from models.requests.tables import RequestKind
from models.rounds import report as rounds
from models.rounds.reads import open_rounds
from models.rounds.states import BEGUN, RoundKind
from models.rules.refusal import Refusal
from models.stock import report as stock
from models.store.engine import Reading
from models.store.register import GRID

_DAY = dt.timedelta(days=1)
SUPPLIES = 12
"""Items that are told one by one; those that need a hand come first."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One day in numbers; what nobody can know of a day that is past says so."""

    compound: str
    date: dt.date
    day: int
    phase: PhaseKind | None
    phase_day: int
    """1 on the first day of the phase; 0 before the first one."""
    parts: tuple[BriefPart, ...]

    def to_json(self) -> dict[str, object]:
        """The numbers by part, null where they are not told; beside them which, and why."""

        def untold(why: Untold) -> list[str]:
            return [
                f"{one.name}.{name}"
                for one in self.parts
                for name, figure in one.figures.items()
                if figure is why
            ]

        return {
            "compound": self.compound,
            "date": self.date.isoformat(),
            "day": self.day,
            "phase": self.phase.value if self.phase else None,
            "phase_day": self.phase_day,
            **{one.name: one.to_json() for one in self.parts},
            "not_kept": untold(Untold.not_kept),
            "too_few": untold(Untold.few),
        }


def brief(session: Reading, day: dt.date | None = None, *, public: bool = False) -> Brief:
    """The numbers of a day, today where none is named.

    Args:
        public: whether those who live there read it, among whom two people in isolation would be
            known by their number, and an empty post by its name.

    Raises:
        Refusal: when the branch was not there yet on that day, or it is still to come.
    """
    on, found = day or session.today, branch(session)
    if found is None:
        raise Refusal("refuse.reports.no_branch")
    if not found.first_day <= on <= session.today:
        raise Refusal("refuse.reports.day", day=on, first=found.first_day, last=session.today)
    since, until = session.clock.day_start(on), session.clock.day_start(on + _DAY)
    at = min(until, session.now)
    few = public or session.viewer.role not in GRID
    done = period(session, on, on)
    begun = [line for line in phases(session) if line.begins_on <= on]
    return Brief(
        compound=found.compound,
        date=on,
        day=(on - found.first_day).days + 1,
        phase=begun[-1].kind if begun else None,
        phase_day=(on - begun[-1].begins_on).days + 1 if begun else 0,
        parts=(
            _people(session, at),
            _isolation(session, since, until, few=few),
            _tests(session, done, since),
            _kits(done, few=few),
            _duty(done),
            _patrols(done),
            _gate(done),
            _buys(session, done, since, until),
            *_requests(session, done, since, at),
            _care(session, done, at, until),
            _disinfection(session, on, done),
            *_stock(session, at, public=public),
            _community(done),
            tomorrow(session, on, few=few),
        ),
    )


def _people(session: Reading, at: dt.datetime) -> BriefPart:
    stood, names = homes.stood(session, at), ("households", "residents", "present", "away")
    return BriefPart("people", {name: getattr(stood, name, Untold.not_kept) for name in names})


def _isolation(session: Reading, since: dt.datetime, until: dt.datetime, *, few: bool) -> BriefPart:
    apart = moves(session, since, until)
    kept = {"new": apart.new, "total": apart.total, "released": apart.released}
    return BriefPart("isolation", {name: hidden(n, few) for name, n in kept.items()})


def _tests(session: Reading, done: Period, since: dt.datetime) -> BriefPart:
    """The tests of the day that are over, and the one under way with who is left of it."""
    sums = done.rounds
    asked, tested, left, rounds_of = sums.asked, sums.tested, 0, sums.tests
    for line in open_rounds(session) if since <= session.now < since + _DAY else ():
        if line.kind is RoundKind.test and line.state in BEGUN:
            asked, tested = asked + line.total - line.excused, tested + line.seen
            left, rounds_of = left + line.left, rounds_of + 1
    return BriefPart(
        "tests",
        {"rounds": rounds_of, "asked": asked, "tested": tested, "left": left,
         "missed": sums.missed},
    )  # fmt: skip


def _kits(done: Period, *, few: bool) -> BriefPart:
    kits = done.rounds
    told = {"kits": kits.kits, "reported": kits.kits_reported}
    return BriefPart("kits", {**told, "abnormal": hidden(kits.kits_abnormal, few)})


def _patrols(done: Period) -> BriefPart:
    walked = done.patrols
    return BriefPart(
        "patrols",
        {
            "patrols": walked.patrols,
            "incidents": walked.incidents,
            "persuaded": walked.persuaded,
        },
    )


def _gate(done: Period) -> BriefPart:
    gate = done.gate
    told = {"out": gate.out, "in": gate.inward, "turned_away": gate.turned_away}
    return BriefPart("gate", {**told, "goods": gate.goods})


def _community(done: Period) -> BriefPart:
    told = done.community
    return BriefPart(
        "community",
        {
            "rumours": told.rumours,
            "answered": told.rumours_answered,
            "conflicts": told.conflicts,
            "settled": told.conflicts_settled,
            "moods": told.moods,
            "gifts": told.gifts,
            "notices": told.notices,
        },
    )


def _duty(done: Period) -> BriefPart:
    turns = done.shifts
    return BriefPart(
        "duty",
        {
            "planned": turns.planned,
            "filled": turns.planned - turns.empty,
            "served": turns.served,
            "no_show": turns.no_show,
            "hours": round(turns.hours),
        },
    )


def _buys(session: Reading, done: Period, since: dt.datetime, until: dt.datetime) -> BriefPart:
    moved = buys.moves(session, since, until)
    return BriefPart(
        "buys",
        {
            "buys": done.buys.buys,
            "portions": done.buys.portions,
            "arrived": moved.arrived,
            "handed": moved.handed,
        },
    )


def _requests(
    session: Reading, done: Period, since: dt.datetime, at: dt.datetime
) -> tuple[BriefPart, ...]:
    """What was fetched and carried for anybody, the odd problems, and everything asked for."""
    stood = requests.stood(session, at, since)
    jobs = {one.kind: one.done for one in done.closures}
    return (
        BriefPart(
            "errands",
            {
                "medicine": jobs.get(RequestKind.medicine, 0),
                "carry": jobs.get(RequestKind.carry, 0),
                "groceries": jobs.get(RequestKind.groceries, 0),
                "hospital": jobs.get(RequestKind.hospital_trip, 0),
            },
        ),
        BriefPart(
            "odd",
            {
                "opened": stood.odd_opened,
                "closed": done.requests.odd_problems,
                "open": stood.odd,
                "overdue": stood.odd_overdue,
            },
        ),
        BriefPart(
            "requests",
            {
                "opened": done.requests.opened,
                "closed": done.requests.closed,
                "open": stood.open,
                "overdue": stood.overdue,
            },
        ),
    )


def _care(session: Reading, done: Period, at: dt.datetime, until: dt.datetime) -> BriefPart:
    """Who was seen, and who was still to be seen before the day was over."""
    stood = care.stood(session, at, until)
    seen = done.care.people
    figures: dict[str, Figure] = {
        "due": seen + stood.due if stood else Untold.not_kept,
        "done": seen,
        "contacts": done.care.contacts,
        "overdue": stood.overdue if stood else Untold.not_kept,
    }
    return BriefPart("care", figures)


def _disinfection(session: Reading, on: dt.date, done: Period) -> BriefPart:
    stood = rounds.covered(session, on)
    return BriefPart(
        "disinfection",
        {
            "places": stood.places,
            "done": stood.done,
            "left": stood.left,
            "times": done.rounds.disinfected,
        },
    )


def _stock(session: Reading, at: dt.datetime, *, public: bool) -> tuple[BriefPart, ...]:
    """The alerts; and item by item what is short, ends, or is worn on duty."""
    stood, names = stock.stood(session, at), ("out", "short", "expiring")
    figures = {name: getattr(stood, name, Untold.not_kept) for name in names}
    alerts = BriefPart("stock", figures)
    if public or stood is None:
        return (alerts,)
    items = tuple(
        Item(
            "item",
            {
                "item": one.name,
                "on_hand": one.on_hand,
                "unit": one.unit,
                "days": int(one.days) if one.days and one.on_hand else None,
                "level": one.level,
            },
        )
        for one in stood.supplies[:SUPPLIES]
    )
    return (alerts, BriefPart("supplies", {"items": len(stood.supplies)}, items))

"""The work report: the whole campaign in numbers, from the first day to today."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func

from models.board import part
from models.branch import PhaseKind, branch, phases
from models.campaign.tables import Directive, DirectiveState, Milestone
from models.campaign.trends import Daily, Measure, daily
from models.community.tables import MembershipApplication
from models.group_buys import report as buys
from models.group_buys.states import BuyKind
from models.homes import HomeCounts
from models.isolation.watch import IsolationTotals
from models.isolation.watch import totals as isolated
from models.people import report as people
from models.people.report import ServedTotals
from models.reports.left import Left, left
from models.reports.period import Period, period
from models.requests.report import Closures
from models.rules import masking
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.engine import Reading
from models.store.register import GRID

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Report:
    """Every number of the work report."""

    branch: str
    compound: str
    first_day: dt.date
    last_day: dt.date
    """The day before the branch closed; today while it has not."""
    epidemic_free_on: dt.date | None
    unsealed_on: dt.date | None
    homes: HomeCounts
    people: ServedTotals
    served: Period
    isolated: IsolationTotals | None
    """None where they are too few to be told."""
    bought: dict[BuyKind, int]
    """Group buys by what they were of."""
    directives: int
    directives_done: int
    applications: int | None
    """Who applied for membership, which only the secretary is told."""
    milestones: tuple[tuple[dt.date, str], ...]
    phases: tuple[tuple[dt.date, PhaseKind], ...]
    """From which day on the compound stood in which way."""
    left: Left
    days_of: dict[Measure, Daily]
    """A number a day, for the charts."""

    @property
    def all_closed(self) -> Closures | None:
        """How soon whatever was asked for was closed; None where nothing was."""
        return next(iter(self.served.closures), None)

    @property
    def closed_by_kind(self) -> tuple[Closures, ...]:
        """The same kind by kind, most first."""
        return self.served.closures[1:]

    @property
    def days(self) -> int:
        """Days of the campaign, first and last included."""
        return (self.last_day - self.first_day).days + 1

    @property
    def sealed_days(self) -> int:
        """Days from the first to the one of the unsealing, both included."""
        return ((self.unsealed_on or self.last_day) - self.first_day).days + 1

    def to_json(self) -> dict[str, object]:
        """The numbers under the names that stand in the page on the command line."""
        done, apart, every = self.served, self.isolated, self.all_closed
        return {
            "branch": self.branch,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "days": self.days,
            "sealed_days": self.sealed_days,
            "epidemic_free_on": _iso(self.epidemic_free_on),
            "unsealed_on": _iso(self.unsealed_on),
            "households": self.homes.households,
            "residents": self.homes.residents,
            "present": self.homes.present,
            "volunteers": self.people.volunteers,
            "cadres": self.people.cadres,
            "resident_volunteers": self.people.resident_volunteers,
            "leaders": self.people.leaders,
            "back_at_work": self.people.back_at_work,
            "applications": self.applications,
            "seats_planned": done.shifts.planned,
            "seats_served": done.shifts.served,
            "seats_empty": done.shifts.empty,
            "no_shows": done.shifts.no_show,
            "hours_served": done.shifts.hours,
            "patrols": done.patrols.patrols,
            "incidents": done.patrols.incidents,
            "persuaded": done.patrols.persuaded,
            "passages_out": done.gate.out,
            "passages_in": done.gate.inward,
            "goods_batches": done.gate.goods,
            "tests": done.rounds.tests,
            "test_turns": done.rounds.tested,
            "test_missed": done.rounds.missed,
            "kits": done.rounds.kits,
            "kits_reported": done.rounds.kits_reported,
            "disinfected": done.rounds.disinfected,
            "doors_knocked": done.rounds.knocked,
            "cases": apart.cases if apart else None,
            "close_contacts": apart.close if apart else None,
            "secondary_contacts": apart.secondary if apart else None,
            "isolated": apart.people if apart else None,
            "released": apart.released if apart else None,
            "care_people": done.care.listed,
            "care_contacts": done.care.contacts,
            "group_buys": done.buys.buys,
            "portions": done.buys.portions,
            "group_buys_by_kind": {kind.value: n for kind, n in self.bought.items()},
            "gifts": done.community.gifts,
            "carries": done.requests.carries,
            "medicine_runs": done.requests.medicine_runs,
            "odd_problems": done.requests.odd_problems,
            "groceries": done.requests.groceries,
            "hospital_trips": done.requests.hospital_trips,
            "requests_opened": done.requests.opened,
            "requests_closed": done.requests.closed,
            "requests_late": done.requests.late,
            "requests_reopened": every.reopened if every else 0,
            "satisfied": every.satisfied if every else 0,
            "not_satisfied": every.not_satisfied if every else 0,
            "same_day_rate": every.same_day_rate if every else None,
            "median_hours": every.median_hours if every else None,
            "closed_by_kind": {
                str(one.kind): {
                    "closed": one.closed,
                    "same_day_rate": one.same_day_rate,
                    "median_hours": one.median_hours,
                }
                for one in self.closed_by_kind
            },
            "notices": done.community.notices,
            "rumours": done.community.rumours,
            "rumours_answered": done.community.rumours_answered,
            "moods": done.community.moods,
            "conflicts": done.community.conflicts,
            "conflicts_settled": done.community.conflicts_settled,
            "stories": done.community.stories,
            "praise": done.community.praise,
            "directives": self.directives,
            "directives_done": self.directives_done,
            "milestones": [{"on": on.isoformat(), "text": text} for on, text in self.milestones],
            "left": self.left.to_json(),
            "all_safe": self.left.safe,
        }


def report(session: Reading) -> Report:
    """The campaign up to now.

    Raises:
        Refusal: before the branch was set up.
    """
    found = branch(session)
    if found is None:
        raise Refusal("refuse.reports.no_branch")
    course = tuple(
        (line.begins_on, line.kind) for line in phases(session) if line.begins_on <= session.today
    )
    begun = {kind: on for on, kind in course}
    closed = begun.get(PhaseKind.closed)
    last = closed - _DAY if closed else session.today
    asked, carried = session.execute(
        sa.select(
            func.count(), func.count(sa.case((col(Directive.state) == DirectiveState.done, 1)))
        ).where(col(Directive.state) != DirectiveState.withdrawn)
    ).one()
    return Report(
        branch=found.full_name,
        compound=found.compound,
        first_day=found.first_day,
        last_day=last,
        epidemic_free_on=begun.get(PhaseKind.epidemic_free),
        unsealed_on=begun.get(PhaseKind.guarded),
        homes=part(session, "homes", "counts"),
        people=people.totals(session, last),
        served=period(session, found.first_day, last),
        isolated=_isolated(session),
        bought=buys.by_kind(
            session,
            session.clock.day_start(found.first_day),
            session.clock.day_start(last + _DAY),
        ),
        directives=asked,
        directives_done=carried,
        applications=_applications(session),
        milestones=_milestones(session),
        phases=course,
        left=left(session),
        days_of=daily(session, found.first_day, last),
    )


def _isolated(session: Reading) -> IsolationTotals | None:
    """Where few may not be told to whoever asks, none of them are."""
    found = isolated(session)
    counts = (found.cases, found.close, found.secondary, found.people, found.released)
    if session.viewer.role not in GRID and any(masking.few(n) is None for n in counts):
        return None
    return found


def _applications(session: Reading) -> int | None:
    if session.viewer.role is not Role.secretary:
        return None
    return session.scalar(sa.select(func.count()).select_from(MembershipApplication))


def _milestones(session: Reading) -> tuple[tuple[dt.date, str], ...]:
    """What was reached, in the words of the secretary."""
    rows = session.execute(
        sa.select(col(Milestone.reached_on), col(Milestone.text))
        .where(col(Milestone.reached_on) <= session.today)
        .order_by(col(Milestone.reached_on), col(Milestone.id))
    )
    return tuple((on, text) for on, text in rows)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None

"""What patrols tell: which route waits too long, which addresses come again, where and when.

The hours and places with the most incidents are where a friendly word is needed next.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.rules.rule_sets import Data

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PatrolRules:
    """How often a route is walked, and what counts as coming again."""

    interval_minutes: int
    routes: Mapping[str, int]
    """Routes with an interval of their own, by name."""
    repeat_from: int
    repeat_days: int

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "PatrolRules":
        """Reads the data of a rule set of kind `patrol`."""
        read = Data("patrol", data)
        routes = read.part("routes")
        return cls(
            interval_minutes=read.integer("interval_minutes", 1),
            routes={name: routes.integer(name, 1) for name in routes.fields()},
            repeat_from=read.integer("repeat_from", 2),
            repeat_days=read.integer("repeat_days", 1),
        )

    def interval(self, route: str) -> int:
        """The minutes between two patrols of `route`."""
        return self.routes.get(route, self.interval_minutes)


@dataclass(frozen=True, slots=True)
class Incident:
    """Something seen on a patrol, at a place and perhaps of a household."""

    at: datetime
    place: str
    kind: str
    household: int | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A household met again and again."""

    household: int
    times: int
    last: datetime
    kinds: tuple[str, ...]
    """What it was, the most frequent first."""


def repeat_addresses(
    incidents: Iterable[Incident], now: datetime, rules: PatrolRules
) -> tuple[Repeat, ...]:
    """Households met at least `repeat_from` times in the last days, most often and latest first."""
    since = now - timedelta(days=rules.repeat_days)
    met: dict[int, list[Incident]] = {}
    for incident in incidents:
        if incident.household is not None and since < incident.at <= now:
            met.setdefault(incident.household, []).append(incident)
    found = [
        Repeat(household, len(seen), max(one.at for one in seen), _by_number(seen))
        for household, seen in met.items()
        if len(seen) >= rules.repeat_from
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, -one.last.timestamp(), one.household)))


@dataclass(frozen=True, slots=True)
class Heat:
    """Incidents by hour of the day and place."""

    places: tuple[str, ...]
    """The rows, the most incidents first."""
    counts: tuple[tuple[int, ...], ...]
    """A row a place, 24 columns an hour."""

    @property
    def peak(self) -> int:
        """The highest number of any hour and place."""
        return max((max(row) for row in self.counts), default=0)

    @property
    def by_hour(self) -> tuple[int, ...]:
        """All places together, by hour."""
        return tuple(sum(row[hour] for row in self.counts) for hour in range(24))


def heat(incidents: Iterable[Incident], zone: str) -> Heat:
    """The matrix hour x place, in the branch's hours."""
    local = ZoneInfo(zone)
    counts: dict[str, list[int]] = {}
    for incident in incidents:
        counts.setdefault(incident.place, [0] * 24)[incident.at.astimezone(local).hour] += 1
    places = sorted(counts, key=lambda place: (-sum(counts[place]), place))
    return Heat(tuple(places), tuple(tuple(counts[place]) for place in places))


@dataclass(frozen=True, slots=True)
class Route:
    """A route with its last patrol."""

    id: int
    name: str
    last: datetime | None
    """When the last patrol ended; None when there was none yet."""
    under_way: bool = False


@dataclass(frozen=True, slots=True)
class RouteAge:
    """How long a route has waited."""

    route: Route
    minutes: int | None
    """Minutes since the last patrol; None when there was none yet."""
    interval: int
    late_minutes: int
    """Minutes past the interval, 0 while it is walked."""
    late: bool
    """Past the interval, or never walked; not while it is walked."""


def route_ages(routes: Iterable[Route], now: datetime, rules: PatrolRules) -> tuple[RouteAge, ...]:
    """Every route against its interval: never walked first, then the latest, then what waits."""
    found = []
    for route in routes:
        interval = rules.interval(route.name)
        minutes = None if route.last is None else max((now - route.last) // _MINUTE, 0)
        past = 0 if minutes is None or route.under_way else max(minutes - interval, 0)
        late = not route.under_way and (minutes is None or past > 0)
        found.append(RouteAge(route, minutes, interval, past, late))
    return tuple(
        sorted(
            found,
            key=lambda one: (
                not one.late,
                one.minutes is not None,
                -one.late_minutes,
                -(one.minutes or 0),
                one.route.name,
            ),
        )
    )


def _by_number(incidents: Iterable[Incident]) -> tuple[str, ...]:
    counts = Counter(one.kind for one in incidents)
    return tuple(sorted(counts, key=lambda kind: (-counts[kind], kind)))

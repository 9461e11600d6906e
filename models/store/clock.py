"""The branch's clock: one "now" for everybody, and days as the branch counts them.

Local days and hours are computed in the branch's time zone, never the machine's. A demonstration
carries its own starting moment, from which its time runs on in every process alike. Tests freeze
the clock.
"""

import datetime as dt
import time
from functools import cached_property
from zoneinfo import ZoneInfo

ZONE = "Asia/Shanghai"
"""The zone of a branch that has not chosen one."""


class Clock:
    """Tells the time of the branch.

    Args:
        zone: the branch's time zone, by its IANA name.
        start: the moment at which a demonstration begins.
        since: the real moment at which that demonstration began; now, if not given.
    """

    def __init__(
        self,
        zone: str = ZONE,
        *,
        start: dt.datetime | None = None,
        since: dt.datetime | None = None,
    ) -> None:
        self.zone = zone
        self.demonstrates = start is not None
        """Whether this is the time of a demonstration."""
        self._ahead = dt.timedelta() if start is None else start - (since or _real())

    @staticmethod
    def frozen(at: dt.datetime | str, zone: str = ZONE) -> "FrozenClock":
        """A clock that stands still; a moment without a zone is meant in the branch's own."""
        return FrozenClock(at, zone)

    @cached_property
    def tzinfo(self) -> dt.tzinfo:
        """The branch's time zone."""
        return ZoneInfo(self.zone)

    def now(self) -> dt.datetime:
        """This moment, aware, in UTC."""
        return _real() + self._ahead

    def local(self, moment: dt.datetime) -> dt.datetime:
        """The moment as the branch's wall clock shows it."""
        return moment.astimezone(self.tzinfo)

    def stamp(self, moment: dt.datetime) -> str:
        """The moment as a line of text names it: `04-09 14:30`."""
        return f"{self.local(moment):%m-%d %H:%M}"

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The local day that the moment falls on."""
        return self.local(moment).date()

    def today(self) -> dt.date:
        """The local day it is now."""
        return self.day_of(self.now())

    def at(self, day: dt.date, time: dt.time = dt.time()) -> dt.datetime:
        """The moment, in UTC, at which the branch's wall clock shows this day and time."""
        return dt.datetime.combine(day, time, self.tzinfo).astimezone(dt.UTC)

    def day_start(self, day: dt.date) -> dt.datetime:
        """The moment, in UTC, at which that local day begins."""
        return self.at(day)


class FrozenClock(Clock):
    """A clock that moves only when it is told to."""

    def __init__(self, at: dt.datetime | str, zone: str = ZONE) -> None:
        super().__init__(zone)
        self.set(at)

    def now(self) -> dt.datetime:
        """The moment at which the clock stands."""
        return self._at

    def set(self, at: dt.datetime | str) -> None:
        """Puts the clock to a moment; without a zone it is meant in the branch's own."""
        import arrow  # reads text, which only somebody who sets a clock gives

        self._at = arrow.get(at, tzinfo=_zone_of(at) or self.tzinfo).to("utc").datetime

    def advance(self, by: dt.timedelta) -> None:
        """Lets so much time pass."""
        self._at += by


class Drift:
    """How far the machine's clock was moved since this was made; sleeping moves it not at all."""

    def __init__(self) -> None:
        self._began = _real() - _steady()

    def moved(self) -> dt.timedelta:
        """Ahead, or where it is negative back."""
        return _real() - _steady() - self._began


def _real() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _steady() -> dt.timedelta:
    """What nobody can set; where the system has it, with the time that the machine slept."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return dt.timedelta(seconds=time.clock_gettime(clock))


def _zone_of(at: dt.datetime | str) -> dt.tzinfo | None:
    return at.tzinfo if isinstance(at, dt.datetime) else None

"""The world that the demonstration is played in: its people, its doors, its clock, its events."""

import datetime as dt
import heapq
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from models.rules.refusal import Refusal
from models.store import Actor, FrozenClock, Store
from models.store.register import Done, draft_for, perform


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who lives in the compound."""

    id: int
    household: int
    door: str
    name: str
    birth_year: int
    present: bool
    tags: tuple[str, ...]


@dataclass(slots=True)
class World:
    """Everything the parts of the demonstration share."""

    store: Store
    clock: FrozenClock
    rng: random.Random
    first_day: dt.date
    until: dt.datetime
    people: list[Person] = field(default_factory=list)
    crew: dict[str, Actor] = field(default_factory=dict)
    """Those who serve, by name."""
    care: list[Person] = field(default_factory=list)
    """Those of the care list, also before it is drawn up."""
    posts: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    refills: int = 0
    """Medicine requests the care list raised by itself; as many fewer are asked for by hand."""
    _events: list[tuple[dt.datetime, int, Callable[[], object]]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    @property
    def days(self) -> list[dt.date]:
        """The days from the first to the one of the moment, both included."""
        last = self.clock.day_of(self.until)
        return [self.first_day + dt.timedelta(n) for n in range((last - self.first_day).days + 1)]

    @property
    def secretary(self) -> Actor:
        """The first secretary."""
        return next(iter(self.crew.values()))

    def moment(self, day: dt.date, hour: float) -> dt.datetime:
        """A moment of a local day; hours may run past midnight."""
        return self.clock.day_start(day) + dt.timedelta(hours=hour)

    def at(self, moment: dt.datetime, event: Callable[[], object]) -> None:
        """Has something happen at a moment, unless that lies after the end."""
        if moment <= self.until:
            heapq.heappush(self._events, (moment, next(self._order), event))

    def run(self, progress: Callable[[int, int], None]) -> None:
        """Plays every event in its order; an event may add later ones."""
        done = 0
        while self._events:
            moment, _, event = heapq.heappop(self._events)
            if moment > self.clock.now():
                self.clock.set(moment)
            event()
            done += 1
            if done % 50 == 0:
                progress(done, done + len(self._events))

    def do(
        self,
        who: Actor,
        verb: str,
        *values: Mapping[str, object],
        ids: Sequence[int | None] = (),
        why: str | None = None,
    ) -> Done:
        """One act: a change done to one or several records."""
        aimed = ids or [None] * max(1, len(values))
        nothing: Mapping[str, object] = {}
        filled = values or [nothing for _ in aimed]
        drafts = [draft_for(verb, v, i) for v, i in zip(filled, aimed, strict=True)]
        return perform(self.store, who, verb, *drafts, why=why)

    def ids(self, done: Done) -> list[int]:
        """Ids of the rows that a change made."""
        return [int(getattr(row, "id", 0)) for row in done.rows]

    def try_to(self, who: Actor, verb: str, values: Mapping[str, object], id: int) -> Done | None:  # noqa: A002
        """One act that the branch's own rules may refuse, as they would refuse a person."""
        try:
            return self.do(who, verb, values, ids=[id])
        except Refusal:
            return None

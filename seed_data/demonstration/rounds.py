"""Rounds: the tests of the campaign, the doors knocked at in April, and the information card.

The city's first three rounds were before the first day. A building is one act, as it was one
queue; whoever needs a word of his or her own has an act of their own.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

import sqlalchemy as sa
from sqlmodel import col

from models import rounds
from models.homes import Building
from models.rounds import RoundTarget
from seed_data.demonstration.world import Person, World

SEED = 1103
"""Its own: whatever is drawn here draws nothing away from the other parts."""
TESTS = (
    dt.date(2022, 3, 20),
    dt.date(2022, 3, 21),
    dt.date(2022, 3, 22),
    dt.date(2022, 3, 25),
    dt.date(2022, 3, 28),
    dt.date(2022, 3, 31),
    dt.date(2022, 4, 3),
    dt.date(2022, 4, 5),
    dt.date(2022, 4, 7),
    dt.date(2022, 4, 10),
    dt.date(2022, 4, 13),
    dt.date(2022, 4, 15),
    dt.date(2022, 4, 18),
    dt.date(2022, 4, 21),
)
"""Days of the tests; the third, fifth and seventh of April were the city's clearing drive."""
OVER_NIGHT = dt.date(2022, 4, 7)
"""The one that began after noon and went on in the morning."""
ABNORMAL = dt.date(2022, 3, 31)
STUBBORN = (dt.date(2022, 4, 3), dt.date(2022, 4, 5))
"""The two in which the same person was not to be moved; in the next one he stands at the top."""
STILL_LEFT = 37
"""Who is left of the round that runs when the demonstration begins."""
TUBE = 20
LANES = ("何静", "宋凯")
LABORATORY = "区检测中心"
LATER = ("下班回来", "上网课", "刚睡下", "在洗澡")
EXCUSED: tuple[dict[str, object], ...] = (
    {"cause": "elsewhere", "reason": "透析，在医院同日采样"},
    {"cause": "unfit", "reason": "化疗期间，医生嘱缓采"},
    {"cause": "unfit", "reason": "口腔术后"},
)
"""Of some on the care list."""
KNOCKING = dt.date(2022, 4, 2)
KNOCKERS = ("赵明", "林晓燕", "马文斌", "董雪", "曹婷", "邓欣")
HEARD = (
    ("need", "降压药快没了，诉求里有"),
    ("need", "下水慢，已报修"),
    ("unwell", "膝盖疼，不用去医院"),
    ("changed", "租户三月已走，名册待改"),
    ("need", "想买婴儿奶粉，团购里有"),
)


@dataclass(slots=True)
class _Play:
    """What one round's acts share."""

    world: World
    rng: random.Random
    day: dt.date
    start: float
    """Hour of its first slot."""
    id: int = 0
    buildings: dict[int, int] = field(default_factory=dict)
    """Number -> id."""
    targets: dict[int, int] = field(default_factory=dict)
    """Resident or household -> target."""

    @property
    def promised(self) -> float:
        """The hour at which those are seen who do not come down with their building."""
        return 24 + 11 if self.day == OVER_NIGHT else self.start + 4

    def at(self, hour: float, act: Callable[[], object]) -> None:
        self.world.at(self.world.moment(self.day, hour), act)

    def do(
        self, who: str, verb: str, *values: Mapping[str, object], ids: Iterable[int] = ()
    ) -> None:
        actor = self.world.crew[who] if who else self.world.secretary
        self.world.do(actor, f"rounds.{verb}", *values, ids=list(ids) or [self.id])


def plan(world: World) -> None:
    """The tests, then the doors and the cards of the second of April."""
    rng = random.Random(SEED)
    for day in TESTS:
        start = 13.0 if day == OVER_NIGHT else 6.5
        _plan_test(_Play(world, random.Random(rng.random()), day, start))
    _plan_knocking(_Play(world, random.Random(rng.random()), KNOCKING, 9))
    _plan_cards(_Play(world, random.Random(rng.random()), KNOCKING, 14))


# ── a test ──────────────────────────────────────────────────────────────────────────────────────


def _plan_test(play: _Play) -> None:
    first = play.day == TESTS[0]
    # The branch came together that morning; later rounds are told the day before.
    play.at(6.1 if first else play.start - 19, lambda: _announce(play))


def _announce(play: _Play) -> None:
    world = play.world
    begins = world.moment(play.day, play.start)
    made = world.do(
        world.secretary,
        "rounds.plan",
        {
            "kind": "test",
            "starts_at": begins,
            "ends_at": begins + dt.timedelta(hours=23 if play.day == OVER_NIGHT else 11),
            "name": "清零攻坚" if dt.date(2022, 4, 3) <= play.day <= OVER_NIGHT else "",
            "place": "中心花园",
            "owner_id": world.crew["高志"].id,
            "tube_size": TUBE,
            "lanes": len(LANES),
        },
    )
    play.id = world.ids(made)[0]
    play.do("", "timetable", {})
    play.do("", "announce", {})
    play.at(play.start - 0.2, lambda: play.do("高志", "issue_tubes", {}))
    play.at(play.start, lambda: _begin(play))


def _begin(play: _Play) -> None:
    play.do("高志", "start", {})
    _look_up(play, RoundTarget.resident_id)
    apart = _set_apart(play)
    numbers = sorted(play.buildings)
    for place, number in enumerate(numbers):
        hour = play.start + 0.5 + place * 0.4
        if play.day == OVER_NIGHT and place >= len(numbers) - 2:
            hour = 24 + 7 + place * 0.1  # the last two come in the morning
        who = LANES[place % len(LANES)]
        play.at(hour, partial(_sample, play, who, number, apart))
    if play.day == OVER_NIGHT:
        play.at(18.5, lambda: _deliver(play))
        play.at(24 + 10.4, lambda: _leave(play, STILL_LEFT))
    last = 24 + 11.8 if play.day == OVER_NIGHT else play.start + 6
    play.at(last, lambda: _mop_up(play, last))


def _begin_doors(play: _Play) -> None:
    """A round of households begins."""
    play.do("", "start", {})
    _look_up(play, RoundTarget.household_id)


def _look_up(play: _Play, own: int | None) -> None:
    """Ids as they are this time."""
    with play.world.store.reading(play.world.secretary) as session:
        play.buildings = {
            number: row_id
            for row_id, number in session.execute(sa.select(col(Building.id), col(Building.number)))
        }
        asked = sa.select(col(own), col(RoundTarget.id)).where(col(RoundTarget.round_id) == play.id)
        play.targets = {one: target for one, target in session.execute(asked)}


def _set_apart(play: _Play) -> tuple[int, ...]:
    """Those who do not come down with their building, and what is known of them already."""
    people = [one for one in play.world.people if one.id in play.targets]
    ill = {
        person.id: excuse
        for person, excuse in zip(play.world.care[:72][::-1], EXCUSED, strict=False)
        if person.id in play.targets
    }
    frail = [one for one in people if one.birth_year < 1938 and one.id not in ill][:14]
    others = play.rng.sample(
        [one for one in people if one.id not in ill and one not in frail],
        30 if play.day == OVER_NIGHT else 6,
    )
    if play.day in (*STUBBORN, OVER_NIGHT):
        others[0] = _stubborn(people)
    target = play.targets
    if ill:
        excuses = ({**excuse, "decided_by": "社区医生"} for excuse in ill.values())
        play.do("周素岚", "exempt", *excuses, ids=[target[one] for one in ill])
    play.do("高志", "book_doorstep",
            *({"owner_id": play.world.crew["孙丽"].id, "reason": "腿脚不便",
               "until": play.world.moment(play.day, play.promised)} for _ in frail),
            ids=[target[one.id] for one in frail])  # fmt: skip
    until = play.world.moment(play.day, play.promised + 0.5)
    later = others[1:5]
    play.do("何静", "defer",
            *({"until": until, "reason": LATER[n % len(LATER)]} for n, _ in enumerate(later)),
            ids=[target[one.id] for one in later])  # fmt: skip
    if play.day in STUBBORN:
        play.do("宋凯", "refuse", {"reason": "说天天做没必要"}, ids=[target[others[0].id]])
    return tuple(target[one] for one in (*ill, *(one.id for one in (*frail, *others))))


def _stubborn(people: list[Person]) -> Person:
    return next(one for one in people if 1960 < one.birth_year < 1975 and not one.tags)


def _sample(play: _Play, who: str, number: int, apart: tuple[int, ...]) -> None:
    play.do(who, "mark_where", {"building_id": play.buildings[number], "but": apart})


def _left(play: _Play, show: str = "left") -> list[rounds.TargetLine]:
    with play.world.store.reading(play.world.secretary) as session:
        return list(rounds.targets(session, play.id, show=show, limit=500).lines)


def _leave(play: _Play, n: int) -> None:
    """Those who came late come one after another, until so many are left."""
    waiting = [line for line in _left(play) if line.state == "not_seen" and not line.climbed]
    over = len(_left(play)) - n
    if over > 0:
        play.do(LANES[0], "mark", ids=[line.id for line in waiting[:over]])


def _mop_up(play: _Play, hour: float) -> None:
    left = _left(play)
    refused = [line for line in left if line.state == "refused"]
    if refused:
        play.do("周素岚", "escalate", {"decided_by": "社区党委", "reason": "社区上门再劝"},
                ids=[refused[0].id])  # fmt: skip
    play.do("高志", "mop_up", {})
    play.do("孙丽", "mark", ids=[line.id for line in left if line.state != "refused"])
    with play.world.store.reading(play.world.secretary) as session:
        tubes = rounds.tubes(session, play.id, limit=500)
    unused = sum(tube.state == "issued" for tube in tubes)
    open_ones = [tube.id for tube in tubes if tube.state == "filling"]
    if open_ones:
        play.do("何静", "seal", ids=open_ones)
    if unused:
        play.do("高志", "return_tubes", {"tubes": unused})
    filled = _deliver(play)
    play.do("周素岚", "reconcile", {})
    play.at(hour + 5.5, lambda: _results(play, filled, hour + 5.5))


def _deliver(play: _Play) -> list[int]:
    """Brings what is sealed to the laboratory; gives all that is there."""
    with play.world.store.reading(play.world.secretary) as session:
        tubes = rounds.tubes(session, play.id, limit=500)
    sealed = [tube.id for tube in tubes if tube.state == "sealed"]
    if sealed:
        play.do("徐涛", "deliver", *({"delivered_to": LABORATORY} for _ in sealed), ids=sealed)
    return sorted(tube.id for tube in tubes if tube.state in ("sealed", "delivered"))


def _results(play: _Play, tubes: list[int], hour: float) -> None:
    abnormal = tubes[16:17] if play.day == ABNORMAL else []
    play.do("周素岚", "tube_negative", ids=[one for one in tubes if one not in abnormal])
    if not abnormal:
        play.do("", "results_in", {})
        play.do("", "close", {})
        return
    play.do("周素岚", "tube_mixed", ids=abnormal)
    play.do("", "results_in", {})
    play.do("", "recall", ids=abnormal)
    play.at(hour + 6, lambda: _resolve(play, abnormal))


def _resolve(play: _Play, abnormal: list[int]) -> None:
    again = [line.id for line in _left(play, "resample")]
    play.do("周素岚", "retest", *({"outcome": "negative"} for _ in again), ids=again)
    play.do("", "resolve", {"reason": "20人单采双采均阴性"}, ids=abnormal)
    play.do("", "close", {})


# ── doors knocked at, and cards ─────────────────────────────────────────────────────────────────


def _plan_knocking(play: _Play) -> None:
    play.at(8.5, lambda: _open(play, "survey", "敲门行动", days=3.4))
    play.at(9, lambda: _begin_doors(play))
    for place in range(12):
        day, hour = divmod(place, 4)
        play.at(day * 24 + 9.5 + hour * 2, partial(_knock, play, place))
    play.at(3 * 24 + 11, lambda: _end(play))


def _open(play: _Play, kind: str, name: str, days: float) -> None:
    world = play.world
    now = world.clock.now()
    values = {"kind": kind, "name": name, "starts_at": now, "owner_id": world.crew["周素岚"].id,
              "ends_at": now + dt.timedelta(days=days)}  # fmt: skip
    play.id = world.ids(world.do(world.secretary, "rounds.plan", values))[0]


def _knock(play: _Play, place: int) -> None:
    """A building's doors in one act, with what was heard at each."""
    number = sorted(play.buildings)[place]
    with play.world.store.reading(play.world.secretary) as session:
        doors = rounds.targets(session, play.id, building=number, limit=200).lines
    met = [line for line in doors if play.rng.random() > 0.02]
    heard = {play.rng.randrange(len(met)): HEARD[place % len(HEARD)] for _ in range(1)}
    answers = []
    for n, _ in enumerate(met):
        outcome, note = heard.get(n, ("well", ""))
        answers.append({"outcome": outcome, "note": note})
    play.do(KNOCKERS[place % len(KNOCKERS)], "answer", *answers, ids=[line.id for line in met])


def _end(play: _Play) -> None:
    left = [line.id for line in _left(play)]
    if left:
        told = ({"reason": "敲了三次没人应，已电话联系"} for _ in left)
        play.do("周素岚", "pass_over", *told, ids=left)
    for verb in ("mop_up", "reconcile", "close"):
        play.do("", verb, {})


def _plan_cards(play: _Play) -> None:
    play.at(13.5, lambda: _open(play, "card", "防疫明白卡", days=1))
    play.at(14, lambda: _begin_doors(play))
    for place in range(12):
        play.at(14.3 + place * 0.3, partial(_hand_in, play, place))
    play.at(20, lambda: _end(play))


def _hand_in(play: _Play, place: int) -> None:
    number = sorted(play.buildings)[place]
    play.do(KNOCKERS[place % len(KNOCKERS)], "mark_where",
            {"building_id": play.buildings[number]})  # fmt: skip

"""The community: 104 gifts, rumours and their answers, moods, quarrels, good deeds, notices.

Most gifts are written down in the evening, a day's gifts in one act; the ones people still talk
of go over the board. What is open on day 20 is open on purpose.
"""

import datetime as dt
import random
from collections.abc import Callable
from functools import partial

from models.people import partners
from models.store import Actor
from seed_data.demonstration.neighbours import (
    APPLICATIONS,
    CONFLICTS,
    GIFTS,
    ITEMS,
    KNOWN,
    LATEST,
    MEDICINES,
    MOODS,
    NOTICES,
    OPEN_OFFERS,
    PRAISES,
    RUMOURS,
    STORIES,
    UNCHECKED,
    WISHES,
)
from seed_data.demonstration.world import World

DAYS = 27
"""20 March to 15 April."""
SEED = 104
RECORDERS = ("冯桂芳", "于洋", "董雪", "彭慧", "邓欣")
CARRIERS = ("袁博", "许永", "宋凯", "程刚")
MEDIATORS = ("谢敏", "冯桂芳", "周素岚")
CHAT = "居民群"
Told = dict[str, object]


def plan(world: World) -> None:
    """Has everything of the campaign happen; it has its own dice, so nobody else's are moved."""
    rng = random.Random(SEED)
    homes = sorted({person.household for person in world.people if person.present})
    partner = _partners(world)
    _gifts(world, rng, homes)
    _board(world, rng, homes)
    _rumours(world, partner)
    _moods(world)
    _conflicts(world, rng, homes, partner)
    _good(world)
    for day, hour, kind, told, lasts in NOTICES:
        _at(world, day, hour, partial(_notice, world, kind, told, lasts))


def _at(world: World, day: int, hour: float, event: Callable[[], object]) -> None:
    world.at(world.moment(world.first_day + dt.timedelta(days=day), hour), event)


def _partners(world: World) -> dict[str, int]:
    with world.store.reading(world.secretary) as session:
        return {line.kind.value: line.id for line in partners(session)}


# ── mutual aid ──────────────────────────────────────────────────────────────────────────────────


def _gifts(world: World, rng: random.Random, homes: list[int]) -> None:
    """The gifts of a day, written down in its evening as one act."""
    days: dict[int, list[Told]] = {}
    written = GIFTS - len(KNOWN) - sum(met for _, _, met in WISHES)
    for place in range(written):
        giver, receiver = rng.sample(homes, 2)
        values: Told = {"household_id": giver, "receiver_id": receiver}
        if place % (written // len(MEDICINES) + 1) == 5:
            item, prescription = MEDICINES[place // (written // len(MEDICINES) + 1)]
            values |= {
                "item": item,
                "kind": "medicine",
                "good_until": f"2023-{rng.randint(1, 12):02d}-28",
                "prescription": prescription,
                "confirmed": True,
            }
        else:
            values["item"] = rng.choice(ITEMS)
        days.setdefault(place * DAYS // written, []).append(values)
    for day, gifts in days.items():
        who = world.crew[RECORDERS[day % len(RECORDERS)]]
        _at(world, day, 19.2, partial(world.do, who, "community.record_gift", *gifts))


def _board(world: World, rng: random.Random, homes: list[int]) -> None:
    """What went over the board: offers, wishes, and one medicine that nobody has looked at."""
    recorder, carrier = world.crew[RECORDERS[0]], world.crew[CARRIERS[0]]
    for place, (day, item, thanks) in enumerate(KNOWN):
        giver, receiver = rng.sample(homes, 2)
        carried = world.crew[CARRIERS[place % len(CARRIERS)]]
        told: Told = {"household_id": giver, "item": item}
        _at(world, day, 9.5, partial(_given, world, recorder, carried, told, receiver, thanks))
    for day, item, met in WISHES:
        wisher, giver = rng.sample(homes, 2)
        wished: Told = {"household_id": wisher, "item": item}
        _at(world, day, 10.1, partial(_wished, world, recorder, wished, giver if met else None))
    for day, item, last in OPEN_OFFERS:
        good_until = world.first_day + dt.timedelta(days=last)
        offered: Told = {"household_id": rng.choice(homes), "item": item, "good_until": good_until}
        over = world.moment(good_until, 33)
        _at(world, day, 9.1, partial(_offered, world, carrier, offered, "expire", over))
    day, item = UNCHECKED
    offered = {"household_id": rng.choice(homes), "item": item}
    read = world.moment(world.first_day + dt.timedelta(days=day), 11.5)
    _at(world, day - 1, 20.5, partial(_offered, world, carrier, offered, "withdraw", read))


def _given(
    world: World, recorder: Actor, carrier: Actor, told: Told, receiver: int, thanks: str
) -> None:
    gift = world.ids(world.do(recorder, "community.offer", told))
    do = partial(world.do, ids=gift)
    now = world.clock.now()
    for hours, who, verb, values in (
        (0.7, recorder, "match", {"receiver_id": receiver}),
        (5, carrier, "pick_up", {}),
        (5.6, carrier, "give", {}),
        (10, recorder, "thank", {"thanks": thanks}),
    ):
        world.at(now + dt.timedelta(hours=hours), partial(do, who, f"community.{verb}", values))


def _offered(world: World, who: Actor, offered: Told, verb: str, at: dt.datetime) -> None:
    """An offer that nobody took."""
    gift = world.ids(world.do(who, "community.offer", offered))
    world.at(at, partial(world.do, who, f"community.{verb}", ids=gift))


def _wished(world: World, recorder: Actor, wished: Told, giver: int | None) -> None:
    wish = world.ids(world.do(recorder, "community.wish", wished))
    if giver is None:
        later = world.clock.now() + dt.timedelta(hours=30)
        world.at(later, partial(world.do, recorder, "community.drop_wish", ids=wish))
        return
    offered = {"household_id": giver, "item": "面粉两斤"}
    gift = world.ids(world.do(recorder, "community.offer", offered))
    world.do(recorder, "community.grant", {"gift_id": gift[0]}, ids=wish)
    later = world.clock.now() + dt.timedelta(hours=4)
    world.at(later, partial(world.do, recorder, "community.give", ids=gift))


# ── what people say ─────────────────────────────────────────────────────────────────────────────


def _rumours(world: World, partner: dict[str, int]) -> None:
    hearer = world.crew[RECORDERS[1]]
    for day, hour, text, place, again, asked, finding, answer in (*RUMOURS, LATEST):
        judged: Told = {"finding": finding, "answer": answer}
        heard: Told = {"text": text, "place": place}
        event = partial(_rumour, world, hearer, heard, again, partner[asked], judged)
        _at(world, day, hour, event)


def _rumour(
    world: World, hearer: Actor, heard: Told, again: int, partner: int, judged: Told
) -> None:
    """Heard, heard again, checked, answered in the chat; watched from the next day on."""
    rumour = world.ids(world.do(hearer, "community.hear", heard))
    do, now = partial(world.do, ids=rumour), world.clock.now()
    asked: Told = {"partner_id": partner}
    steps: tuple[tuple[float, Actor, str, Told], ...] = (
        (0.3, hearer, "heard_again", {"times": again}),
        (0.5, hearer, "check_rumour", asked),
        (2.4, world.secretary, "judge", judged),
        (2.6, hearer, "answer", {"posted_in": CHAT}),
        (26, hearer, "watch", {}),
    )
    for hours, who, verb, values in steps:
        world.at(now + dt.timedelta(hours=hours), partial(do, who, f"community.{verb}", values))


def _moods(world: World) -> None:
    crew = world.crew
    for place, (day, taken, settled, topic, severity, where, text, done) in enumerate(MOODS):
        noted: Told = {"topic": topic, "severity": severity, "place": where, "text": text}
        who = crew[RECORDERS[place % len(RECORDERS)]]
        _at(world, day, 8.2 + place % 3, partial(_mood, world, who, noted, taken, settled, done))


def _mood(world: World, who: Actor, noted: Told, taken: int, settled: int, done: str) -> None:
    mood = world.ids(world.do(who, "community.note_mood", noted))
    do, now = partial(world.do, ids=mood), world.clock.now()
    owner = world.crew["周素岚"]
    world.at(now + dt.timedelta(hours=taken), partial(do, owner, "community.take_mood"))
    after = now + dt.timedelta(hours=settled)
    world.at(after, partial(do, owner, "community.settle_mood", {"done": done}))


def _conflicts(world: World, rng: random.Random, homes: list[int], partner: dict[str, int]) -> None:
    """Two neighbours of one building, or one home; each mediated by somebody else."""
    for place, (day, between, after, kind, *told) in enumerate(CONFLICTS):
        first = rng.randrange(len(homes) - 1)
        sides: Told = {"kind": kind, "household_id": homes[first]}
        if kind != "family":
            sides["other_household_id"] = homes[first + 1]
        mediator = world.crew[MEDIATORS[place % len(MEDIATORS)]]
        sides["mediator_id"] = mediator.id
        if told[3] == "referred":
            told.append(str(partner["clinic"]))
        _at(world, day, 15.5, partial(_conflict, world, sides, mediator, told, between, after))


def _conflict(
    world: World, sides: Told, mediator: Actor, told: list[str], between: int, after: int
) -> None:
    matter, said_a, said_b, end, result, followed_up, *referred = told
    reporter = world.crew["吴敬之"]
    conflict = world.ids(
        world.do(reporter, "community.report_conflict", {**sides, "matter": matter})
    )
    do, now = partial(world.do, mediator, ids=conflict), world.clock.now()
    settled: Told = {"settlement": end, "result": result}
    if referred:
        settled["partner_id"] = int(referred[0])
    steps: tuple[tuple[int, str, Told], ...] = (
        (1, "hear_a", {"said": said_a}),
        (1 + between, "hear_b", {"said": said_b}),
        (3 + between, "meet", {}),
        (4 + between, "settle", settled),
        (after, "follow_up", {"followed_up": followed_up}),
    )
    for hours, verb, values in steps:
        world.at(now + dt.timedelta(hours=hours), partial(do, f"community.{verb}", values))


# ── what is good, and what is posted ────────────────────────────────────────────────────────────


def _good(world: World) -> None:
    crew = world.crew
    for place, (day, text, public) in enumerate(STORIES):
        who = crew[RECORDERS[place % len(RECORDERS)]]
        _at(world, day, 9.0, partial(_story, world, who, text, public))
    for day, praised, way, text in PRAISES:
        good: Told = {"text": text, "way": way}
        if praised:
            good["volunteer_id"] = crew[praised].id
        _at(world, day, 9.8, partial(world.do, crew[RECORDERS[2]], "community.praise", good))
    for day, name in APPLICATIONS:
        applied_on = world.first_day + dt.timedelta(days=day)
        told: Told = {"applicant_id": crew[name].id, "applied_on": applied_on}
        told["note"] = "在一线递交，书记收"
        event = partial(world.do, world.secretary, "community.record_application", told)
        _at(world, day, 9.9, event)


def _story(world: World, who: Actor, text: str, public: str) -> None:
    told = world.ids(world.do(who, "community.tell_story", {"text": text}))
    do, now = partial(world.do, ids=told), world.clock.now()
    if public == "?":
        return
    if not public:
        world.at(now + dt.timedelta(hours=6), partial(do, who, "community.decline"))
        return
    words: Told = {"public_text": public}
    for hours, by, verb, values in (
        (6, who, "consent", {}),
        (6.2, who, "anonymise", words),
        (30, world.secretary, "show_story", {}),
    ):
        world.at(now + dt.timedelta(hours=hours), partial(do, by, f"community.{verb}", values))


def _notice(world: World, kind: str, told: Told, lasts: float) -> None:
    """Written, posted, and taken down an hour after it ran out, if anybody thinks of it."""
    now, filled = world.clock.now(), dict(told)
    ahead = filled.pop("ahead", None)
    if isinstance(ahead, int):
        filled["day"] = world.clock.day_of(now) + dt.timedelta(days=ahead)
    until = now + dt.timedelta(hours=lasts)
    composed = {"kind": kind, "expires_at": until, **filled}
    notice = world.ids(world.do(world.secretary, "community.compose", composed))
    world.do(world.secretary, "community.publish", {"posted_in": CHAT}, ids=notice)
    ended = partial(world.do, world.secretary, "community.end_notice", ids=notice)
    world.at(until + dt.timedelta(hours=2), ended)

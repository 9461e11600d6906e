"""Pairs of moves that two people may make at one record at the same moment, and how they must end.

`ends` looks at the two ends where one acts after the other; `meets` allows what can only happen
where they meet: each had opened the record before the other saved it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import select

from models import acts
from models.store import Actor, Duty, Role, Store, Writing, take_due
from models.store.drafts import Edit
from models.store.register import draft_for, lookup_kind, opened_values, perform
from tests.interleaving import Move, Pause
from tests.models import requests_branch
from tests.models.crew import SET_UP, at, do, shift, with_posts
from tests.models.group_buys_branch import BUY, HOME, answer, go, take, with_buy
from tests.models.isolation.standing import apart, with_doors
from tests.models.rounds_branch import begun, of, with_compound
from tests.models.storeroom import furnish, receive

CHEN = Actor(1, "陈书宁", Role.secretary)
ZHOU = Actor(2, "周岚", Role.grid_leader)
GAO = Actor(3, "高远志", Role.shift_leader)
SUN = Actor(4, "孙晓丽", Role.volunteer)
MA = Actor(5, "马立秋", Role.volunteer)

Told = tuple[object, ...]
"""For each of the two nothing, or the key of a refusal with its sentence in both languages."""


@dataclass(frozen=True)
class Pair:
    """Two moves at once."""

    fill: Callable[[Store], object]
    moves: tuple[Move, Move]
    ends: Callable[[Told, Told], None]
    meets: Callable[[Told], bool] = lambda told: False


# ── what the ends must be ─────────────────────────────────────────────────────────────────────────


def one_wins(key: str, *names: str) -> Callable[[Told, Told], None]:
    """Who comes first has it; the other is refused with this key, and told a name."""

    def ends(first: Told, second: Told) -> None:
        for end, loser in ((first, 1), (second, 0)):
            assert end[1 - loser] is None, end
            assert isinstance(end[loser], tuple), end
            assert end[loser][0] == key
            if names:
                # The name of who was first, in both languages.
                assert all(names[1 - loser] in said for said in end[loser][1:]), end

    return ends


def both(first: Told, second: Told) -> None:
    """Both are done, whoever comes first."""
    assert first == second == (None, None)


def told_if_late(*, first: str | None, second: str | None) -> Callable[[Told, Told], None]:
    """Who comes second is refused with his or her own key, if with any."""

    def ends(one: Told, other: Told) -> None:
        assert one[0] is None and other[1] is None, (one, other)
        assert _key(one[1]) == second, one
        assert _key(other[0]) == first, other

    return ends


def clash(field: str) -> Callable[[Told], bool]:
    """Where both opened it before either saved: the second is refused, by the field's name."""

    def meets(told: Told) -> bool:
        return sorted(map(str, map(_key, told))) == ["None", "refuse.clash"] and field in str(told)

    return meets


def _key(told: object) -> str | None:
    return str(told[0]) if isinstance(told, tuple) else None


# ── moves ─────────────────────────────────────────────────────────────────────────────────────────


def doing(actor: Actor, verb: str, row_id: int | None = None, **values: object) -> Move:
    """A verb, as the keyboard and the command line do it."""

    def move(store: Store, _pause: Pause) -> object:
        return perform(store, actor, verb, draft_for(verb, values, row_id)).act_id

    return move


def editing(actor: Actor, kind: str, row_id: int, **changed: object) -> Move:
    """A form: opened, looked at, and saved with some fields changed."""

    def move(store: Store, pause: Pause) -> object:
        with store.reading(actor) as session:
            opened = opened_values(session, kind, row_id)
        pause()
        verb = lookup_kind(kind).edit
        assert verb is not None
        draft = Edit(id=row_id, changed=dict(changed), opened=opened)
        return perform(store, actor, verb, draft).act_id

    return move


def joining(actor: Actor, resident: int, **tube: int) -> Move:
    """Somebody gives a swab, into a tube that is named or into the one being filled."""

    def move(store: Store, pause: Pause) -> object:
        target = of(store, 1, resident)
        verb = "rounds.mark_into" if tube else "rounds.mark"
        pause()
        return perform(store, actor, verb, draft_for(verb, tube, target)).act_id

    return move


def undoing(actor: Actor, verb: str, why: str | None = None) -> Move:
    """`u`: the act of that verb is named, then taken back."""

    def move(store: Store, pause: Pause) -> object:
        with store.reading(actor) as session:
            act_id = next(act.id for act in acts.recent(session, 9) if act.verb == verb)
        pause()
        return acts.undo(store, actor, act_id, why)

    return move


def on_duty(store: Store, _pause: Pause) -> object:
    """Any open desk does what is due."""
    return tuple(take_due(store, [Duty("campaign.daily", dt.time(3), _note)]))


def _note(session: Writing) -> None:
    from models.campaign.tables import Milestone

    session.add(Milestone(text="每日", reached_on=session.today))


# ── branches ──────────────────────────────────────────────────────────────────────────────────────


def requested(store: Store) -> None:
    requests_branch.found(store).record()


def worked_on(store: Store) -> None:
    """Request 1 is done by Sun; its household has not answered."""
    desk = requests_branch.found(store)
    number = desk.record()
    for verb, given in (("claim", {}), ("start", {}), ("done", {"outcome": "送到门口"})):
        desk.do(desk.volunteer, f"requests.{verb}", number, **given)


def on_the_rota(store: Store) -> None:
    """One seat at the barrier from ten, one at the gate from twelve."""
    with_posts(store)
    assert shift(store, 2, "10:00", "14:00") == 1
    assert shift(store, 1, "12:00", "16:00") == 2


def seated(store: Store) -> None:
    on_the_rota(store)
    do(store, SET_UP, "shifts.assign", 1, volunteer_id=SUN.id)


def stocked(store: Store) -> None:
    furnish(store)
    receive(store, 1, 30)


def issued(store: Store) -> None:
    stocked(store)
    do(store, SUN, "stock.issue", 1, quantity=20, party="北门", sure=True)


def bought(store: Store) -> None:
    with_buy(store, CHEN)


def cut_off(store: Store) -> None:
    with_buy(store, CHEN)
    take(store, CHEN, answer(HOME, (1, 2)))
    do(store, CHEN, "group_buys.cut_off", BUY)


def delivered(store: Store) -> None:
    with_buy(store, CHEN)
    take(store, CHEN, answer(HOME, (1, 2)))
    go(store, CHEN, store.clock, "deliver")


def tested(store: Store) -> None:
    """A round under way whose first tube is filling; resident 4 is not seen yet."""
    with_compound(store)
    made = begun(store, CHEN, tube_size=10)
    do(store, CHEN, "rounds.mark", of(store, made, 1))


def mopped_up(store: Store) -> None:
    """A survey whose last door is answered: it may be reconciled."""
    with_compound(store)
    made = begun(store, CHEN, "survey", name="敲门行动")
    from models.rounds import RoundTarget

    with store.reading(SET_UP) as session:
        left = session.exec(select(RoundTarget.id).where(RoundTarget.round_id == made)).all()
    for target in left:
        do(store, CHEN, "rounds.answer", target, outcome="well")
    do(store, CHEN, "rounds.mop_up", made)


def reconciled(store: Store) -> None:
    mopped_up(store)
    do(store, CHEN, "rounds.reconcile", 1)


def kept_apart(store: Store) -> None:
    with_doors(store)
    apart(store)


def sealed_off(store: Store) -> None:
    from tests.models.campaign.standing import founded

    founded(store)


PAIRS: Mapping[str, Pair] = {
    "two claim one request": Pair(
        requested,
        (doing(SUN, "requests.claim", 1), doing(MA, "requests.claim", 1)),
        one_wins("refuse.requests.taken", "孙晓丽", "马立秋"),
    ),
    "a request is closed and done over": Pair(
        worked_on,
        (
            doing(CHEN, "requests.confirm", 1, satisfaction="satisfied"),
            doing(ZHOU, "requests.reopen", 1, reason="还没送到"),
        ),
        told_if_late(first="refuse.machine", second=None),
    ),
    "two take the last seat": Pair(
        on_the_rota,
        (
            doing(CHEN, "shifts.assign", 1, volunteer_id=SUN.id),
            doing(ZHOU, "shifts.assign", 1, volunteer_id=GAO.id),
        ),
        one_wins("refuse.shifts.seat_taken", "孙晓丽", "高远志"),
    ),
    "one person is put on two shifts": Pair(
        on_the_rota,
        (
            doing(CHEN, "shifts.assign", 1, volunteer_id=SUN.id),
            doing(ZHOU, "shifts.assign", 2, volunteer_id=SUN.id),
        ),
        one_wins("refuse.shifts.overlap", "孙晓丽", "孙晓丽"),
    ),
    "two check one person in": Pair(
        seated,
        (doing(SUN, "shifts.check_in", 1), doing(GAO, "shifts.check_in", 1)),
        one_wins("refuse.machine"),
    ),
    "two issue more than there is": Pair(
        stocked,
        (
            doing(SUN, "stock.issue", 1, quantity=20, party="北门", sure=True),
            doing(GAO, "stock.issue", 1, quantity=20, party="西门", sure=True),
        ),
        one_wins("refuse.stock.short_of"),
    ),
    "two take back one issue": Pair(
        issued,
        (
            undoing(CHEN, "stock.issue", "多记了"),
            undoing(ZHOU, "stock.issue", "多记了"),
        ),
        one_wins("refuse.undo.done", CHEN.name, ZHOU.name),
    ),
    "a buy is cut off while somebody orders": Pair(
        bought,
        (
            doing(CHEN, "group_buys.cut_off", BUY),
            doing(SUN, "group_buys.order", household_id=HOME, product_id=1, quantity=2),
        ),
        both,  # an order that comes late is kept as one
    ),
    "a buy is cancelled and taken up again": Pair(
        cut_off,
        (
            doing(CHEN, "group_buys.cancel", BUY, reason="供货商停运"),
            doing(ZHOU, "group_buys.reopen", BUY, reason="少记了几户", cut_off_at=at("20:00")),
        ),
        told_if_late(first=None, second="refuse.machine"),
    ),
    "two hand over one line": Pair(
        delivered,
        (doing(SUN, "group_buys.hand_over", 1), doing(GAO, "group_buys.hand_over", 1)),
        one_wins("refuse.machine"),
    ),
    "a tube is sealed while somebody joins": Pair(
        tested,
        (
            doing(CHEN, "rounds.seal", 1),
            joining(SUN, resident=2, tube=1),
        ),
        told_if_late(first=None, second="refuse.rounds.tube_unknown"),
    ),
    "two mark one person": Pair(
        tested,
        (joining(SUN, resident=2), joining(GAO, resident=2)),
        one_wins("refuse.machine"),
    ),
    "a round is closed and taken up again": Pair(
        reconciled,
        (
            doing(CHEN, "rounds.close", 1),
            doing(ZHOU, "rounds.take_up_again", 1, reason="还有一户"),
        ),
        one_wins("refuse.machine"),
    ),
    "an isolation is lengthened and shortened": Pair(
        kept_apart,
        (
            doing(CHEN, "isolation.move_end", 1, ends_on=dt.date(2022, 4, 14)),
            doing(ZHOU, "isolation.move_end", 1, ends_on=dt.date(2022, 4, 10), reason="核对日期"),
        ),
        both,
    ),
    "two switch the phase": Pair(
        sealed_off,
        (
            doing(CHEN, "campaign.list_free", 1, reason="公示"),
            doing(CHEN, "campaign.unseal", 1, reason="解封"),
        ),
        one_wins("refuse.campaign.not_current"),
    ),
    "one field is edited by two": Pair(
        requested,
        (
            editing(CHEN, "requests.request", 1, detail="大米三袋"),
            editing(ZHOU, "requests.request", 1, detail="大米一袋"),
        ),
        both,
        clash("detail"),
    ),
    "one field is edited by two alike": Pair(
        requested,
        (
            editing(CHEN, "requests.request", 1, detail="大米三袋"),
            editing(ZHOU, "requests.request", 1, detail="大米三袋"),
        ),
        both,
    ),
    "two fields are edited by two": Pair(
        requested,
        (
            editing(CHEN, "requests.request", 1, detail="大米三袋"),
            editing(ZHOU, "requests.request", 1, quantity=3),
        ),
        both,
    ),
    "an act is taken back while it is built upon": Pair(
        requested,
        (
            undoing(CHEN, "requests.add"),
            doing(SUN, "requests.claim", 1),
        ),
        told_if_late(first="refuse.undo.later", second="refuse.gone"),
    ),
    "one duty is taken by two desks": Pair(sealed_off, (on_duty, on_duty), both),
}

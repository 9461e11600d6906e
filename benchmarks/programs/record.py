"""Another terminal's hand: records requests and counts, and says when each was kept.

Run by the benchmarks on the installed copy. A line is one of `record DOOR`, `count TIMES` and
`tell`; each is answered by one line of JSON.
"""

import json
import sys
import time

from sqlmodel import col, func, select

from models.homes import Household
from models.requests import Request
from models.rules.refusal import Refusal
from models.sound import look_through
from models.store.actor import Actor, Role
from models.store.drafts import Ask, Draft, Edit, Shape
from models.store.engine import Store
from models.store.merge import Clash
from models.store.register import draft_for, lookup, perform

VERB = "requests.add"
HAND = Actor(None, "benchmark", Role.secretary, "command")
COUNTED = 1
"""The household whose note counts how often it was changed: the field that all hands want."""


def main() -> None:
    store = Store.open(sys.argv[1])
    with store.reading(HAND) as session:
        homes = session.exec(select(Household).order_by(col(Household.id))).all()
        doors = {home.door: home.id or 0 for home in homes}
    say(doors=list(doors))
    for line in sys.stdin:
        asked, _, what = line.strip().partition(" ")
        if asked == "record":
            say(**recorded(store, doors[what]))
        elif asked == "count":
            say(**counted(store, int(what)))
        else:
            say(**told(store))
    store.close()


def say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def recorded(store: Store, household: int) -> dict[str, object]:
    """One request; when it was kept, and how many milliseconds that took."""
    began = time.time()
    try:
        perform(store, HAND, VERB, draft(household))
    except Refusal as refusal:
        return {"refused": refusal.key}
    kept = time.time()
    return {"committed": kept, "ms": (kept - began) * 1e3}


def counted(store: Store, times: int) -> dict[str, object]:
    """Adds one to the note so many times, as a person would: who clashes looks and tries again."""
    taken: list[float] = []
    clashes = refused = 0
    while len(taken) < times:
        began = time.time()
        note = note_of(store)
        edit = Edit(id=COUNTED, changed={"note": str(int(note or 0) + 1)}, opened={"note": note})
        try:
            act = perform(store, HAND, "homes.edit_household", edit).act_id
        except Clash:
            act = None
        except Refusal:  # no turn within five seconds: nothing was kept, and it is tried again
            act, refused = None, refused + 1
        if act is None:  # somebody else came to this number first
            clashes += 1
        else:
            taken.append((time.time() - began) * 1e3)
    return {"ms": taken, "clashes": clashes, "refused": refused}


def told(store: Store) -> dict[str, object]:
    """What lies in the database by now, and whether it is sound."""
    mine = select(func.count()).select_from(Request).where(col(Request.detail) == HAND.name)
    with store.reading(HAND) as session:
        requests = session.exec(mine).one()
    return {
        "requests": requests,
        "counted": int(note_of(store) or 0),
        "sound": look_through(store).sound,
    }


def note_of(store: Store) -> str:
    with store.reading(HAND) as session:
        return session.exec(select(Household.note).where(col(Household.id) == COUNTED)).one()


def draft(household: int) -> Draft:
    """The least the change accepts: the door, and an answer to what it will not leave open."""
    asks = lookup(VERB).asks
    door = next(ask.name for ask in asks if ask.kind == "homes.household")
    values = {ask.name: answer(ask) for ask in asks if ask.required and ask.kind is None}
    return draft_for(VERB, {door: household, "detail": HAND.name, "again": True, **values})


def answer(ask: Ask) -> object:
    if ask.enum is not None:
        return next(iter(ask.enum))
    return 1 if ask.shape in (Shape.whole, Shape.money) else "benchmark"


main()

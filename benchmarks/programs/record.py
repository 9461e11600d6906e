"""Another terminal's hand: for each door it is given, a request, and the moment it was kept.

Run by the benchmarks on the installed copy, spoken to line by line in JSON.
"""

import json
import sys
import time
from pathlib import Path

from sqlmodel import col, select

from models.homes import Household
from models.store.actor import Actor, Role
from models.store.drafts import Ask, Draft, Shape
from models.store.engine import Store
from models.store.register import draft_for, lookup, perform

VERB = "requests.add"
HAND = Actor(None, "benchmark", Role.secretary, "command")


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


def say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> None:
    store = Store.open(f"sqlite:///{Path(sys.argv[1])}")
    with store.reading(HAND) as session:
        homes = session.exec(select(Household).order_by(col(Household.id))).all()
        doors = {home.door: home.id or 0 for home in homes}
    say(doors=list(doors))
    for line in sys.stdin:
        perform(store, HAND, VERB, draft(doors[line.strip()]))
        say(committed=time.time())
    store.close()


main()

"""Milliseconds of every keystroke in find: `keystrokes.py DATABASE NAME TYPED...`."""

import json
import sys
import time

from models.find import anything
from models.people import actor_for
from models.store.engine import Actor, Store


def main() -> None:
    path, name, *typed = sys.argv[1:]
    store = Store.open(path)
    with store.reading(Actor.setup()) as session:
        viewer = actor_for(session, name)
    taken = []
    for turn in range(4):
        for text in typed:
            for end in range(1, len(text) + 1):
                began = time.perf_counter()
                with store.reading(viewer) as session:
                    anything(session, text[:end])
                if turn:
                    taken.append((time.perf_counter() - began) * 1e3)
    sys.stdout.write(json.dumps(taken) + "\n")


main()

"""Reads a roster into an empty database as the command does: `roster.py DATABASE FILE`."""

import json
import sys
import time
from pathlib import Path

from models.imports import Ledger, apply, preview
from models.sheets import open_sheet
from models.store.actor import Actor
from models.store.engine import Store
from models.store.register import perform
from tui.beginnings import beginnings


def main() -> None:
    store, actor = Store.open(sys.argv[1]), Actor.setup()
    for verb, draft in beginnings(None):
        perform(store, actor, verb, draft)
    began = time.perf_counter()
    with store.reading(actor) as session:
        plan = preview(session, Ledger.roster, open_sheet(Path(sys.argv[2])), None)
    apply(store, actor, plan)
    taken = time.perf_counter() - began
    with store.engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT count(*) FROM resident").scalar()
    sys.stdout.write(json.dumps({"seconds": taken, "residents": made}) + "\n")


main()

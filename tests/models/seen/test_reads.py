"""Every read of a screen or a command gives each role what the table says, and nothing more."""

import datetime as dt
from itertools import product
from typing import Any

import pytest

from models.history import Scope
from models.rules.refusal import Refusal
from models.store import Store, journal
from models.words import Words
from tests.models.known_persons import PEOPLE, actors
from tests.models.seen.discovered import may_be_mine, needed, reads
from tests.models.seen.standing import Leaks

IDS = tuple(person.number for person in PEOPLE)
DAY = dt.date(2022, 4, 8)
ELSEWHERE = {
    "models.acts.timeline": "with the records",
    "models.find.anything": "with what is found",
    "models.quick.understand": "with what is found",
    "models.papers.kinds.jobs_found": "with the papers",
    "models.purge.traces.needles": "what a purge looks for in what is left, and shows nobody",
    "models.store.session.fetch": "a rule set, which is about nobody",
    "models.store.register.opened_sheet": "with the records",
    "models.store.register.opened_values": "with the records",
    "models.store.register.verb_lines": "with the records",
    "models.store.register.refusal_of": "with the records",
    "models.store.register.natural_step": "names a verb and nothing of the record",
    "models.board.part": "picks one of the areas that `glance` asks",
    "models.campaign.checks.checks": "counts of the whole compound, asked through `check`",
    "models.imports.preview": "shows a file of whoever reads it in",
    "models.imports.medicine.medicine_requests": "reads a chain of whoever pastes it",
    "models.patrols.watch.counted": "counts lines that were read already",
    "models.rounds.reads.buildings": "counts of a round by building",
}
"""Reads that are not called here, each with the reason."""


def arguments(store: Store) -> dict[str, tuple[Any, ...]]:
    """What reads are asked for, by the name of the parameter."""
    acts: dict[str, list[int]] = {}
    with store.reading(actors()["secretary"]) as session:
        for act in journal.acts(session, limit=10_000):
            acts.setdefault(act.verb, []).append(act.id)
    return {
        # Of each verb the acts about the last two: one of them is a task, and one is not.
        "act_id": tuple(one for ids in acts.values() for one in ids[:2]),
        "actor": tuple(actors().values()),
        "buy_id": (1,),
        "chosen": (None,),
        "code": ("x",),
        "day": (DAY,),
        "days": (3,),
        "first": (DAY - dt.timedelta(7),),
        "first_day": (DAY,),
        "household_id": IDS,
        "households": (IDS,),
        "ids": (IDS,),
        "item_id": (1,),
        "key": tuple(f"community.{kind}:{n}" for kind in ("notice", "story") for n in IDS),
        "kind": ("test",),
        "lang": ("zh", "en"),
        "last": (DAY,),
        "limit": (60,),
        "on": (DAY,),
        "profile_id": IDS,
        "resident_id": IDS,
        "round_id": (1,),
        "scope": (Scope(),),
        "seat_id": (1,),
        "since": (dt.datetime(2022, 4, 1, tzinfo=dt.UTC),),
        "text": ("1",),
        "until": (dt.datetime(2022, 4, 30, tzinfo=dt.UTC),),
        "volunteer_id": (1, 4, 5),
        "volunteer_ids": ((1, 4, 5),),
        "words": (Words("zh"),),
    }


def test_every_read_of_a_screen_or_a_command_is_tried(known: Store) -> None:
    given = arguments(known)
    unknown = {
        name: [one for one in needed(read) if one not in given]
        for name, read in reads().items()
        if name not in ELSEWHERE
    }
    assert not {name: lacks for name, lacks in unknown.items() if lacks}, (
        "a new read: give its parameters a value in `arguments`, or say in ELSEWHERE who tries it"
    )
    assert not set(ELSEWHERE) - set(reads()), "reads that are no more"


@pytest.mark.parametrize("role", list(actors()))
def test_a_read_gives_a_role_what_the_table_says(known: Store, role: str) -> None:
    given, leaks = arguments(known), Leaks()
    with known.reading(actors()[role]) as session:
        for name, read in reads().items():
            if name in ELSEWHERE:
                continue
            lacks = needed(read)
            for values in product(*(given[one] for one in lacks)):
                for more in ({}, {"mine": True}) if may_be_mine(read) else ({},):
                    try:
                        told = read(session, **dict(zip(lacks, values, strict=True)), **more)
                    except Refusal as refusal:
                        told = refusal
                    leaks.look(role, name, told)
    assert not leaks.found, leaks.told()

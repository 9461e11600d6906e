"""Find and the quick line: nobody is found by what the finder may not see, and a choice that is
offered shows no more than a list."""

import pytest

from models.find import anything
from models.quick import understand, vocabulary
from models.rules.pinyin import spell
from models.store import Store
from models.store.register import kinds
from models.words import Words
from tests.models.known_persons import PEOPLE, Person, actors
from tests.models.seen.standing import TABLE, Leaks, row_of


def secrets(person: Person) -> dict[str, tuple[str, ...]]:
    """What somebody may type of a person, by the field it is of."""
    return {
        "name": (person.name, person.name[1:], person.pinyin, spell(person.pinyin)[:4]),
        "phone": (person.phone, person.phone[-4:], person.kin, person.kin[-4:]),
        "illness": (person.serious,),
        "medicine": (person.medicine,),
        "isolation": (person.source,),
    }


def may_find(role: str, person: Person, field: str) -> bool:
    """Whether a text of that field may bring the person up: what is shown, or told on a key."""
    row = row_of(role, person)
    if field in ("name", "phone"):
        return row in ("secretary", "own_grid", "on_task")
    return field in TABLE[row]


@pytest.mark.parametrize("role", list(actors()))
def test_nobody_is_found_by_what_the_finder_may_not_see(known: Store, role: str) -> None:
    leaks, wrong = Leaks(), list[str]()
    with known.reading(actors()[role]) as session:
        finds = {name: one for name, kind in kinds().items() for one in (kind.find, kind.find_mine)}
        for person in PEOPLE:
            for field, texts in secrets(person).items():
                for text in texts:
                    hits = [
                        hit for find in finds.values() if find for hit in find(session, text, 9)
                    ]
                    hits += anything(session, text)
                    leaks.look(role, "find", hits)
                    if hits and not may_find(role, person, field):
                        wrong.append(f"{field} {text}: {hits[0]}")
            leaks.look(role, "find", anything(session, person.door))
    assert not wrong, wrong
    assert not leaks.found, leaks.told()


@pytest.mark.parametrize("role", [role for role in actors() if role != "wallboard"])
def test_the_quick_line_offers_no_more_than_a_list_shows(known: Store, role: str) -> None:
    leaks, words = Leaks(), Words("zh")
    with known.reading(actors()[role]) as session:
        for word in {line.verb: word for word, line in vocabulary().items()}.values():
            for person in PEOPLE[1:3]:
                for typed in (person.door, person.surname):
                    line = understand(session, f"{word} {typed}", words)
                    for part in line.parts:
                        said = [] if typed in part.shown else [part.shown]
                        if part.refusal is not None:
                            said += [
                                v for v in map(str, part.refusal.params.values()) if v != typed
                            ]
                        leaks.look(role, f"quick {word}", [*part.options, *said])
    assert not leaks.found, leaks.told()

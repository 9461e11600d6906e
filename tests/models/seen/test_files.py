"""Every ledger and every paper that can be written, de-identified and for a purpose."""

import pytest

from models.exports import Written
from models.exports import _sheets as ledger
from models.papers import PaperKind, Scope
from models.papers.printing import _draw_up as drawn
from models.rules.refusal import Refusal
from models.store import Store
from models.store.register import lookup
from models.words import Words
from tests.models.known_persons import PEOPLE, actors
from tests.models.seen.standing import Leaks

WRITERS = [role for role in actors() if role != "wallboard"]
PURPOSE = "街道办核对"


@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize("purpose", ["", PURPOSE])
def test_a_ledger_holds_what_its_writer_may_see(known: Store, role: str, purpose: str) -> None:
    leaks, words = Leaks(phones=bool(purpose)), Words("zh")
    with known.reading(actors()[role]) as session:
        for one in Written:
            leaks.look(role, f"export {one.value}", ledger(session, one, words, purpose))
    assert not leaks.found, leaks.told()


@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize("purpose", ["", PURPOSE])
def test_a_paper_holds_what_its_writer_may_see(known: Store, role: str, purpose: str) -> None:
    leaks, words, actor = Leaks(phones=bool(purpose)), Words("zh"), actors()[role]
    with known.reading(actor) as session:
        for one in PaperKind:
            for scope in (Scope(), Scope(volunteer_id=actor.id), Scope(record_id=1)):
                try:
                    told: object = drawn(session, one, words, scope, purpose)[0]
                except Refusal as refusal:
                    told = refusal
                leaks.look(role, f"paper {one.value}", told)
    assert not leaks.found, leaks.told()


def test_without_a_purpose_nobody_is_named_and_no_number_told(known: Store) -> None:
    with known.reading(actors()["secretary"]) as session:
        for one in Written:
            told = repr(ledger(session, one, Words("zh"), ""))
            for person in PEOPLE:
                for secret in (person.name, person.phone, person.kin, person.serious):
                    assert secret not in told, (one, secret)


def test_the_wall_board_writes_nothing() -> None:
    for verb in ("exports.write", "papers.print", "reports.write"):
        with pytest.raises(Refusal, match=r"refuse\.role"):
            lookup(verb).check_role(actors()["wallboard"].role)

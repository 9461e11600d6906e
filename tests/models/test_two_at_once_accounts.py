"""An account that is reset, closed or tried while somebody logs in ends one way, at every order."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import accounts
from models.accounts import Account
from models.accounts.reads import account_of
from models.rules.refusal import Refusal
from models.store import Actor, Clock, Store, journal
from models.store.register import Done, Once, draft_for, perform
from tests.accounts_branch import PASSPHRASE, SECRETARY, VOLUNTEER, cheap_hashes, with_accounts
from tests.empty import prepared_store
from tests.interleaving import Move, race
from tests.models.crew import SET_UP

__all__ = ["cheap_hashes"]

pytestmark = pytest.mark.usefixtures("cheap_hashes")

trying = given(st.lists(st.integers(0, 1), min_size=4, max_size=16))
few = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def logging_in(text: str = PASSPHRASE) -> Move:
    def move(store: Store, _pause: object) -> object:
        return accounts.log_in(store, account(store), text)

    return move


def doing(verb: str) -> Move:
    return lambda store, _pause: perform(
        store, SECRETARY, verb, draft_for(verb, {}, VOLUNTEER.id or 0)
    )


def account(store: Store) -> int:
    with store.reading(Actor.at_the_door()) as session:
        found = account_of(session, VOLUNTEER.id)
        assert found is not None and found.id is not None
        return found.id


def failures(store: Store) -> int:
    with store.reading(SET_UP) as session:
        return session.get(Account, account(store)).failures


def meet(folder: Path, order: list[int], *moves: Move) -> tuple[Store, list[object]]:
    """Lets two meet, in that order of their steps; gives the branch as it is afterwards."""
    clock = Clock.frozen("2022-04-08T10:30")
    store = prepared_store(with_accounts, folder / "desk.db", clock)
    other = Store.open(store.url, clock)
    try:
        came_to = race(order, *zip((store, other), moves, strict=True))
    finally:
        other.close()
    with store.reading(SET_UP) as session:
        assert journal.verify(session).sound
    return store, came_to


def refused(store: Store, text: str) -> str:
    with pytest.raises(Refusal) as told:
        accounts.log_in(store, account(store), text)
    return told.value.key


def test_a_passphrase_that_was_reset_lets_nobody_in_afterwards(tmp_path: Path) -> None:
    @few
    @trying
    def tried(order: list[int]) -> None:
        store, (entered, done) = meet(tmp_path, order, logging_in(), doing("accounts.reset"))
        assert isinstance(done, Done) and isinstance(done.rows[0], Once)
        # Who was quicker is in; who was not is told that it is wrong.
        assert not isinstance(entered, Refusal) or entered.key.startswith("refuse.accounts.wrong")
        assert accounts.log_in(store, account(store), done.rows[0].text).must_change
        assert refused(store, PASSPHRASE).startswith("refuse.accounts.wrong")
        store.close()

    tried()


def test_an_account_that_was_closed_lets_nobody_in_afterwards(tmp_path: Path) -> None:
    @few
    @trying
    def tried(order: list[int]) -> None:
        store, (entered, done) = meet(tmp_path, order, logging_in(), doing("accounts.disable"))
        assert isinstance(done, Done)
        closed = refused(store, PASSPHRASE)
        assert not isinstance(entered, Refusal) or entered.key == closed
        store.close()

    tried()


def test_of_two_wrong_tries_both_are_counted(tmp_path: Path) -> None:
    @few
    @trying
    def tried(order: list[int]) -> None:
        store, came_to = meet(tmp_path, order, logging_in("wrong one"), logging_in("wrong two"))
        assert all(isinstance(one, Refusal) for one in came_to)
        assert failures(store) == 2
        store.close()

    tried()

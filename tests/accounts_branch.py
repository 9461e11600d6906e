"""A branch whose people log in, for the tests of accounts; hashes are made cheap for them."""

import pytest

from models.accounts import hashing
from models.store import Actor, Role, Store, keys
from models.store.register import Once, draft_for, perform

PASSPHRASE = "春风又绿江南岸边"
PIN = "2580"
SECRETARY = Actor(1, "陈立远", Role.secretary)
GRID_LEADER = Actor(2, "周岚", Role.grid_leader)
VOLUNTEER = Actor(3, "高志明", Role.volunteer)


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """40 ms a hash are there to be felt by whoever guesses, not by tests."""
    monkeypatch.setattr(hashing, "ROUNDS", 1)
    monkeypatch.setattr(hashing, "KIBIBYTES", 8)
    hashing._hasher.cache_clear()
    monkeypatch.setattr(keys, "ROUNDS", 1)
    monkeypatch.setattr(keys, "KIBIBYTES", 8)


def with_people(store: Store) -> None:
    """A secretary, a grid leader and a volunteer; nobody has an account."""
    for name, kind in (
        ("陈立远", "first_secretary"),
        ("周岚", "grid_leader"),
        ("高志明", "cadre"),
    ):
        given = {"name": name, "kind": kind, "phone": f"1390000000{len(name)}"}
        perform(
            store,
            Actor.setup(),
            "people.add_volunteer",
            draft_for("people.add_volunteer", given),
        )


def begin(store: Store, pin: str = PIN) -> None:
    """The secretary sets the branch's first passphrase."""
    given = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "pin": pin}
    perform(store, SECRETARY, "accounts.begin", draft_for("accounts.begin", given))


def given_account(store: Store, actor: Actor) -> str:
    """The secretary makes an account; gives the passphrase that is told once."""
    assert actor.id is not None
    draft = draft_for("accounts.create", {}, actor.id)
    once = perform(store, SECRETARY, "accounts.create", draft).rows[0]
    assert isinstance(once, Once)
    return once.text


def own(store: Store, actor: Actor, old: str, new: str = PASSPHRASE, pin: str = "") -> None:
    """Somebody changes the passphrase that he was given, and sets a number."""
    given = {"old": old, "passphrase": new, "again": new}
    draft = draft_for("accounts.change_passphrase", given)
    perform(store, actor, "accounts.change_passphrase", draft)
    if pin:
        number = draft_for("accounts.set_pin", {"passphrase": new, "pin": pin})
        perform(store, actor, "accounts.set_pin", number)


def with_accounts(store: Store) -> None:
    """All three have an account; the grid leader and the volunteer changed what they were given."""
    with_people(store)
    begin(store)
    own(store, VOLUNTEER, given_account(store, VOLUNTEER), pin="7391")
    own(store, GRID_LEADER, given_account(store, GRID_LEADER))

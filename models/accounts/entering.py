"""Letting somebody in: by passphrase, by the short number, or by a key that proved him already.

Every try is an act: who was let in, and whose account was tried in vain, never what was typed. The
failures and the wait stand in the database, so they hold for every terminal at once, and a try is
counted in the transaction that refuses it.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from models.accounts.hashing import fits, hashed, outdated
from models.accounts.reads import account_named, account_of, actor_of
from models.accounts.tables import Account
from models.rules import proof
from models.rules.refusal import Refusal
from models.store.actor import Actor, Origin
from models.store.engine import Reading, Store, Writing
from models.store.session import fetch
from models.words import Key


class LoginWay(StrEnum):
    """What somebody proved himself with."""

    passphrase = "passphrase"
    pin = "pin"
    key = "key"


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody was let in."""

    actor: Actor
    must_change: bool
    """Whether the passphrase was given by somebody else and must be changed before anything."""


def find_account(store: Store, text: str) -> int:
    """The id of the account of a log-in name.

    Raises:
        Refusal: when there is none.
    """
    with store.reading(Actor.at_the_door()) as session:
        return account_named(session, text).id or 0


def log_in(
    store: Store,
    account_id: int,
    text: str,
    *,
    way: LoginWay = LoginWay.passphrase,
    origin: Origin = "desk",
) -> Entered:
    """Lets somebody in who types what is his.

    Raises:
        Refusal: when it is wrong, too early, or the account lets nobody in.
    """
    _try(store, account_id, text, way)
    with store.reading(Actor.at_the_door()) as session:
        account = fetch(session, Account, account_id)
        actor, must_change = actor_of(session, account, origin), account.must_change
    with store.writing(actor, "accounts.log_in") as session:
        _welcome(fetch(session, Account, account_id), text, way)
        session.witness(way=Key(f"LoginWay.{way.value}"))
    return Entered(actor, must_change)


def log_in_by_key(store: Store, text: str) -> Entered:
    """Lets somebody in whom a key of his own has proved already, outside this program.

    Raises:
        Refusal: when the account lets nobody in.
    """
    with store.reading(Actor.at_the_door()) as session:
        account = account_named(session, text)
        actor, must_change = actor_of(session, account), account.must_change
    with store.writing(actor, "accounts.log_in") as session:
        session.witness(way=Key(f"LoginWay.{LoginWay.key.value}"))
    return Entered(actor, must_change)


def unlock(store: Store, account_id: int, text: str, way: LoginWay) -> Actor:
    """Who sits at a locked desk again; written down only where failures came before.

    Raises:
        Refusal: as `log_in`.
    """
    _try(store, account_id, text, way)
    with store.reading(Actor.at_the_door()) as session:
        actor = actor_of(session, fetch(session, Account, account_id))
    with store.writing(actor, "accounts.unlock") as session:
        _welcome(fetch(session, Account, account_id), text, way)
    return actor


def check_own(session: Writing, account: Account, text: str) -> None:
    """Sees to it that somebody knows his passphrase, inside a change of his own.

    Raises:
        Refusal: when it is wrong or too early; `count_wrong` writes that down.
    """
    _refuse_early(session, account)
    if not fits(account.passphrase, proof.typed(text)):
        raise _wrong(account.failures + 1)


def count_wrong(store: Store, actor: Actor, _drafts: object, refusal: Refusal) -> None:
    """Counts a wrong passphrase that a change was refused for."""
    if not refusal.key.startswith(WRONG):
        return
    with store.writing(Actor.at_the_door(), "accounts.failed") as session:
        account = account_of(session, actor.id)
        if account is not None:
            _fail(session, account, LoginWay.passphrase)


WRONG = "refuse.accounts.wrong"


def _try(store: Store, account_id: int, text: str, way: LoginWay) -> None:
    # One transaction from the look at the wait to the count: tries from many terminals queue.
    with store.writing(Actor.at_the_door(), "accounts.failed") as session:
        account = fetch(session, Account, account_id)
        actor_of(session, account)
        _refuse_early(session, account)
        kept = account.passphrase if way is LoginWay.passphrase else account.pin
        if way is LoginWay.pin and not kept:
            raise Refusal("refuse.accounts.no_pin")
        if way is LoginWay.pin and account.failures >= proof.TRIES_BY_PIN:
            raise Refusal("refuse.accounts.pin_spent")
        right = fits(kept, proof.typed(text))
        if not right:
            _fail(session, account, way)
        failures = account.failures
    if not right:
        raise _wrong(failures)


def _refuse_early(session: Reading, account: Account) -> None:
    if account.not_before is None:
        return
    seconds = (account.not_before - session.now).total_seconds()
    # Longer than the longest wait: the machine's clock was set back, and that is nobody's failure.
    if 0 < seconds <= proof.LONGEST:
        raise Refusal("refuse.accounts.wait", seconds=int(-(-seconds // 1)))


def _fail(session: Writing, account: Account, way: LoginWay) -> None:
    account.failures += 1
    account.not_before = session.now + dt.timedelta(seconds=proof.wait_after(account.failures))
    session.witness(
        volunteer=account.volunteer_id, board=account.label, way=Key(f"LoginWay.{way.value}")
    )


def _welcome(account: Account, text: str, way: LoginWay) -> None:
    if account.failures:
        account.failures, account.not_before = 0, None
    if way is LoginWay.passphrase and outdated(account.passphrase):
        account.passphrase = hashed(proof.typed(text))
    elif way is LoginWay.pin and outdated(account.pin):
        account.pin = hashed(proof.typed(text))


def _wrong(failures: int) -> Refusal:
    seconds = proof.wait_after(failures)
    return Refusal(WRONG, seconds=seconds) if seconds else Refusal(f"{WRONG}.again")

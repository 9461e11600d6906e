"""Who has an account, and how it stands; nothing of what it is opened with."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import col, select

from models.accounts.asked import required
from models.accounts.tables import Account
from models.people import Volunteer, actors, volunteer_for
from models.rules.proof import TRIES_BY_PIN
from models.rules.refusal import Refusal
from models.rules.text import fold
from models.store.actor import Actor, Origin, Role
from models.store.session import Reading


class AccountState(StrEnum):
    """How an account stands."""

    open = "open"
    must_change = "must_change"
    disabled = "disabled"


class AccountLine(NamedTuple):
    """One account."""

    key: str
    name: str
    handle: str
    role: Role
    state: AccountState
    pin: bool
    failures: int
    made_at: dt.datetime
    volunteer_id: int | None


class Proof(NamedTuple):
    """What somebody can prove himself with."""

    account_id: int
    pin: bool
    """Whether the short number opens now."""


def accounts(session: Reading) -> tuple[AccountLine, ...]:
    """Every account: those who serve first, the boards last."""
    rows = session.execute(
        select(Account, Volunteer)
        .outerjoin(Volunteer, col(Volunteer.id) == Account.volunteer_id)
        .order_by(col(Account.volunteer_id).is_(None), col(Account.id))
    )
    return tuple(
        AccountLine(
            key=f"accounts.board:{account.id}"
            if person is None
            else f"people.volunteer:{person.id}",
            name=account.label if person is None else person.name,
            handle="" if person is None else person.initials,
            role=Role.wallboard if person is None else person.role,
            state=state_of(account),
            pin=bool(account.pin),
            failures=account.failures,
            made_at=account.made_at,
            volunteer_id=account.volunteer_id,
        )
        for account, person in rows
    )


def state_of(account: Account) -> AccountState:
    """How an account stands."""
    if account.disabled_at is not None:
        return AccountState.disabled
    return AccountState.must_change if account.must_change else AccountState.open


def account_of(session: Reading, volunteer_id: int | None) -> Account | None:
    """The account of somebody who serves, whether or not it lets anybody in."""
    if volunteer_id is None:
        return None
    return session.exec(select(Account).where(Account.volunteer_id == volunteer_id)).first()


def account_named(session: Reading, text: str) -> Account:
    """The account of a log-in name: a handle or name of somebody who serves, or of a board.

    Raises:
        Refusal: when nobody or more than one is meant, or who is meant has none.
    """
    label = fold(text).strip()
    board = session.exec(select(Account).where(Account.label == label)).first() if label else None
    if board is not None:
        return board
    person = volunteer_for(session, text)
    found = account_of(session, person.id)
    if found is None:
        raise Refusal("refuse.accounts.none", volunteer=person.name)
    return found


def actor_of(session: Reading, account: Account, origin: Origin = "desk") -> Actor:
    """Who acts once the account has let him in.

    Raises:
        Refusal: when it lets nobody in.
    """
    if account.volunteer_id is None:
        return Actor(None, account.label, Role.wallboard, origin)
    person = session.get(Volunteer, account.volunteer_id)
    if account.disabled_at is not None or not person.serves_on(session.today):
        raise Refusal("refuse.accounts.disabled", volunteer=person.name)
    return Actor(person.id, person.name, person.role, origin)


def may_log_in(session: Reading) -> tuple[tuple[int, Actor, str], ...]:
    """Everybody who may log in now, with the account and the handle: leaders first, boards last."""
    open_ones = {
        row.volunteer_id: row.id
        for row in session.exec(select(Account).where(col(Account.disabled_at).is_(None)))
        if row.volunteer_id is not None
    }
    people = tuple(
        (open_ones[actor.id] or 0, actor, handle)
        for actor, handle in actors(session)
        if actor.id in open_ones
    )
    boards = session.exec(
        select(Account)
        .where(col(Account.volunteer_id).is_(None), col(Account.disabled_at).is_(None))
        .order_by(col(Account.id))
    )
    return (
        *people,
        *((row.id or 0, Actor(None, row.label, Role.wallboard), "") for row in boards),
    )


def proof_of(session: Reading, actor: Actor) -> Proof | None:
    """What this person can prove himself with; None without an account."""
    account = account_of(session, actor.id)
    if account is None or account.id is None:
        return None
    return Proof(account.id, bool(account.pin) and account.failures < TRIES_BY_PIN)


def standing(session: Reading, actor: Actor) -> Actor | None:
    """Who somebody who logged in is by now, for roles move; None when he may act no longer.

    A reset puts nobody out: whose key proved him never typed the passphrase that it changes. To
    put somebody out, his account is disabled.
    """
    if not required(session):
        return actor
    account = account_of(session, actor.id)
    if account is None:
        return None
    try:
        return actor_of(session, account, actor.origin)
    except Refusal:
        return None

"""What may be done with accounts: made and taken by the secretary, opened by whoever's they are."""

import datetime as dt

from sqlmodel import col, select

from models.accounts.asked import required
from models.accounts.drafts import AddBoard, Begin, ChangePassphrase, SetPin
from models.accounts.entering import check_own, count_wrong
from models.accounts.hashing import hashed, one_time
from models.accounts.reads import account_of
from models.accounts.tables import Account
from models.accounts.wrapping import drop, keep
from models.people import Volunteer
from models.rules import proof
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.drafts import TargetDraft
from models.store.engine import Reading, Writing
from models.store.register import DESK, SECRETARY, Once, change, fetch, noted

noted("accounts.log_in", "accounts.unlock", "accounts.failed")


def guard(session: Reading, person: Volunteer, verb: str) -> None:
    """Refuses what does not fit the account of this person now."""
    account = account_of(session, person.id)
    if verb == "accounts.create":
        if account is not None:
            raise Refusal("refuse.accounts.exists", volunteer=person.name)
        if not person.serves_on(session.today):
            day = person.demobilised_on
            raise Refusal("refuse.people.demobilised", volunteer=person.name, day=day)
        if not required(session):
            raise Refusal("refuse.accounts.own_first")
        return
    if account is None:
        raise Refusal("refuse.accounts.none", volunteer=person.name)
    if verb == "accounts.enable":
        if account.disabled_at is None:
            raise Refusal("refuse.accounts.enabled", volunteer=person.name)
        if not person.serves_on(session.today):
            day = person.demobilised_on
            raise Refusal("refuse.people.demobilised", volunteer=person.name, day=day)
    elif account.disabled_at is not None:
        raise Refusal("refuse.accounts.disabled", volunteer=person.name)
    if verb == "accounts.reset" and person.id == session.viewer.id:
        # Whoever finds the desk open must not take it over for good.
        raise Refusal("refuse.accounts.own_reset")
    if verb == "accounts.disable" and person.role is Role.secretary:
        check_not_last(session, person)


@change("accounts.begin", draft=Begin, roles=SECRETARY, undo="never")
def begin(session: Writing, draft: Begin) -> Account:
    """The first account: the secretary's own; from now on whoever acts logs in."""
    if required(session):
        raise Refusal("refuse.accounts.begun")
    person = fetch(session, Volunteer, session.actor.id or 0)
    _refuse_name(draft.passphrase, person)
    account = _made(session, person.id, draft.passphrase)
    account.pin = hashed(draft.pin) if draft.pin else ""
    session.say(volunteer=person.id)
    return account


@change("accounts.create", draft=TargetDraft, roles=SECRETARY)  # type: ignore[type-var]
def create(session: Writing, draft: TargetDraft) -> Once:
    """Somebody may log in: with a passphrase that is told once and changed at the first log-in."""
    person = fetch(session, Volunteer, draft.id)
    guard(session, person, "accounts.create")
    given = one_time()
    _made(session, person.id, given).must_change = True
    session.say(volunteer=person.id)
    return Once("accounts.told", given, {"volunteer": person.name, "handle": person.initials})


@change("accounts.reset", draft=TargetDraft, roles=SECRETARY, undo="never")  # type: ignore[type-var]
def reset(session: Writing, draft: TargetDraft) -> Once:
    """Somebody forgot his passphrase: a new one is told once; the number is gone too."""
    person = fetch(session, Volunteer, draft.id)
    guard(session, person, "accounts.reset")
    account = _own(session, person.id)
    given = one_time()
    keep(session, account, given)
    account.pin, account.must_change = "", True
    account.failures, account.not_before = 0, None
    session.say(volunteer=person.id)
    return Once("accounts.told", given, {"volunteer": person.name, "handle": person.initials})


@change("accounts.disable", draft=TargetDraft, roles=SECRETARY)
def disable(session: Writing, draft: TargetDraft) -> Account:
    """An account lets nobody in any more."""
    person = fetch(session, Volunteer, draft.id)
    guard(session, person, "accounts.disable")
    account = _own(session, person.id)
    account.disabled_at = session.now
    drop(session, account)
    session.say(volunteer=person.id)
    return account


@change("accounts.enable", draft=TargetDraft, roles=SECRETARY)
def enable(session: Writing, draft: TargetDraft) -> Account:
    """An account lets its person in again, with the passphrase it had."""
    person = fetch(session, Volunteer, draft.id)
    guard(session, person, "accounts.enable")
    account = _own(session, person.id)
    account.disabled_at = None
    session.say(volunteer=person.id)
    return account


@change(
    "accounts.change_passphrase",
    draft=ChangePassphrase,
    roles=DESK,
    undo="never",
    refused=count_wrong,
)
def change_passphrase(session: Writing, draft: ChangePassphrase) -> Account:
    """Whoever knows his old passphrase chooses a new one."""
    account = _own(session, session.actor.id)
    check_own(session, account, draft.old)
    if proof.typed(draft.old) == draft.passphrase:
        raise Refusal("refuse.accounts.same")
    _refuse_name(draft.passphrase, fetch(session, Volunteer, account.volunteer_id or 0))
    keep(session, account, draft.passphrase)
    account.must_change = False
    account.failures, account.not_before = 0, None
    session.say(volunteer=account.volunteer_id)
    return account


@change("accounts.set_pin", draft=SetPin, roles=DESK, undo="never", refused=count_wrong)
def set_pin(session: Writing, draft: SetPin) -> Account:
    """Whoever knows his passphrase chooses a number, or does without."""
    account = _own(session, session.actor.id)
    check_own(session, account, draft.passphrase)
    account.pin = hashed(draft.pin) if draft.pin else ""
    account.failures, account.not_before = 0, None
    session.say(volunteer=account.volunteer_id, off=not draft.pin)
    return account


@change("accounts.add_board", draft=AddBoard, roles=SECRETARY)  # type: ignore[type-var]
def add_board(session: Writing, draft: AddBoard) -> Once:
    """A wall board may log in: it is nobody's and shows counts only."""
    if not required(session):
        raise Refusal("refuse.accounts.own_first")
    if session.exec(select(Account.id).where(Account.label == draft.label)).first() is not None:
        raise Refusal("refuse.accounts.exists", volunteer=draft.label)
    given = one_time()
    _made(session, None, given).label = draft.label
    session.say(board=draft.label)
    return Once("accounts.told_board", given, {"volunteer": draft.label})


@change("accounts.remove_board", draft=TargetDraft, roles=SECRETARY)
def remove_board(session: Writing, draft: TargetDraft) -> Account:
    """A wall board logs in no more."""
    account = fetch(session, Account, draft.id)
    if account.volunteer_id is not None:
        raise Refusal("refuse.gone")
    session.say(board=account.label)
    drop(session, account)
    session.delete(account)
    return account


def close(session: Writing, person: Volunteer, day: dt.date) -> None:
    """Somebody stops serving: the account lets nobody in from that day on, in the same act.

    Where the day is ahead the account stays until then: whoever does not serve does not log in.
    """
    account = account_of(session, person.id)
    if account is not None and account.disabled_at is None and day <= session.today:
        account.disabled_at = session.now
        drop(session, account)


def check_not_last(session: Reading, person: Volunteer) -> None:
    """Sees to it that a secretary can still log in once this one does not.

    Raises:
        Refusal: when nobody could make or reset an account any more.
    """
    if not required(session):
        return
    others = session.exec(
        select(Volunteer)
        .join(Account, col(Account.volunteer_id) == Volunteer.id)
        .where(
            Volunteer.role == Role.secretary,
            col(Volunteer.id) != person.id,
            col(Account.disabled_at).is_(None),
        )
    )
    if not any(one.serves_on(session.today) for one in others):
        raise Refusal("refuse.accounts.last", volunteer=person.name)


def _made(session: Writing, volunteer_id: int | None, text: str) -> Account:
    row = Account(
        volunteer_id=volunteer_id,
        passphrase="",
        made_at=session.now,
        made_by=session.actor.id,
    )
    session.add(row)
    keep(session, row, text)
    return row


def _own(session: Writing, volunteer_id: int | None) -> Account:
    found = account_of(session, volunteer_id)
    if found is None:
        raise Refusal("refuse.accounts.none", volunteer=session.actor.name)
    return found


def _refuse_name(text: str, person: Volunteer) -> None:
    reason = proof.wrong_passphrase(text, (person.name, person.initials, person.phone))
    if reason is not None:
        raise Refusal(f"refuse.input.{reason}")

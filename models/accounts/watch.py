"""What a secretary is told of accounts: that there is none yet, and that somebody tries one."""

from sqlmodel import col, select

from models.accounts.asked import required
from models.people import Volunteer
from models.rules.proof import TRIES_BY_PIN
from models.store.actor import Role
from models.store.alarm import Alarm
from models.store.session import Reading


def alarms(session: Reading) -> tuple[Alarm, ...]:
    """For the secretary alone: nobody else can do anything about it."""
    if session.viewer.role is not Role.secretary or session.viewer.id is None:
        return ()
    return _tried(session) if required(session) else _none_yet(session)


def _tried(session: Reading) -> tuple[Alarm, ...]:
    from models.accounts.tables import Account  # a branch without accounts needs no such table

    tried = session.execute(
        select(Account, Volunteer.name)
        .outerjoin(Volunteer, col(Volunteer.id) == Account.volunteer_id)
        .where(col(Account.failures) >= TRIES_BY_PIN, col(Account.disabled_at).is_(None))
        .order_by(col(Account.id))
    )
    return tuple(
        Alarm(
            key=f"accounts.tried:{account.id}",
            severity="red",
            text="alarm.accounts.tried",
            since=account.not_before or session.now,
            params={"volunteer": name or account.label, "n": account.failures},
            record=None
            if account.volunteer_id is None
            else f"people.volunteer:{account.volunteer_id}",
        )
        for account, name in tried
    )


def _none_yet(session: Reading) -> tuple[Alarm, ...]:
    """Whoever opens the desk may act as anybody. The demonstration is meant to be so."""
    if session.clock.demonstrates:
        return ()
    me = session.get(Volunteer, session.viewer.id)
    if me is None:
        return ()
    since = session.clock.day_start(me.joined_on)
    return (Alarm("accounts.none", "amber", "alarm.accounts.none", min(since, session.now)),)

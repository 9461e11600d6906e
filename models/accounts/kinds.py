"""What is told of an account: beside the person it is of, and for a wall board by itself."""

from models.accounts.reads import account_of, state_of
from models.accounts.tables import Account
from models.rules.refusal import Refusal
from models.store.actor import Role
from models.store.register import Kind, Sheet, SheetField, fetch, kind
from models.store.session import Reading
from models.words import Key


def told(session: Reading, volunteer_id: int) -> tuple[SheetField, ...]:
    """How the account of somebody stands: told to the secretary, and to whoever's it is."""
    if session.viewer.role is not Role.secretary and session.viewer.id != volunteer_id:
        return ()
    account = account_of(session, volunteer_id)
    if account is None:
        return ()
    state = state_of(account)
    return (
        SheetField("field.account", state, alarm=account.failures > 0),
        SheetField("field.account_pin", bool(account.pin)),
        SheetField("field.account_failures", account.failures or None, alarm=True),
    )


def board_sheet(session: Reading, account_id: int) -> Sheet:
    """A wall board that may log in."""
    if session.viewer.role is not Role.secretary:
        raise Refusal("refuse.gone")
    row = fetch(session, Account, account_id)
    return Sheet(
        row.label or str(account_id),
        (
            SheetField("field.role", Key("Role.wallboard")),
            SheetField("field.account", state_of(row)),
            SheetField("field.made_at", row.made_at),
        ),
    )


BOARD_KIND = kind(
    Kind(
        "accounts.board",
        table=Account,
        sheet=board_sheet,
        verbs=("accounts.remove_board",),
        natural=lambda _session, _row: None,
    )
)

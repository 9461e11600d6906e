"""Accounts: who acts is who has proved it.

The promise of this area: nobody acts in another's name. A branch without an account asks nobody;
from the first one on whoever acts logs in. What is kept of a passphrase or a number cannot be
turned back, and neither the journal nor anything that leaves the database tells it.
"""

from typing import TYPE_CHECKING

from models.accounts.asked import required
from models.store.areas import Later

if TYPE_CHECKING:
    from models.accounts.changes import check_not_last, close, guard
    from models.accounts.drafts import AddBoard, Begin, ChangePassphrase, SetPin
    from models.accounts.entering import (
        Entered,
        LoginWay,
        find_account,
        log_in,
        log_in_by_key,
        unlock,
    )
    from models.accounts.kinds import BOARD_KIND, told
    from models.accounts.reads import (
        AccountLine,
        AccountState,
        Proof,
        accounts,
        may_log_in,
        proof_of,
        standing,
    )
    from models.accounts.tables import Account
    from models.accounts.watch import alarms

__all__ = [
    "BOARD_KIND",
    "Account",
    "AccountLine",
    "AccountState",
    "AddBoard",
    "Begin",
    "ChangePassphrase",
    "Entered",
    "LoginWay",
    "Proof",
    "SetPin",
    "accounts",
    "alarms",
    "check_not_last",
    "close",
    "find_account",
    "guard",
    "log_in",
    "log_in_by_key",
    "may_log_in",
    "proof_of",
    "required",
    "standing",
    "told",
    "unlock",
]

__getattr__ = Later(
    __name__,
    "changes",
    "drafts",
    "kinds",
    alone=("tables", "reads", "entering", "watch"),
)

"""Accounts: who acts is who has proved it.

The promise of this area: nobody acts in another's name. A branch without an account asks nobody;
from the first one on whoever acts logs in. What is kept of a passphrase or a number cannot be
turned back, and neither the journal nor anything that leaves the database tells it.
"""

from typing import TYPE_CHECKING

from models.store.areas import Later

if TYPE_CHECKING:
    from models.accounts.tables import Account

__all__ = ["Account"]

__getattr__ = Later(__name__, alone=("tables",))

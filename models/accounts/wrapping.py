"""Whoever may log in opens the file too, where it is encrypted: his passphrase wraps its key.

The new wrap is there before the act is kept and the old one goes after it, so that at no moment
neither of the two passphrases opens the file.
"""

from models.accounts.hashing import hashed
from models.accounts.tables import Account
from models.rules import proof
from models.store.session import Writing


def keep(session: Writing, account: Account, text: str) -> None:
    """From now on this is the passphrase of an account."""
    account.passphrase = hashed(proof.typed(text))
    place = session.store.database
    if not place.key or place.ring is None:
        return
    session.flush()
    ring, account_id = place.ring, account.id or 0
    ring.add(place.key, account_id, text)
    session.afterwards.append(lambda: ring.only(account_id, text))


def drop(session: Writing, account: Account) -> None:
    """What an account was let in with opens the file no more."""
    ring, account_id = session.store.database.ring, account.id or 0
    if session.store.database.key and ring is not None:
        session.afterwards.append(lambda: ring.drop(account_id))

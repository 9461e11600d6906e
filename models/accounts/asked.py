"""The one question that a desk asks before it shows anything; without the table behind it, which
costs every start to import and which a branch without accounts never needs."""

from models.store.session import Reading


def required(session: Reading) -> bool:
    """Whether whoever acts has to log in: from the first account on."""
    found = session.connection().exec_driver_sql("SELECT 1 FROM account LIMIT 1")
    return found.first() is not None

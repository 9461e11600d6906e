"""An account stays as long as the one it is of: until the branch is dissolved."""

from models.accounts.tables import Account
from models.store.personal import Personal

PERSONAL = (Personal(Account, keeps=("label", "passphrase", "pin")),)

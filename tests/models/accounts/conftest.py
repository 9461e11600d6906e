from tests.accounts_branch import cheap_hashes

__all__ = ["cheap_hashes"]

"""What every test of this folder is handed."""

import pytest

from models.store import Store
from tests.models.rounds_branch import with_compound


@pytest.fixture
def compound(store: Store) -> Store:
    return with_compound(store)

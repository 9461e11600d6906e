"""What every test of this folder is handed."""

import pytest

from models.store import Store
from tests.models.gate.standing import with_gate


@pytest.fixture
def compound(store: Store) -> Store:
    return with_gate(store)

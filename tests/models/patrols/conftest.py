"""What every test of this folder is handed."""

import pytest

from models.store import Store
from tests.models.patrols.standing import with_routes


@pytest.fixture
def compound(store: Store) -> Store:
    return with_routes(store)

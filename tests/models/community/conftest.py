"""What every test of this folder is handed."""

import pytest

from models.store import Store
from models.store.areas import whole
from tests.models.neighbours import with_neighbours


@pytest.fixture
def desk(store: Store) -> Store:
    whole("models.community")
    return with_neighbours(store)

"""What every test of this folder is handed."""

import pytest

from models.store import Store
from tests.models.isolation.standing import with_doors


@pytest.fixture
def compound(store: Store) -> Store:
    return with_doors(store)

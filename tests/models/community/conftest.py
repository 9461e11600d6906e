"""What every test of this folder is handed."""

import pytest

from models.store import Store
from models.store.areas import whole
from tests.conftest import Prepared
from tests.models.neighbours import with_neighbours


@pytest.fixture
def desk(prepared: Prepared) -> Store:
    whole("models.community")
    return prepared(with_neighbours)

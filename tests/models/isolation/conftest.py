"""What every test of this folder is handed."""

import pytest

from models.store import Store
from tests.conftest import Prepared
from tests.models.isolation.standing import with_doors


@pytest.fixture
def compound(prepared: Prepared) -> Store:
    return prepared(with_doors)

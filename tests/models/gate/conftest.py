"""What every test of this folder is handed."""

import pytest

from models.store import Store
from tests.conftest import Prepared
from tests.models.gate.standing import with_gate


@pytest.fixture
def compound(prepared: Prepared) -> Store:
    return prepared(with_gate)

"""What every test of this folder is handed."""

import pytest

from models.store import Store
from tests.conftest import Prepared
from tests.models.rounds_branch import with_compound


@pytest.fixture
def compound(prepared: Prepared) -> Store:
    return prepared(with_compound)

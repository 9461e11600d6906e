"""What every test of this folder is handed."""

import pytest

from models.store import Store
from tests.models.campaign.standing import founded


@pytest.fixture
def compound(store: Store) -> Store:
    return founded(store)

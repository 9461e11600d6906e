"""What every test of this folder is handed."""

import pytest

from models.store import Actor, Store
from tests.models.group_buys_branch import with_buy


@pytest.fixture
def branch(store: Store, secretary: Actor) -> Store:
    return with_buy(store, secretary)

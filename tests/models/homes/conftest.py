"""What every test of this folder is handed."""

import pytest

from models.store import Actor, Store
from tests.models.compound import Compound, build_compound


@pytest.fixture
def compound(store: Store, secretary: Actor) -> Compound:
    return build_compound(store, secretary)

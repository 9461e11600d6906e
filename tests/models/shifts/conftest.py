"""What every test of this folder is handed."""

import pytest

from models.store import Store
from tests.conftest import Prepared
from tests.models.crew import SET_UP, do, with_posts
from tests.models.shifts.standing import BARRIER, GATE


@pytest.fixture
def rota(prepared: Prepared) -> Store:
    return prepared(with_posts)


@pytest.fixture
def cut(rota: Store) -> Store:
    """The gate in four shifts round the clock, the barrier in two by day."""
    do(
        rota,
        SET_UP,
        "shifts.add_template",
        post_id=GATE,
        name="四班",
        hours="06:30 11:30，17：30 1",
    )
    do(
        rota,
        SET_UP,
        "shifts.add_template",
        post_id=BARRIER,
        name="两班",
        hours="8 14 20",
        around=False,
    )
    return rota

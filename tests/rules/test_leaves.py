"""A set of rules taken apart for a form is put together again as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.leaves import leaves, planted, read_like, written
from models.rules.refusal import Refusal
from seed_data.rule_sets import RULE_SETS

DATA = st.recursive(
    st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=3),
    lambda inner: (
        st.dictionaries(st.text(max_size=4), inner, max_size=3)
        | st.lists(st.dictionaries(st.text(max_size=4), inner, max_size=2), max_size=3)
    ),
    max_leaves=12,
)


@given(DATA)
def test_leaves_put_back_give_the_same_data(data: object) -> None:
    assert planted(data, {leaf.path: leaf.value for leaf in leaves(data)}) == data


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda one: f"{one['kind']} {one['from']}")
def test_every_value_of_the_first_rule_sets_is_read_as_it_is_written(
    rules: dict[str, object],
) -> None:
    for leaf in leaves(rules["data"]):
        assert read_like(leaf.value, written(leaf.value)) == leaf.value


def test_a_number_stays_a_number_and_a_list_stays_a_list() -> None:
    assert read_like(2, "3") == 3
    assert read_like(["police"], "police，grid_leader") == ["police", "grid_leader"]
    assert read_like([1, 4], "1、7、14") == [1, 7, 14]
    with pytest.raises(Refusal):
        read_like(2, "soon")
    with pytest.raises(Refusal):
        read_like([1, 4], "1、soon")

"""Every area says beside its tables what of them is personal; nothing is left out."""

import sqlalchemy as sa

from models.store import Store
from models.store.values import columns, models_by_table
from tests.seed_data.traces import declared


def told_of(model: type) -> set[str]:
    """Columns that may say whose a row is: text, lists, links to a home or a person."""
    found = set()
    for name, column in columns(model).items():
        text = isinstance(column.type, (sa.String, sa.JSON)) and not isinstance(
            column.type, sa.Enum
        )
        linked = {key.column.table.name for key in column.foreign_keys}
        if text or linked & {"household", "resident"}:
            found.add(name)
    return found


def ours() -> dict[str, type]:
    return {
        name: model
        for name, model in models_by_table().items()
        if model.__module__.startswith("models.")
    }


def test_every_text_and_every_link_is_kept_for_a_reason_or_erased_in_time(store: Store) -> None:
    store.load_areas()
    lacking, unknown = [], []
    for name, model in ours().items():
        one = declared().get(name)
        if one is None:
            lacking.append(name)
            continue
        said = {*one.texts, *one.becomes, *one.keeps, *(link.column for link in one.links)}
        lacking += [f"{name}.{column}" for column in told_of(model) - said]
        unknown += [f"{name}.{column}" for column in said - columns(model).keys()]
        both = {*one.texts, *one.becomes, *(link.column for link in one.links)} & set(one.keeps)
        assert not both, f"{name}: {both} are kept and erased"
        assert one.erases or not (one.texts or one.becomes or one.links), name
    assert not lacking, f"say beside the tables what becomes of {lacking}"
    assert not unknown

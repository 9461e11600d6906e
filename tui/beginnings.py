"""What a new branch starts with, as changes to be done: rule sets, and the stock catalogue.

Only this floor knows `seed_data`; the set-up is handed what to do and never where it comes from.
"""

import datetime as dt
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from models.store.drafts import Draft


def beginnings(first_day: dt.date | None) -> "tuple[tuple[str, Draft], ...]":
    """The changes of a new branch, each a verb with its draft; run in a thread.

    Args:
        first_day: the branch's first day, on which its rules are in force already: the oldest set
            of each kind begins no later.
    """
    from models.branch import RuleSetDraft, RuleSetsDraft
    from seed_data.rule_sets import RULE_SETS

    rows = []
    begun: set[object] = set()
    for given in sorted(RULE_SETS, key=lambda one: str(one["from"])):
        since = dt.date.fromisoformat(str(given["from"]))
        oldest = given["kind"] not in begun
        begun.add(given["kind"])
        rows.append(
            RuleSetDraft(
                kind=str(given["kind"]),
                name=str(given["name"]),
                begins_on=min(since, first_day or since) if oldest else since,
                data=cast(dict[str, Any], given["data"]),
            )
        )
    return (("branch.install_rule_sets", RuleSetsDraft(rows=tuple(rows))), *_catalogue())


def _catalogue() -> "tuple[tuple[str, Draft], ...]":
    """The items that nearly every compound keeps, where the seed data have them."""
    if find_spec("seed_data.catalogue") is None:
        return ()
    from models.stock import CatalogueDraft
    from models.store.drafts import build

    rows = import_module("seed_data.catalogue").CATALOGUE
    return (("stock.install_catalogue", build(CatalogueDraft, {"rows": tuple(rows)})),)

"""What may be added to a set of rules and taken out of it is what its reader asks for."""

import pytest

from models.rules.care import CareRules, Tier
from models.rules.leaves import Json, leaves
from models.rules.readers import (
    READERS,
    Asked,
    check,
    grown,
    room_for_more,
    shrunk,
    spare,
    takes_entries,
)
from models.rules.refusal import Refusal
from seed_data.rule_sets import RULE_SETS
from tests.rules.rule_data import data_of

CARE: Json = data_of("care")  # type: ignore[assignment]
NEW: Json = {"tier": "yellow", "reason": "独居失明", "categories": ["lives_alone"], "age_from": 60}


@pytest.mark.parametrize("one", RULE_SETS, ids=lambda one: f"{one['kind']} {one['from']}")
def test_every_shipped_set_has_a_reader_that_overlooks_nothing(one: dict[str, object]) -> None:
    assert one["kind"] in READERS
    check(str(one["kind"]), one["data"])  # type: ignore[arg-type]


@pytest.mark.parametrize("one", RULE_SETS, ids=lambda one: f"{one['kind']} {one['from']}")
def test_whatever_is_offered_to_be_taken_out_may_go(one: dict[str, object]) -> None:
    kind, data = str(one["kind"]), one["data"]
    for leaf in leaves(data):  # type: ignore[arg-type]
        for way in spare(kind, data, leaf.path):  # type: ignore[arg-type]
            check(kind, shrunk(data, way))  # type: ignore[arg-type]


def test_a_condition_has_every_field_that_the_reader_knows() -> None:
    asked = Asked("care", CARE)
    ways = room_for_more(asked, CARE, ("conditions", 0, "reason"))
    assert ways[:2] == (("conditions",), ("conditions", 0, "medicine"))
    assert takes_entries(asked, CARE, ways[0]) and not takes_entries(asked, CARE, ways[1])
    fields = [path for path, _ in asked.fields(CARE, ("conditions",))]
    assert fields[:3] == [("tier",), ("reason",), ("categories",)]
    assert ("weeks_after_birth",) in fields
    assert asked.fields(CARE, ("conditions", 0, "age_from")) == (((), (80, 70)),)


def test_a_condition_more_and_one_less() -> None:
    more = grown(CARE, ("conditions", 1), NEW)
    check("care", more)
    rules = CareRules.from_data(more)  # type: ignore[arg-type]
    assert (rules.conditions[1].tier, rules.conditions[1].reason) == (Tier.yellow, "独居失明")
    assert len(rules.conditions) == len(CareRules.from_data(CARE).conditions) + 1  # type: ignore[arg-type]
    assert shrunk(more, ("conditions", 1)) == CARE


def test_a_table_that_takes_any_name_grows_also_from_nothing() -> None:
    data: Json = data_of("patrol")  # type: ignore[assignment]
    asked = Asked("patrol", data)
    assert room_for_more(asked, data, ("routes",)) == (("routes",),)
    assert asked.fields(data, ("routes",)) == (((), ()),)
    check("patrol", grown(data, ("routes", "夜间路线"), 120))
    with pytest.raises(Refusal, match=r"refuse\.rules\.field"):
        check("patrol", grown(data, ("routes", "夜间路线"), "often"))


def test_what_is_not_there_yet_is_asked_for_like_the_same_beside_it() -> None:
    data: Json = data_of("disinfection")  # type: ignore[assignment]
    ways = room_for_more(Asked("disinfection", data), data, ("intervals", "road", "times"))
    assert ("intervals", "gear") in ways
    fields = Asked("disinfection", data).fields(data, ("intervals", "gear"))
    assert fields == ((("every_days",), (1, 2)), (("times",), (1,)))


def test_what_the_set_cannot_do_without_stays() -> None:
    assert spare("care", CARE, ("hours", "red")) == ()
    assert spare("care", CARE, ("conditions", 3, "age_from")) == (
        ("conditions", 3, "age_from"),
        ("conditions", 3),
    )
    one: Json = {**CARE, "conditions": [NEW]}  # type: ignore[dict-item]
    assert shrunk(one, ("conditions", 0)) == one, "of a list of tables one always stays"


def test_what_no_reader_asks_for_is_refused_by_name() -> None:
    for kind, way in (("rest", ("more_rest",)), ("care", ("conditions", 0, "colour"))):
        data: Json = data_of(kind)  # type: ignore[assignment]
        with pytest.raises(Refusal) as refused:
            check(kind, grown(data, way, 3))
        assert refused.value.key == "refuse.rules.unknown"
        assert refused.value.params["field"] == way[-1]

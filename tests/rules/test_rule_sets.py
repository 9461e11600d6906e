"""Rule sets: what is shipped can be read, and what is edited wrongly is named."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from models.rules.care import CareRules
from models.rules.community import CommunityRules
from models.rules.disinfection import DisinfectionRules
from models.rules.forecast import StockRules
from models.rules.gate import GateRules
from models.rules.group_buy import GroupBuyRules
from models.rules.isolation import IsolationRules
from models.rules.patrol import PatrolRules
from models.rules.promise import PromiseRules
from models.rules.readiness import ReadinessRules
from models.rules.refusal import Refusal
from models.rules.retention import RetentionRules
from models.rules.rota import RestRules
from models.rules.rule_sets import RuleSet, active
from models.rules.temperature import HealthWatch
from models.rules.timetable import SamplingRules
from models.words import Words
from seed_data.rule_sets import RULE_SETS
from tests.rules.rule_data import TODAY, data_of

READERS: dict[str, Callable[[Mapping[str, object]], object]] = {
    "promise": PromiseRules.from_data,
    "rest": RestRules.from_data,
    "care": CareRules.from_data,
    "patrol": PatrolRules.from_data,
    "stock": StockRules.from_data,
    "retention": RetentionRules.from_data,
    "group_buys": GroupBuyRules.from_data,
    "community": CommunityRules.from_data,
    "isolation": lambda data: IsolationRules.from_data(data, "某方案"),
    "health_watch": HealthWatch.from_data,
    "gate": GateRules.from_data,
    "readiness": ReadinessRules.from_data,
    "testing": SamplingRules.from_data,
    "disinfection": DisinfectionRules.from_data,
}


def test_every_shipped_set_has_its_kind_name_and_first_day() -> None:
    for one in RULE_SETS:
        assert set(one) == {"kind", "name", "from", "data"}
        date.fromisoformat(str(one["from"]))
    begins = [(one["kind"], one["from"]) for one in RULE_SETS]
    assert len(set(begins)) == len(begins)


@pytest.mark.parametrize("kind", READERS)
def test_a_set_of_each_kind_is_in_force_on_the_first_day_of_the_demonstration(kind: str) -> None:
    assert min(str(one["from"]) for one in RULE_SETS if one["kind"] == kind) <= "2022-03-20"


@pytest.mark.parametrize("one", RULE_SETS, ids=lambda one: f"{one['kind']} {one['from']}")
def test_every_shipped_set_can_be_read(one: dict[str, object]) -> None:
    data = one["data"]
    assert isinstance(data, Mapping)
    assert READERS[str(one["kind"])](data)


def _stage(**changed: object) -> dict[str, object]:
    whole = {"place": "home", "days": 7, "tests": [1, 4, 7], "negatives": 1}
    return {"quarantine": whole | changed}


@pytest.mark.parametrize("kind", READERS)
def test_a_set_with_nothing_in_it_names_the_first_field_it_lacks(kind: str) -> None:
    with pytest.raises(Refusal) as told:
        READERS[kind]({})
    assert told.value.key == "refuse.rules.field"
    assert told.value.params["kind"] == kind


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("rest", {"max_hours": "forty"}, "max_hours"),
        ("rest", {"max_hours": 0}, "max_hours"),
        ("rest", {"max_hours": True}, "max_hours"),
        ("rest", {"night_from": "25:00"}, "night_from"),
        ("rest", {"night_from": "06:00"}, "night_until"),
        ("stock", {"window_max_days": 2}, "window_max_days"),
        ("promise", {"default": "soon"}, "default"),
        ("promise", {"kinds": {"medicine": "soon"}}, "kinds.medicine"),
        ("care", {"seen_outcomes": ["looked"]}, "seen_outcomes"),
        ("care", {"conditions": [{"tier": "red"}]}, "conditions[1].reason"),
        (
            "care",
            {"conditions": [{"tier": "red", "reason": "x", "categories": ["martian"]}]},
            "conditions[1].categories",
        ),
        (
            "care",
            {"conditions": [{"tier": "red", "reason": "everybody"}]},
            "conditions[1].categories",
        ),
        ("care", {"ladder": {"rungs": []}}, "ladder.rungs"),
        ("patrol", {"routes": {"北线": 0}}, "routes.北线"),
        ("retention", {"days": {"gate": None}}, "days.gate"),
        ("isolation", {"close": {}}, "close.quarantine"),
        ("isolation", {"close": {"quarantine": {"days": 0}}}, "close.quarantine.days"),
        ("isolation", {"secondary": _stage(tests=[4, 1])}, "secondary.quarantine.tests"),
        ("isolation", {"secondary": _stage(tests=[1, 8])}, "secondary.quarantine.tests"),
        ("isolation", {"secondary": _stage(tests=["1"])}, "secondary.quarantine.tests"),
        ("isolation", {"secondary": _stage(tests=7)}, "secondary.quarantine.tests"),
        ("isolation", {"secondary": _stage(place="hotel")}, "secondary.quarantine.place"),
        ("isolation", {"secondary": _stage(negatives=0)}, "secondary.quarantine.negatives"),
        ("readiness", {"checklists": {"unsealing": 14}}, "checklists.unsealing"),
        ("testing", {"tube_sizes": []}, "tube_sizes"),
        ("testing", {"pupils_until": "11:40"}, "pupils_until"),
        (
            "disinfection",
            {"intervals": {"road": {"every_days": 0, "times": 1}}},
            "intervals.road.every_days",
        ),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(
    kind: str, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as told:
        READERS[kind](data_of(kind) | change)
    assert told.value.params == {"kind": kind, "field": field}
    assert field in Words("en")(told.value.key, **told.value.params)


def test_the_set_in_force_is_the_last_that_has_begun() -> None:
    sets = [
        RuleSet("rest", "三月", date(2022, 3, 20), {}),
        RuleSet("rest", "四月", date(2022, 4, 8), {}),
        RuleSet("rest", "五月", date(2022, 5, 1), {}),
        RuleSet("care", "四月", date(2022, 4, 1), {}),
    ]
    assert active(sets, "rest", TODAY).name == "四月"
    assert active(sets, "rest", date(2022, 4, 7)).name == "三月"
    with pytest.raises(Refusal, match="none"):
        active(sets, "rest", date(2022, 3, 19))


def test_nothing_is_erased_that_the_rules_do_not_name() -> None:
    rules = RetentionRules.from_data(data_of("retention"))
    assert rules.kept_from("gate", TODAY) == date(2022, 3, 18)
    with pytest.raises(Refusal):
        rules.kept_from("people", TODAY)

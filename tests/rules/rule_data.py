"""The rule sets a branch starts with, as the rules under test take them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from models.rules.care import CareRules
from models.rules.disinfection import DisinfectionRules
from models.rules.forecast import StockRules
from models.rules.patrol import PatrolRules
from models.rules.promise import PromiseRules
from models.rules.readiness import ReadinessRules
from models.rules.rota import RestRules
from models.rules.rule_sets import RuleSet
from models.rules.timetable import SamplingRules
from seed_data.rule_sets import RULE_SETS

ZONE = "Asia/Shanghai"
LOCAL = ZoneInfo(ZONE)
TODAY = date(2022, 4, 8)


def data_of(kind: str) -> dict[str, object]:
    """A copy of the default data of a kind."""
    data = next(one["data"] for one in RULE_SETS if one["kind"] == kind)
    assert isinstance(data, Mapping)
    return dict(data)


def sets_of(kind: str) -> tuple[RuleSet, ...]:
    """The dated sets of a kind."""
    found = []
    for one in RULE_SETS:
        data = one["data"]
        if one["kind"] == kind and isinstance(data, Mapping):
            since = date.fromisoformat(str(one["from"]))
            found.append(RuleSet(kind, str(one["name"]), since, data))
    return tuple(found)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in April 2022 by the branch's clock, in UTC."""
    return datetime(2022, 4, day, hour, minute, tzinfo=LOCAL).astimezone(UTC)


REST = RestRules.from_data(data_of("rest"))
CARE = CareRules.from_data(data_of("care"))
STOCK = StockRules.from_data(data_of("stock"))
PATROL = PatrolRules.from_data(data_of("patrol"))
PROMISE = PromiseRules.from_data(data_of("promise"))
READINESS = ReadinessRules.from_data(data_of("readiness"))
TESTING = SamplingRules.from_data(data_of("testing"))
DISINFECTION = DisinfectionRules.from_data(data_of("disinfection"))
ISOLATION = sets_of("isolation")
